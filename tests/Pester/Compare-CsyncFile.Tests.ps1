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

Describe 'Compare-CsyncFile' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
        Invoke-Lab on 3 sh -c "echo 'one more line' >>$Site/index.html" | Out-Null
    }

    It 'shows the lines that only one node has' {
        $found = Compare-CsyncFile "$Site/index.html"
        $found.Node | Should -Be $App[2]
        $found.Reference | Should -Be $App[0]
        $found.LinesAdded | Should -Be 1
        $found.Diff | Should -BeLike "*`n+one more line`n"
    }

    It 'takes the differences of Test-CsyncSync' {
        $found = (Test-CsyncSync).Differences | Compare-CsyncFile -IncludeEqual
        $found | Should -HaveCount 4
        ($found | Where-Object Status -ne Same).Node | Should -Be $App[2]
    }

    It 'shows no lines of a file that is too large' {
        $found = Compare-CsyncFile "$Site/index.html" -MaximumBytes 10
        $found.Diff | Should -BeNullOrEmpty
        $found.Note | Should -BeLike 'too large*'
    }

    It 'ends for a reference that is no node' {
        { Compare-CsyncFile "$Site/index.html" -Reference nobody } | Should -Throw -ErrorId 'NodeNotFound,*'
    }

    It 'gives an error for a path that is on no node' {
        Compare-CsyncFile "$Site/nowhere" -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
    }
}
