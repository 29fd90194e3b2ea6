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

Describe 'Get-HaproxyInfo' {
    It 'tells the balancer''s version and limits' {
        $info = Get-HaproxyInfo
        $info.Node | Should -BeExactly 'lb01'
        $info.Version | Should -Match '^\d+\.\d+'
        $info.ConnectionsLimit | Should -Be 1000
        $info.Uptime | Should -BeOfType timespan
        $info.Extra['Name'] | Should -BeExactly 'HAProxy'
    }

    It 'needs the runtime socket' {
        Get-HaproxyInfo -Uri $BalancerPage -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'NeedsSocket,*'
    }

    It 'asks one balancer only' {
        { Get-HaproxyInfo -Uri $BalancerPage -Socket 10.77.0.10:9999 } | Should -Throw -ErrorId 'TwoSources,*'
    }
}
