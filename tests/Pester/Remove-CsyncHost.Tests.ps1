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

Describe 'Remove-CsyncHost' {
    It 'removes a host that is piped' {
        (Get-CsyncConfig -Node *APP02).Groups.Hosts | Where-Object Name -EQ $App[4] | Remove-CsyncHost -Node *APP02 | Out-Null
        (Get-CsyncConfig -Node *APP02).Groups.Hosts | Should -HaveCount 4
    }

    It 'does not write what csync2 refuses' {
        $before = Invoke-Lab on 4 cat /etc/csync2/csync2.cfg
        (Remove-CsyncHost $App[3] -Node *APP04 -ErrorVariable problem -ErrorAction SilentlyContinue).Action | Should -Be 'Failed'
        $problem.FullyQualifiedErrorId | Should -BeLike 'ConfigNotChanged,*'
        Invoke-Lab on 4 cat /etc/csync2/csync2.cfg | Should -Be $before
    }
}
