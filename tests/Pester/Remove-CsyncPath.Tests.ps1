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

Describe 'Remove-CsyncPath' {
    It 'removes a path where it is' {
        Add-CsyncPath '.*' -Exclude -Node *APP01 | Out-Null
        (Remove-CsyncPath '.*' -Exclude).Action | Should -Be (@('Changed') + @('Unchanged') * 4)
    }
}
