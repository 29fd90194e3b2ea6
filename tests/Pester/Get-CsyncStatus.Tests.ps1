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

Describe 'Get-CsyncStatus' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
        1..2 | ForEach-Object { Invoke-Lab on $_ sh -c "echo $_ >$Site/both.txt; csync2 -cr $Site" | Out-Null }
        Invoke-Lab stop 4 csync2 | Out-Null
    }

    It 'gives one object a node' {
        $nodes = Get-CsyncStatus
        $nodes.Node | Should -Be $App
        $nodes.Pending | Should -Be 4, 4, 0, 0, 0
        $nodes.ConflictCandidates | Should -Be 1, 1, 0, 0, 0
        $nodes.ServerAnswers | Should -Be $true, $true, $true, $false, $true
        $nodes[0].OldestPending.TotalMinutes | Should -BeLessThan 10
        $nodes[0].DatabaseBytes | Should -BeGreaterThan 4095
    }

    It 'gives an error for a node that cannot be reached, and tells of the others' {
        Invoke-Lab stop 5 sshd | Out-Null
        Get-CsyncStatus -ErrorVariable problem -ErrorAction SilentlyContinue | Should -HaveCount 4
        $problem.FullyQualifiedErrorId | Should -BeLike 'Unreachable,*'
    }

    It 'gives an error for a node that is not in the cluster' {
        Get-CsyncStatus -Node nowhere -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'NodeNotFound,*'
    }
}
