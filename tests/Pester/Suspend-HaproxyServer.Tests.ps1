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

Describe 'Suspend-HaproxyServer' {
    BeforeEach {
        Reset-Balancer
    }

    It 'drains a server by <Way>' -ForEach @(
        @{ Way = 'ssh'; Source = @{} }
        @{ Way = 'tcp'; Source = @{ Socket = '10.77.0.10:9999' } }
    ) {
        $server = Suspend-HaproxyServer *APP02 web -Wait -PassThru @Source
        $server.Name | Should -Be $App[1]
        $server.IsDraining | Should -BeTrue
        $server.SessionsCurrent | Should -Be 0
        (Get-HaproxyServer *APP02).Status | Should -BeExactly 'DRAIN'
    }

    It 'drains a server by the page' {
        (Suspend-HaproxyServer *APP02 web -PassThru -Uri $BalancerPage -Credential $BalancerLogin).Status | Should -BeExactly 'DRAIN'
    }

    It 'takes piped servers into maintenance' {
        $servers = Get-HaproxyServer *APP0[12] | Suspend-HaproxyServer -Mode Maint -PassThru
        $servers.Status | Should -Be @('MAINT', 'MAINT')
        (Get-HaproxyBackend web).ServersServing | Should -Be 3
    }

    It 'changes nothing with -WhatIf, and shows what would be' {
        (Suspend-HaproxyServer *APP02 web -WhatIf -PassThru).Status | Should -BeExactly 'DRAIN'
        (Get-HaproxyServer *APP02).Status | Should -BeExactly 'UP'
    }

    It 'refuses to take out the last server' {
        Suspend-HaproxyServer * web -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem | Should -HaveCount 1
        $problem.FullyQualifiedErrorId | Should -BeLike 'LastServer,*'
        $problem.TargetObject.Name | Should -Be $App[4]
        (Get-HaproxyServer *APP05).Status | Should -BeExactly 'UP'
        (Suspend-HaproxyServer only -Force -PassThru).IsDraining | Should -BeTrue
    }

    It 'refuses a name that would be a second command' {
        { Suspend-HaproxyServer 'a;b' } | Should -Throw -ErrorId 'InvalidName,*'
    }
}
