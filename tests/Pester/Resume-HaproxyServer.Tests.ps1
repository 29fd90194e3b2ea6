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

Describe 'Resume-HaproxyServer' {
    BeforeEach {
        Reset-Balancer
    }

    It 'brings a server back and waits for its check' {
        Suspend-HaproxyServer *APP03 web -Mode Maint
        (Get-HaproxyServer *APP03).Status | Should -BeExactly 'MAINT'
        $server = Get-HaproxyServer *APP03 | Resume-HaproxyServer -Wait -PassThru
        $server.Status | Should -BeExactly 'UP'
        $server.IsServing | Should -BeTrue
    }

    It 'does not wait for a server that nobody checks' {
        (Resume-HaproxyServer unchecked -Wait -PassThru).Status | Should -BeExactly 'no check'
    }

    It 'says when the time is over' {
        Resume-HaproxyServer nobody -Wait -Timeout 1 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'ReadyTimeout,*'
        "$problem" | Should -BeLike '*(last check: L4CON Connection refused)*'
    }

    It 'names the server that another one follows' {
        Suspend-HaproxyServer a.b-c_1:x -Mode Maint
        Resume-HaproxyServer follows -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'ServerInherits,*'
        "$problem" | Should -BeLike '*spare/a.b-c_1:x*'
    }
}
