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

Describe 'Get-HaproxyFrontend' {
    It 'counts requests' {
        $before = (Get-HaproxyFrontend www).RequestsTotal
        1..3 | ForEach-Object { Invoke-WebRequest http://10.77.0.10/health.txt | Out-Null }
        $www = Get-HaproxyFrontend www
        $www.Status | Should -BeExactly 'OPEN'
        $www.RequestsTotal - $before | Should -Be 3
    }

    It 'takes wildcards' {
        Get-HaproxyFrontend stats* | Should -HaveCount 5
    }

    It 'gives an error for a frontend that is not there' {
        Get-HaproxyFrontend nosuch -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'FrontendNotFound,*'
    }
}
