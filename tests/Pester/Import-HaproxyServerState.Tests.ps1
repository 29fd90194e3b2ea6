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

Describe 'Import-HaproxyServerState' {
    BeforeEach {
        Reset-Balancer
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
    }

    It 'puts states and weights back after a reload' {
        Suspend-HaproxyServer *APP02 web -Mode Maint
        Suspend-HaproxyServer *APP03 web
        Set-HaproxyServer a.b-c_1:x -Weight 30
        Export-HaproxyServerState $path
        Reset-Balancer
        (Get-HaproxyServer *APP02).Status | Should -BeExactly 'UP'

        Import-HaproxyServerState $path -WhatIf
        (Get-HaproxyServer *APP02).Status | Should -BeExactly 'UP'

        Get-Item $path | Import-HaproxyServerState -PassThru | Should -HaveCount 12
        (Get-HaproxyServer *APP02).Status | Should -BeExactly 'MAINT'
        (Get-HaproxyServer *APP03).Status | Should -BeExactly 'DRAIN'
        (Get-HaproxyServer a.b-c_1:x).UserWeight | Should -Be 30
    }

    It 'leaves other backends as they are' {
        Set-HaproxyServer a.b-c_1:x -Weight 30
        Export-HaproxyServerState $path
        Reset-Balancer
        Import-HaproxyServerState $path -Backend web
        (Get-HaproxyServer a.b-c_1:x).UserWeight | Should -Be 100
    }

    It 'refuses a file that holds no states' {
        Set-Content $path 'mine'
        { Import-HaproxyServerState $path } | Should -Throw -ErrorId 'BadAnswer,*'
        { Import-HaproxyServerState "$path.nosuch" } | Should -Throw -ErrorId 'FileNotRead,*'
    }
}
