BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
}

Describe 'Get-HttpdDaemon' {
    It 'tells of both services on each node' {
        $daemons = Get-HttpdDaemon
        $daemons | Should -HaveCount 10
        $daemons | Where-Object IsInstalled | Should -BeNullOrEmpty
        ($daemons | Group-Object Name).Name | Sort-Object | Should -Be 'httpd-cluster', 'httpd-local'
    }

    It 'does not take another service of that name for ours' {
        Invoke-Lab on 3 touch /etc/init.d/httpd-local | Out-Null
        try {
            (Get-HttpdDaemon httpd-local -Node *APP03).IsInstalled | Should -BeFalse
        } finally {
            Invoke-Lab on 3 rm /etc/init.d/httpd-local | Out-Null
        }
    }
}
