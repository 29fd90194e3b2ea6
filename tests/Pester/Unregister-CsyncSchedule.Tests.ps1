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

    It 'gives back what was adopted' {
        Invoke-Lab on 3 sh -c 'echo "*/15 * * * * root /usr/sbin/csync2 -x" >>/etc/crontab' | Out-Null
        Register-CsyncSchedule -Sync -Adopt -Node *APP03 | Out-Null
        (Get-CsyncSchedule -Node *APP03).IsForeign | Should -BeFalse
        (Unregister-CsyncSchedule -Restore -Node *APP03).Foreign | Should -BeLike '/etc/crontab, line *'
        (Get-CsyncSchedule -Node *APP03).IsForeign | Should -BeTrue
    }

    It 'leaves what was changed since, and its own too' {
        Register-CsyncSchedule -Sync -Adopt -Node *APP03 | Out-Null
        Invoke-Lab on 3 sed -i 's/csync2 -x$/csync2 -xv/' /etc/crontab | Out-Null
        Unregister-CsyncSchedule -Restore -Node *APP03 -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'AdoptedChanged,*'
        (Get-CsyncSchedule -Node *APP03).IsForeign | Should -BeFalse
    }
}
