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

Describe 'Set-HaproxyServer' {
    BeforeEach {
        Reset-Balancer
    }

    It 'sets a percentage of the configured weight' {
        $server = Set-HaproxyServer a.b-c_1:x -Weight 50% -PassThru
        $server.UserWeight | Should -Be 50
        $server.InitialWeight | Should -Be 100
        (Set-HaproxyServer a.b-c_1:x -Weight 7 -PassThru).Weight | Should -Be 7
    }

    It 'sets the state' {
        (Set-HaproxyServer *APP02 web -State Maint -PassThru).Status | Should -BeExactly 'MAINT'
        (Set-HaproxyServer *APP02 web -State Ready -PassThru).IsInMaintenance | Should -BeFalse
    }

    It 'changes nothing with -WhatIf' {
        Set-HaproxyServer a.b-c_1:x -Weight 50% -WhatIf
        (Get-HaproxyServer a.b-c_1:x).UserWeight | Should -Be 100
    }

    It 'refuses what is no weight, and nothing at all' {
        { Set-HaproxyServer a.b-c_1:x -Weight 257 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Set-HaproxyServer a.b-c_1:x } | Should -Throw -ErrorId 'NothingToSet,*'
    }

    It 'needs the socket for a weight' {
        Set-HaproxyServer *APP02 -Weight 9 -Uri $BalancerPage -Credential $BalancerLogin -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'NeedsSocket,*'
    }

    It 'may not by a page or a socket that only shows' {
        Set-HaproxyServer *APP02 -State Drain -Uri http://10.77.0.10:8405/haproxy?stats -Credential $BalancerLogin -ErrorVariable page -ErrorAction SilentlyContinue
        Set-HaproxyServer *APP02 -State Drain -Socket 10.77.0.10:9998 -ErrorVariable socket -ErrorAction SilentlyContinue
        $page[0].FullyQualifiedErrorId | Should -BeLike 'PermissionDenied,*'
        $socket[0].FullyQualifiedErrorId | Should -BeLike 'PermissionDenied,*'
        (Get-HaproxyServer *APP02).Status | Should -BeExactly 'UP'
    }
}
