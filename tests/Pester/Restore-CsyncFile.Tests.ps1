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

Describe 'Restore-CsyncFile' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
        1..3 | ForEach-Object {
            Invoke-Lab on 1 sh -c "echo version $_ >$Site/kept.txt; touch -d 2020-01-0$_ $Site/kept.txt; csync2 -x" | Out-Null
        }

        function Get-Content5 { 1..5 | ForEach-Object { Invoke-Lab on $_ cat "$Site/kept.txt" } | Select-Object -Unique }
    }

    It 'changes nothing with -WhatIf' {
        Restore-CsyncFile -Path "$Site/kept.txt" -Node $App[1] -WhatIf
        Get-Content5 | Should -Be 'version 3'
    }

    It 'needs to know which copy, when there are several' {
        Restore-CsyncFile -Path "$Site/kept.txt" -Confirm:$false -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'BackupNotClear,*'
    }

    It 'brings a copy back on every node, and what it replaced after that' {
        (Get-CsyncBackup -Node $App[1] | Restore-CsyncFile -Generation 2 -Confirm:$false).Resolved | Should -Be 1
        Get-Content5 | Should -Be 'version 1'
        (Restore-CsyncFile -Path "$Site/kept.txt" -Node $App[1] -Confirm:$false -PassThru).Status | Should -Be 'Resolved'
        Get-Content5 | Should -Be 'version 3'
    }

    It 'ends for a node that is not in the cluster' {
        { Restore-CsyncFile -Path "$Site/kept.txt" -Node nowhere -Confirm:$false } | Should -Throw -ErrorId 'NodeNotFound,*'
    }
}
