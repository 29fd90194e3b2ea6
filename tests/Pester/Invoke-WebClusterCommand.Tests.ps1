BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $null = Connect-WebCluster (Get-LabInventory)
}

Describe 'Invoke-WebClusterCommand' {
    It 'gives one object a node, and takes arguments as data' {
        $results = Invoke-WebClusterCommand 'printf %s "$1"; exit 3' "it's `$HOME"
        $results.Count | Should -Be 5
        $results | ForEach-Object { $_.Output, $_.ExitCode | Should -Be "it's `$HOME", 3 }
    }

    It 'shows equal outputs once' {
        $screen = Invoke-WebClusterCommand 'case $(hostname) in *03) echo odd ;; *) echo even ;; esac' | Out-String -Width 120
        ($screen -split '\r?\n').Trim() -ne '' | Should -Be @(
            '----- CD163820-L-ULTRAFARMA-APP[01-02,04-05] (4) -----', 'even', '----- CD163820-L-ULTRAFARMA-APP03 (1) -----', 'odd')
    }

    It 'takes nodes from the pipeline' {
        (Get-WebClusterNode *2 -ConnectionOnly | Invoke-WebClusterCommand -Command hostname).Output | Should -Be 'CD163820-L-ULTRAFARMA-APP02'
    }

    It 'runs nothing with -WhatIf' {
        Invoke-WebClusterCommand 'touch /root/pester-whatif' -WhatIf | Should -BeNullOrEmpty
        (Invoke-WebClusterCommand 'test -e /root/pester-whatif').ExitCode | Should -Be 1, 1, 1, 1, 1
    }

    It 'ends what takes too long, and says so' {
        $results = Invoke-WebClusterCommand 'case $(hostname) in *01) sleep 60 ;; esac' -Timeout 1 -ErrorAction SilentlyContinue -ErrorVariable failed
        $results.Count | Should -Be 4
        $failed.FullyQualifiedErrorId | Should -BeLike 'CommandTimeout,*'
        $failed.TargetObject | Should -Be 'CD163820-L-ULTRAFARMA-APP01'
    }

    It 'says which node has no pwsh for a script block' {
        { Invoke-WebClusterCommand { 1 } -Node *APP01 -ErrorAction Stop } | Should -Throw -ErrorId 'ToolMissing,*'
    }
}
