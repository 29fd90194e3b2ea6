BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:Site = '/data/www/html/ultrastores.com.br'
    $script:App = 1..5 | ForEach-Object { "CD163820-L-ULTRAFARMA-APP0$_" }
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Get-CsyncPending' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
        Invoke-Lab on 1 sh -c "echo x >'$Site/pending one.txt'; csync2 -cr $Site" | Out-Null
    }

    It 'lists one row a peer' {
        $rows = Get-CsyncPending
        $rows | Should -HaveCount 4
        $rows.Peer | Sort-Object | Should -Be $App[1..4]
        $rows.Path | Select-Object -Unique | Should -BeExactly "$Site/pending one.txt"
        $rows.Forced | Should -Be (@($false) * 4)
    }

    It 'pushes nothing with -Reason -WhatIf' {
        Get-CsyncPending -Reason -WhatIf | Should -BeNullOrEmpty
        Get-CsyncPending | Should -HaveCount 4
    }

    It 'says that a peer is down, and delivers to the others' {
        Invoke-Lab stop 4 csync2 | Out-Null
        $rows = Get-CsyncPending -Reason -Confirm:$false
        $rows | Should -HaveCount 1
        $rows.Peer | Should -Be $App[3]
        $rows.Reason | Should -Be 'PeerDown'
        Invoke-Lab on 5 cat "$Site/pending one.txt" | Should -Be 'x'
    }

    It 'gives an error for a node that is not in the cluster' {
        Get-CsyncPending -Node nowhere -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'NodeNotFound,*'
    }
}
