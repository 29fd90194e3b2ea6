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

Describe 'Test-CsyncConfig' {
    It 'finds the folder that the sample lacks, and a key that others can read' {
        Invoke-Lab on 3 chmod 644 /etc/csync2/chave_cluster.key
        $findings = Test-CsyncConfig
        $findings.Severity | Select-Object -Unique | Should -Be 'Warning'
        ($findings | Where-Object Message -Match 'sphinx/etc is missing').Node | Should -Be $App[1..4]
        $key = $findings | Where-Object Message -Match 'read by others'
        $key.Node | Should -Be $App[2]
        $key.Line | Should -Be 9
        $key.Fix | Should -BeLike 'chmod 600 *'
    }

    It 'lets a node look at a local file' {
        $config = Join-Path $TestDrive 'bad.cfg'
        'group {' | Set-Content $config
        $finding = Test-CsyncConfig $config -Node *APP02 | Where-Object Message -Match 'syntax error'
        $finding.Severity | Should -Be 'Error'
        $finding.File | Should -Be $config
    }
}
