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

Describe 'Add-CsyncHost' {
    It 'adds a host on the nodes that are piped, once' {
        (Get-CsyncConfig -Node *APP02 | Add-CsyncHost app06@10.0.0.6).Action | Should -Be 'Changed'
        (Get-CsyncConfig -Node *APP02).Groups[0].Hosts[-1].PeerName | Should -Be '10.0.0.6'
        (Get-CsyncConfig -Node *APP01).Groups[0].Hosts | Should -HaveCount 5
        (Add-CsyncHost app06@10.0.0.6 -Node *APP02).Action | Should -Be 'Unchanged'
    }
}
