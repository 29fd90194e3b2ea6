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

Describe 'Restore-CsyncConflict' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
        Invoke-Lab conflict 1 --nodes '2,3,4' | Out-Null
        $script:Lost = Get-CsyncConflict | Resolve-CsyncConflict -Winner $App[1] -Confirm:$false -PassThru
    }

    It 'changes nothing with -WhatIf' {
        $Lost | Restore-CsyncConflict -Node $App[2] -WhatIf
        Invoke-Lab on 3 grep -h written "$Site/upload/upload-00001.txt" | Should -Be 'written by 01'
    }

    It 'needs to know which version, when there are several' {
        $Lost | Restore-CsyncConflict -Confirm:$false -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'VersionNotKept,*'
    }

    It 'brings the losing version back on every node' {
        ($Lost | Restore-CsyncConflict -Node $App[2] -Confirm:$false).Resolved | Should -Be 1
        1..5 | ForEach-Object { Invoke-Lab on $_ grep -h written "$Site/upload/upload-00001.txt" } | Select-Object -Unique | Should -Be 'written by 02'
    }
}
