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

Describe 'Sync-CsyncGroup' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
        Invoke-Lab on 1 sh -c "echo 1 >'$Site/one new.txt'" | Out-Null
    }

    It 'does nothing with -WhatIf' {
        Sync-CsyncGroup -WhatIf | Should -BeNullOrEmpty
        Invoke-Lab on 2 ls $Site | Should -Not -Contain 'one new.txt'
    }

    It 'gives one report a node' {
        $reports = Sync-CsyncGroup -Node *APP01, *APP02
        $reports.Node | Should -Be $App[0, 1]
        $reports.Sent | Should -Be 1, 0
        $reports[0].Deliveries.Peer | Sort-Object | Should -Be $App[1..4]
        Invoke-Lab on 5 cat "$Site/one new.txt" | Should -Be '1'
    }

    It 'takes paths and nodes from the pipeline' {
        Invoke-Lab on 3 sh -c "echo 3 >$Site/three.txt; echo 4 >$Site/four.txt" | Out-Null
        $deliveries = [pscustomobject]@{ Node = $App[2]; Path = "$Site/three.txt" } | Sync-CsyncGroup -PassThru
        $deliveries.Path | Select-Object -Unique | Should -BeExactly "$Site/three.txt"
        $deliveries.Action | Should -Be (@('Sent') * 4)
    }

    It 'refuses a path that does not begin with a slash' {
        { Sync-CsyncGroup -Path three.txt } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'gives an error for a group that there is not' {
        Sync-CsyncGroup nowhere -Node *APP01 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'GroupNotFound,*'
    }
}
