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

Describe 'Publish-CsyncConfig' {
    It 'brings one node''s config and key to the others' {
        Add-CsyncPath '*~' -Exclude -Node *APP01 | Out-Null
        New-CsyncKey -Node *APP01 -Force | Out-Null
        $results = Publish-CsyncConfig -FromNode $App[0] -Key
        ($results | Where-Object Action -EQ Changed).Node | Select-Object -Unique | Should -Be $App[1..4]
        (Get-CsyncConfig).Hash | Select-Object -Unique | Should -HaveCount 1
        Test-CsyncConfig | Where-Object Severity -EQ Error | Should -BeNullOrEmpty
    }

    It 'brings a config that one node refuses to none' {
        $config = Join-Path $TestDrive 'csync2.cfg'
        (Invoke-Lab on 1 cat /etc/csync2/csync2.cfg) -replace "host $($App[2]);" | Set-Content $config
        $results = Publish-CsyncConfig $config -ErrorVariable problem -ErrorAction SilentlyContinue
        $results.Action | Should -Be 'Skipped', 'Skipped', 'Failed', 'Skipped', 'Skipped'
        $problem.FullyQualifiedErrorId | Should -BeLike 'ConfigNotChanged,*'
    }
}
