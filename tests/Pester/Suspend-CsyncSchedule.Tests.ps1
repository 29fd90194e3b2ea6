BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Suspend-CsyncSchedule' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Register-CsyncSchedule -Sync | Out-Null
    }

    AfterAll {
        1..5 | ForEach-Object { Invoke-Lab on $_ rm -rf /var/lib/ultrafarma-cluster | Out-Null }
    }

    It 'switches off only what is piped' {
        (Get-CsyncSchedule -Node *APP03 | Suspend-CsyncSchedule).Action | Should -Be 'Suspended'
        (Get-CsyncSchedule | Where-Object IsSuspended).Node | Should -BeLike '*APP03'
    }

    It 'leaves alone what others made, unless it is to' {
        Invoke-Lab on 2 sh -c "echo '*/15 * * * * root /usr/sbin/csync2 -x' >/etc/cron.d/csync2" | Out-Null
        (Suspend-CsyncSchedule -Node *APP02).File | Should -Not -Contain '/etc/cron.d/csync2'
        (Suspend-CsyncSchedule -Node *APP02 -Foreign | Where-Object File -eq /etc/cron.d/csync2).Action | Should -Be 'Suspended'
    }
}
