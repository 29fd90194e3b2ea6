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

Describe 'Get-CsyncBackup' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
        1..3 | ForEach-Object {
            Invoke-Lab on 1 sh -c "echo version $_ >$Site/kept.txt; touch -d 2020-01-0$_ $Site/kept.txt; csync2 -x" | Out-Null
        }
    }

    It 'lists the two copies that csync2 kept on each node that was overwritten' {
        $copies = Get-CsyncBackup -Path */kept.txt
        $copies | Should -HaveCount 8
        $copies.Node | Select-Object -Unique | Should -Be $App[1..4]
        $copies.Generation | Select-Object -Unique | Should -Be 1, 2
        $copies.Source | Select-Object -Unique | Should -Be 'Csync2'
        $copies.Path | Select-Object -Unique | Should -BeExactly "$Site/kept.txt"
    }

    It 'takes nodes and paths from the pipeline' {
        [pscustomobject]@{ Node = $App[1]; Path = "$Site/kept.txt" } | Get-CsyncBackup | Should -HaveCount 2
        [pscustomobject]@{ Node = $App[1]; Path = "$Site/none.txt" } | Get-CsyncBackup | Should -BeNullOrEmpty
    }

    It 'gives an error for a node that is not in the cluster' {
        Get-CsyncBackup -Node nowhere -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'NodeNotFound,*'
    }
}
