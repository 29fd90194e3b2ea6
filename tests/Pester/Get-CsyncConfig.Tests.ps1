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

Describe 'Get-CsyncConfig' {
    It 'reads each node' {
        $configs = Get-CsyncConfig
        $configs.Node | Should -Be $App
        $configs.Hash | Select-Object -Unique | Should -HaveCount 1
        $configs[0].Groups[0].Hosts | Should -HaveCount 5
        $configs[0].Groups[0].Includes.Pattern | Should -Contain '/data/www/html/ultrastores.com.br'
    }
}

Describe 'The cmdlets that change it' {
    It 'adds and removes a host on the nodes that are piped' {
        $before = Invoke-Lab on 2 cat /etc/csync2/csync2.cfg
        (Get-CsyncConfig -Node *APP02 | Add-CsyncHost app06@10.0.0.6).Action | Should -Be 'Changed'
        (Get-CsyncConfig -Node *APP02).Groups[0].Hosts[-1].PeerName | Should -Be '10.0.0.6'
        (Get-CsyncConfig -Node *APP01).Groups[0].Hosts | Should -HaveCount 5
        (Get-CsyncConfig -Node *APP02).Groups.Hosts | Where-Object Name -EQ app06 | Remove-CsyncHost -Node *APP02 | Out-Null
        Invoke-Lab on 2 cat /etc/csync2/csync2.cfg | Should -Be $before
    }

    It 'adds and removes paths' {
        ('*~', '.*' | Add-CsyncPath -Exclude -Node *APP01).Changes | Should -HaveCount 2
        (Get-CsyncConfig -Node *APP01).Groups.Excludes.Pattern | Should -Be '*~', '.*'
        (Remove-CsyncPath '.*' -Exclude).Action | Should -Be (@('Changed') + @('Unchanged') * 4)
    }

    It 'sets what a group does with conflicts' {
        Set-CsyncGroup -Auto younger -BackupGenerations 2 -Node *APP03 | Out-Null
        $group = (Get-CsyncConfig -Node *APP03).Groups[0]
        $group.Auto | Should -Be 'younger'
        $group.BackupGenerations | Should -Be 2
    }

    It 'does not write what csync2 refuses' {
        $before = Invoke-Lab on 4 cat /etc/csync2/csync2.cfg
        (Remove-CsyncHost $App[3] -Node *APP04 -ErrorVariable problem -ErrorAction SilentlyContinue).Action | Should -Be 'Failed'
        $problem.FullyQualifiedErrorId | Should -BeLike 'ConfigNotChanged,*'
        Invoke-Lab on 4 cat /etc/csync2/csync2.cfg | Should -Be $before
    }
}
