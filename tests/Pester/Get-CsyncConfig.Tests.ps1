BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:App = 1..5 | ForEach-Object { "CD163820-L-ULTRAFARMA-APP0$_" }
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Get-CsyncConfig' {
    It 'reads each node' {
        $configs = Get-CsyncConfig
        $configs.Node | Should -Be $App
        $configs.Hash | Select-Object -Unique | Should -HaveCount 1
        $configs[0].Groups[0].Hosts | Should -HaveCount 5
        $configs[0].Groups[0].Includes.Pattern | Should -Contain '/data/www/html/ultrastores.com.br'
    }
}
