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

Describe 'Invoke-CsyncUpload' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
    }

    It 'uploads nothing with -WhatIf' {
        Invoke-CsyncUpload { throw 'not run' } -WhatIf | Should -BeNullOrEmpty
    }

    It 'brings what the script block uploads to all nodes' {
        $report = Invoke-CsyncUpload { Invoke-Lab on 1 sh -c "echo 1 >'$Site/one new.txt'" | Out-Null }
        $report.Node | Should -Be $App[0]
        $report.Sent | Should -Be 1
        $report.IsInSync | Should -BeTrue
        Invoke-Lab on 5 cat "$Site/one new.txt" | Should -Be '1'
    }

    It 'pushes nothing when the upload fails' {
        { Invoke-CsyncUpload { Invoke-Lab on 1 sh -c "echo 2 >$Site/two.txt" | Out-Null; throw 'the line broke' } -WarningAction SilentlyContinue } |
            Should -Throw 'the line broke'
        Invoke-Lab on 2 ls $Site | Should -Not -Contain 'two.txt'
    }

    It 'takes a node from the pipeline' {
        $report = Get-WebClusterNode $App[2] | Invoke-CsyncUpload { Invoke-Lab on 3 sh -c "echo 3 >$Site/three.txt" | Out-Null }
        $report.Node | Should -Be $App[2]
        $report.Sent | Should -Be 1
    }

    It 'refuses a node that there is not' {
        { Invoke-CsyncUpload -Node nowhere { } } | Should -Throw -ErrorId 'NodeNotFound,*'
    }
}
