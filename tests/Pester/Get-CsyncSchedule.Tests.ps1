BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Get-CsyncSchedule' {
    It 'finds what was written by hand' {
        Invoke-Lab on 2 sh -c "echo '*/15 * * * * root /usr/sbin/csync2 -x' >/etc/cron.d/csync2"
        $schedule = Get-CsyncSchedule -Node *APP02
        $schedule | Should -HaveCount 1
        $schedule.Every | Should -Be ([timespan]'00:15')
        $schedule.IsForeign | Should -BeTrue
        Get-CsyncSchedule Resolve | Should -BeNullOrEmpty
    }
}
