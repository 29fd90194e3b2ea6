BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Resume-CsyncSchedule' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Register-CsyncSchedule -Sync | Out-Null
    }

    AfterAll {
        1..5 | ForEach-Object { Invoke-Lab on $_ rm -rf /var/lib/ultrafarma-cluster | Out-Null }
    }

    It 'lets run again what is suspended, and leaves the rest' {
        Suspend-CsyncSchedule -Node *APP03 | Out-Null
        (Resume-CsyncSchedule).Action | Should -Be ('Unchanged', 'Unchanged', 'Resumed', 'Unchanged', 'Unchanged')
        Get-CsyncSchedule | Where-Object IsSuspended | Should -BeNullOrEmpty
    }
}
