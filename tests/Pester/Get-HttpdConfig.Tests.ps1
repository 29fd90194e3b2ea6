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

Describe 'Get-HttpdConfig' {
    It 'gives one config a node with its hash' {
        $configs = Get-HttpdConfig
        $configs.Node | Should -Be $App
        $configs[1].Hash | Should -Be ((Invoke-Lab on 2 sha256sum $Config) -split ' ')[0]
        $configs[0].Directives.Name | Should -Contain 'Listen'
    }
}
