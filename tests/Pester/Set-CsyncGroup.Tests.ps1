BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:App = 1..5 | ForEach-Object { "CD163820-L-ULTRAFARMA-APP0$_" }
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Set-CsyncGroup' {
    It 'sets what a group does with conflicts' {
        Set-CsyncGroup -Auto younger -BackupGenerations 2 -Node *APP03 | Out-Null
        $group = (Get-CsyncConfig -Node *APP03).Groups[0]
        $group.Auto | Should -Be 'younger'
        $group.BackupGenerations | Should -Be 2
    }
}
