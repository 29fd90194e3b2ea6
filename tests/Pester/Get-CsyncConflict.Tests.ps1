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

Describe 'Get-CsyncConflict' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
        Invoke-Lab conflict 3 --dir content | Out-Null
        Invoke-Lab conflict 2 --identical --dir identical | Out-Null
    }

    It 'groups by kind' {
        $groups = Get-CsyncConflict | Group-Object Kind -AsHashTable -AsString
        $groups.Content | Should -HaveCount 3
        $groups.Identical | Should -HaveCount 2
    }

    It 'filters by path and node' {
        Get-CsyncConflict -Path '*/identical/*' | Should -HaveCount 2
        (Get-CsyncConflict -Path '*/content/*1.txt' -Node *APP02, *APP03).Versions.Node | Should -Be $App[1, 2]
    }

    It 'shows a table' {
        $shown = Get-CsyncConflict | Out-String -Width 120
        $shown | Should -Match 'Kind +Dirty +Newest +Path'
        $shown | Should -Match 'upload-00003.txt'
    }

    It 'says which node could not be asked, and what that leaves unknown' {
        Invoke-Lab stop 5 sshd | Out-Null
        $found = Get-CsyncConflict -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem | Where-Object TargetObject -EQ $App[4] | Should -Not -BeNullOrEmpty
        $found | Should -HaveCount 5
        $found.Kind | Select-Object -Unique | Should -Be 'Unknown'
        Invoke-Lab start 5 sshd | Out-Null
    }
}
