BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:Config = '/etc/httpd/conf/httpd.conf'
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab on 2 rm -rf /var/backups/ultrafarma-cluster | Out-Null
    Invoke-Lab reset | Out-Null
}

Describe 'Get-HttpdBackup' {
    It 'lists the copy that a change kept, with its hash and its time' {
        $hash = ((Invoke-Lab on 2 sha256sum $Config) -split ' ')[0]
        $changed = Set-HttpdDirective LogLevel info -Node *APP02
        $kept = Get-HttpdConfig -Node *APP02 | Get-HttpdBackup | Where-Object Backup -EQ $changed.Backup
        $kept.Path | Should -Be $Config
        $kept.Hash | Should -Be $hash
        $kept.IsCurrent | Should -BeFalse
        [datetimeoffset]::UtcNow - $kept.Taken | Should -BeLessThan ([timespan]'0:05')
    }

    It 'gives nothing for a file of which nothing is kept' {
        Get-HttpdBackup /no/such/*.conf | Should -BeNullOrEmpty
    }
}
