BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:App = 1..5 | ForEach-Object { "CD163820-L-ULTRAFARMA-APP0$_" }
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
    Reset-Balancer
}

AfterAll {
    Reset-Balancer
    Disconnect-WebCluster
}

Describe 'Get-HaproxyBackend' {
    It 'counts a backend''s servers' {
        $spare = Get-HaproxyBackend spare
        $spare.Servers | Should -HaveCount 5
        $spare.ServersInMaintenance | Should -Be 1
        $spare.ServersDown | Should -Be 0
        (Get-HaproxyBackend broken).ServersDown | Should -Be 1
    }

    It 'takes wildcards' {
        (Get-HaproxyBackend w*).Name | Should -Be 'web'
    }

    It 'gives an error for a backend that is not there, and the others' {
        $found = Get-HaproxyBackend nosuch, web -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'web'
        $problem.FullyQualifiedErrorId | Should -BeLike 'BackendNotFound,*'
    }
}
