@{
    RootModule           = 'Ultrafarma.Cluster.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5f1d7c52-3a0e-4c86-9b53-1f4f2b0c7a61'
    Author               = 'Ultrafarma.Cluster contributors'
    CompanyName          = 'Ultrafarma.Cluster contributors'
    Copyright            = '(c) Ultrafarma.Cluster contributors. MIT License.'
    Description          = 'See and repair a web cluster (HAProxy, Apache httpd, csync2) with typed objects that pipe.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    # So that [Ultrafarma.Cluster.Nodes.WebClusterNode] is known right after the import.
    RequiredAssemblies   = @('Ultrafarma.Cluster.Core.dll')
    FormatsToProcess     = @('Ultrafarma.Cluster.Format.ps1xml', 'Ultrafarma.Cluster.Haproxy.Format.ps1xml',
        'Ultrafarma.Cluster.Httpd.Format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    # One list with commas: of one value a line PowerShell makes a program and compiles it, at each import.
    CmdletsToExport      = @(
        'Add-CsyncHost',
        'Add-CsyncPath',
        'Clear-HaproxyCounter',
        'Compare-CsyncFile',
        'Compare-HttpdConfig',
        'Connect-WebCluster',
        'Disconnect-WebCluster',
        'Export-HaproxyServerState',
        'Export-WebClusterMetric',
        'Export-WebClusterReport',
        'Get-CsyncBackup',
        'Get-CsyncConfig',
        'Get-CsyncConflict',
        'Get-CsyncPending',
        'Get-CsyncSchedule',
        'Get-CsyncStatus',
        'Get-HaproxyBackend',
        'Get-HaproxyError',
        'Get-HaproxyFrontend',
        'Get-HaproxyInfo',
        'Get-HaproxyServer',
        'Get-HttpdBackup',
        'Get-HttpdConfig',
        'Get-HttpdDaemon',
        'Get-HttpdDirective',
        'Get-HttpdHost',
        'Get-HttpdStatus',
        'Get-HttpdVirtualHost',
        'Get-WebCluster',
        'Get-WebClusterNode',
        'Import-HaproxyServerState',
        'Install-HttpdDaemon',
        'Invoke-CsyncUpload',
        'Invoke-WebClusterCommand',
        'Measure-HaproxyTraffic',
        'New-CsyncKey',
        'New-WebClusterInventory',
        'Publish-CsyncConfig',
        'Publish-HttpdConfig',
        'Register-CsyncSchedule',
        'Remove-CsyncHost',
        'Remove-CsyncPath',
        'Repair-HttpdHost',
        'Resolve-CsyncConflict',
        'Restart-Httpd',
        'Restore-CsyncConflict',
        'Restore-CsyncFile',
        'Restore-HttpdConfig',
        'Resume-CsyncSchedule',
        'Resume-HaproxyServer',
        'Set-CsyncGroup',
        'Set-HaproxyServer',
        'Set-HttpdDirective',
        'Suspend-CsyncSchedule',
        'Suspend-HaproxyServer',
        'Sync-CsyncGroup',
        'Test-CsyncConfig',
        'Test-CsyncSync',
        'Test-HttpdConfig',
        'Test-HttpdHost',
        'Test-WebCluster',
        'Test-WebClusterInventory',
        'Test-WebClusterNode',
        'Uninstall-HttpdDaemon',
        'Unregister-CsyncSchedule',
        'Watch-HaproxyBackend'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('HAProxy', 'Apache', 'httpd', 'csync2', 'Cluster', 'SSH', 'Linux', 'PSEdition_Core')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://github.com/ultrafarma/Ultrafarma.Cluster'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
