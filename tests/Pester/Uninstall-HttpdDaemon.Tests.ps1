BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
}

Describe 'Uninstall-HttpdDaemon' {
    It 'takes what an installation that was cut off left, and only for what is piped' {
        Invoke-Lab on 3 mkdir -p /var/lib/ultrafarma-cluster/httpd-local | Out-Null
        Invoke-Lab on 3 touch /var/lib/ultrafarma-cluster/httpd-local/settings | Out-Null
        (Get-HttpdDaemon httpd-cluster -Node *APP03 | Uninstall-HttpdDaemon -PassThru).Action | Should -Be 'Unchanged'
        (Get-HttpdDaemon httpd-local -Node *APP03 | Uninstall-HttpdDaemon -PassThru -WhatIf) | Should -BeNullOrEmpty
        (Get-HttpdDaemon httpd-local -Node *APP03 | Uninstall-HttpdDaemon -PassThru).Action | Should -Be 'Removed'
        { Invoke-Lab on 3 ls /var/lib/ultrafarma-cluster } | Should -Throw
    }
}
