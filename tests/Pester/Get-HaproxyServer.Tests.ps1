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

Describe 'Get-HaproxyServer' {
    It 'lists all servers with both states apart' {
        $servers = Get-HaproxyServer
        $servers | Should -HaveCount 12
        $off = $servers | Where-Object Name -eq off
        $off.Status | Should -BeExactly 'MAINT'
        $off.IsInMaintenance | Should -BeTrue
        ($servers | Where-Object Name -eq nobody).OperationalState | Should -Be 'Down'
        ($servers | Where-Object Backend -eq web).Name | Should -Be $App
    }

    It 'gives the same servers from the page and from the tcp socket' {
        $page = Get-HaproxyServer -Uri $BalancerPage -Credential $BalancerLogin
        $socket = Get-HaproxyServer -Socket 10.77.0.10:9999
        $page | ForEach-Object ToString | Should -Be ($socket | ForEach-Object ToString)
        $page[0].Source.ToString() | Should -Be $BalancerPage
    }

    It 'takes wildcards, statuses, backends and cluster nodes' {
        (Get-HaproxyServer *APP01, *APP03).Name | Should -Be $App[0, 2]
        (Get-HaproxyServer -Status MAINT*).Name | Should -Be 'off'
        Get-HaproxyBackend spare | Get-HaproxyServer | Should -HaveCount 5
        (Get-WebClusterNode *APP02 | Get-HaproxyServer).Name | Should -Be $App[1]
    }

    It 'gives an error for a server that is not there, and the others' {
        $found = Get-HaproxyServer nosuch, only -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'only'
        $problem.FullyQualifiedErrorId | Should -BeLike 'ServerNotFound,*'
    }

    It 'says what is wrong with a page: <Id>' -ForEach @(
        @{ Port = 8407; Id = 'PageForbidden' }
        @{ Port = 8408; Id = 'PageUnavailable' }
        @{ Port = 8409; Id = 'Unreachable' }
    ) {
        $found = Get-HaproxyServer -Uri "http://10.77.0.10:$Port/haproxy?stats" -ErrorVariable problem -ErrorAction SilentlyContinue
        $found | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'does not take a wrong password' {
        $wrong = [pscredential]::new('admin', (ConvertTo-SecureString 'no-such-word' -AsPlainText -Force))
        $found = Get-HaproxyServer -Uri http://10.77.0.10:8405/haproxy?stats -Credential $wrong -ErrorVariable problem -ErrorAction SilentlyContinue
        $found | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        "$($problem[0])" | Should -Not -BeLike '*no-such-word*'
    }
}
