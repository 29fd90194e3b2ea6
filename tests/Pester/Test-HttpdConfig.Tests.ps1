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

Describe 'Test-HttpdConfig' {
    It 'tells file and line of an error' {
        Invoke-Lab on 4 sh -c "echo Foo >>$Config" | Out-Null
        $bad = Test-HttpdConfig | Where-Object -Not Ok
        $bad.Node | Should -Be $App[3]
        $bad.File | Should -Be $Config
        $bad.Message | Should -BeLike "Invalid command 'Foo'*"
        Test-HttpdConfig -Quiet | Should -BeFalse
    }
}
