BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:App = 1..5 | ForEach-Object { "CD163820-L-ULTRAFARMA-APP0$_" }
    $script:Config = '/etc/httpd/conf/httpd.conf'
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Test-HttpdHost' {
    It 'sees another node''s host' {
        Test-HttpdHost -Quiet | Should -BeTrue
        Invoke-Lab on 3 sed -i 's/10.77.0.13:80/10.77.0.11:80/' $Config | Out-Null
        Test-HttpdHost -Quiet | Should -BeFalse
        $wrong = Test-HttpdHost | Where-Object -Not Ok
        $wrong.Expected | Select-Object -Unique | Should -Be '10.77.0.13:80'
    }
}
