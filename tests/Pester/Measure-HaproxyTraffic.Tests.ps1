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

Describe 'Measure-HaproxyTraffic' {
    It 'gives the rates of each interval' {
        $traffic = Measure-HaproxyTraffic web -Interval 200ms -Count 2
        $traffic | Should -HaveCount 10
        $traffic.Name | Select-Object -Unique | Should -Be $App
        $traffic | ForEach-Object { $_.Interval.TotalSeconds | Should -BeGreaterThan 0.1 }
        $traffic.RequestsPerSecond | ForEach-Object { $_ | Should -BeGreaterOrEqual 0 }
        $traffic.CountersReset | Should -Be (@($false) * 10)
    }

    It 'refuses an interval that is none' {
        { Measure-HaproxyTraffic -Interval 0 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Measure-HaproxyTraffic -Interval soon } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'gives an error for a balancer that does not answer' {
        Measure-HaproxyTraffic -Socket 10.77.0.10:9990 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'Unreachable,*'
    }
}
