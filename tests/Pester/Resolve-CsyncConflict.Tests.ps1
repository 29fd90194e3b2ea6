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

Describe 'Resolve-CsyncConflict' {
    BeforeEach {
        Invoke-Lab reset | Out-Null
        Connect-WebCluster -Path (Get-LabInventory) | Out-Null
        Invoke-Lab conflict 3 | Out-Null
    }

    It 'lets the named node win everywhere' {
        $report = Get-CsyncConflict | Resolve-CsyncConflict -Winner $App[1] -Confirm:$false
        $report.Resolved | Should -Be 3
        Get-CsyncConflict | Should -BeNullOrEmpty
        1..5 | ForEach-Object { Invoke-Lab on $_ grep -l 'written by 02' -r "$Site/upload" } | Should -HaveCount 15
    }

    It 'only shows its plan with -WhatIf' {
        $plan = Get-CsyncConflict | Resolve-CsyncConflict -Winner $App[1] -WhatIf
        $plan.Status | Select-Object -Unique | Should -Be 'Planned'
        Get-CsyncConflict | Should -HaveCount 3
        Invoke-Lab on 1 grep -c 'written by 01' "$Site/upload/upload-00001.txt" | Should -Be 1
    }

    It 'leaves alone by itself what would lose a version' {
        $report = Get-CsyncConflict | Resolve-CsyncConflict -Confirm:$false
        $report.Skipped | Should -Be 3
        $report.Results.Reason | Should -BeLike '*name -Winner*'
    }

    It 'fails with csync2''s words when a peer is down, and ends the job in a second run' {
        Invoke-Lab stop 3 csync2 | Out-Null
        $report = Get-CsyncConflict | Resolve-CsyncConflict -Winner $App[0] -Confirm:$false -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'ConflictsRemain,*'
        $report.Failed | Should -Be 3
        $report.Results[0].Reason | Should -BeLike "$($App[2]): ERROR: Connection to remote host*"
        Invoke-Lab start 3 csync2 | Out-Null
        (Get-CsyncConflict | Resolve-CsyncConflict -Winner $App[0] -Confirm:$false).Resolved | Should -Be 3
    }

    It 'refuses a winner that is not in the cluster' {
        { Get-CsyncConflict | Resolve-CsyncConflict -Winner nowhere -Confirm:$false } | Should -Throw -ErrorId 'NodeNotFound,*'
    }
}
