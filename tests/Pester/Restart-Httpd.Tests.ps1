BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:App = 1..5 | ForEach-Object { "CD163820-L-ULTRAFARMA-APP0$_" }
    $script:Config = '/etc/httpd/conf/httpd.conf'
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Restart-Httpd' {
    It 'restarts with a new process, and gracefully with the same' {
        $before = (Get-HttpdStatus -Node $App[0]).ProcessId
        $restarted = Restart-Httpd -Node $App[0] -PassThru -Confirm:$false
        $restarted.Action | Should -Be 'Restarted'
        $restarted.ProcessIdBefore | Should -Be $before
        $restarted.ProcessId | Should -Not -Be $before
        (Restart-Httpd -Node $App[0] -Graceful -PassThru).ProcessId | Should -Be $restarted.ProcessId
    }

    It 'only says what it would do with -WhatIf' {
        $before = (Get-HttpdStatus).ProcessId
        (Restart-Httpd -WhatIf -PassThru).Action | Should -Be (@('Planned') * 5)
        (Get-HttpdStatus).ProcessId | Should -Be $before
    }

    It 'gives nothing without -PassThru' {
        Restart-Httpd -Node $App[1] -Graceful | Should -BeNullOrEmpty
    }

    It 'touches none when one Apache refuses its config' {
        $before = (Get-HttpdStatus).ProcessId
        Invoke-Lab on 4 sh -c "echo Foo >>$Config" | Out-Null
        Restart-Httpd -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Match '^HttpdNotRestarted,'
        $failed[0].Exception.Message | Should -BeLike "*$Config, line *Invalid command 'Foo'*"
        (Get-HttpdStatus).ProcessId | Should -Be $before
    }
}
