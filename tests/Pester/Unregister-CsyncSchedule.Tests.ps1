BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Unregister-CsyncSchedule' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
        Register-CsyncSchedule -Sync | Out-Null
    }

    AfterAll {
        1..5 | ForEach-Object { Invoke-Lab on $_ rm -rf /var/lib/ultrafarma-cluster | Out-Null }
    }

    It 'does nothing with -WhatIf' {
        Unregister-CsyncSchedule -WhatIf | Should -BeNullOrEmpty
        Get-CsyncSchedule | Should -HaveCount 5
    }

    It 'removes what was registered' {
        (Unregister-CsyncSchedule -Node *APP01).Action | Should -Be 'Unregistered'
        Get-CsyncSchedule | Should -HaveCount 4
        (Unregister-CsyncSchedule -Kind Sync).Action | Should -Contain 'Unregistered'
        Get-CsyncSchedule | Should -BeNullOrEmpty
    }
}
