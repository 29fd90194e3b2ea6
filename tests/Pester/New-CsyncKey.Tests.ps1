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

Describe 'New-CsyncKey' {
    It 'makes a key on this machine that is never shown' {
        $path = Join-Path $TestDrive 'new.key'
        $result = New-CsyncKey $path
        Get-Content $path | Should -MatchExactly '^[A-Za-z0-9._]{64}$'
        (Get-Item $path).UnixMode | Should -Be '-rw-------'
        "$($result.Path) $($result.Changes)" | Should -Be "$path new key"
        { New-CsyncKey $path } | Should -Throw -ErrorId 'KeyExists,*'
    }

    It 'replaces a node''s key with -Force, and keeps it' {
        $old = Invoke-Lab on 2 cat /etc/csync2/chave_cluster.key
        $result = New-CsyncKey -Node *APP02 -Force
        Invoke-Lab on 2 cat $result.Backup | Should -Be $old
        Invoke-Lab on 2 cat /etc/csync2/chave_cluster.key | Should -Not -Be $old
    }
}
