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

Describe 'Test-CsyncSync' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
    }

    It 'says that a fresh cluster is in sync, also by content' {
        $test = Test-CsyncSync -Content
        $test.InSync | Should -BeTrue
        $test.Nodes | Should -Be $App
        $test.Differences | Should -BeNullOrEmpty
    }

    It 'names what differs and where' {
        Invoke-Lab on 3 sh -c "echo 3 >'$Site/only here.txt'" | Out-Null
        $test = Test-CsyncSync
        $test.InSync | Should -BeFalse
        $test.Differences | Should -HaveCount 1
        $test.Differences[0].Kind | Should -Be 'Missing'
        $test.Differences[0].Path | Should -BeExactly "$Site/only here.txt"
        $test.Differences[0].Nodes | Should -Be $App[2]
    }

    It 'looks at some paths and nodes only' {
        (Test-CsyncSync "$Site/css*").InSync | Should -BeTrue
        (Test-CsyncSync -Node $App[2], $App[3]).Differences | Should -HaveCount 1
    }

    It 'gives nothing with -WhatIf' {
        Test-CsyncSync -WhatIf | Should -BeNullOrEmpty
    }

    It 'gives an error for a node that is not in the cluster' {
        Test-CsyncSync -Node nowhere -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'NodeNotFound,*'
    }
}
