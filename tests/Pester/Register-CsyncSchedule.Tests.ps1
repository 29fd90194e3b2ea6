BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Register-CsyncSchedule' {
    BeforeAll {
        Invoke-Lab reset | Out-Null
    }

    AfterAll {
        1..5 | ForEach-Object { Invoke-Lab on $_ rm -rf /var/lib/ultrafarma-cluster | Out-Null }
    }

    It 'registers on all nodes, and only once' {
        (Register-CsyncSchedule -Sync -Every 10m).Action | Should -Be (@('Registered') * 5)
        (Get-CsyncSchedule).Every | Should -Be (@([timespan]'00:10') * 5)
        (Register-CsyncSchedule -Sync -Every 10m).Action | Should -Be (@('Unchanged') * 5)
        Unregister-CsyncSchedule | Out-Null
    }

    It 'leaves what was written by hand alone unless it is to adopt it' {
        Invoke-Lab on 2 sh -c "echo '*/15 * * * * root /usr/sbin/csync2 -x' >/etc/cron.d/csync2" | Out-Null
        Register-CsyncSchedule -Sync -Node *APP02 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'ForeignSchedule,*'
        $result = Register-CsyncSchedule -Sync -Node *APP02 -Adopt
        $result.Foreign | Should -Be '/etc/cron.d/csync2, line 1'
        $result.Backup | Should -Not -BeNullOrEmpty
        (Get-CsyncSchedule -Node *APP02).IsForeign | Should -BeFalse
    }

    It 'lets no node resolve conflicts that has not what it needs' {
        Register-CsyncSchedule -Resolve -Node *APP03 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'ProgramMissing,*'
        { Register-CsyncSchedule -Resolve -Node *APP01, *APP02 } | Should -Throw -ErrorId 'OneNodeOnly,*'
    }

    It 'lets one node resolve them, and takes only that away when it is piped' {
        Invoke-Lab on 3 sh -c 'd=/var/lib/ultrafarma-cluster/program/x && mkdir -p $d && echo "exit 0" >$d/ufcluster && sed -i "1i #!/bin/sh" $d/ufcluster && chmod 755 $d/ufcluster; echo "@{}" >/var/lib/ultrafarma-cluster/cluster.psd1' | Out-Null
        (Register-CsyncSchedule -Resolve -Node *APP03 -Policy Newest -InventoryPath /var/lib/ultrafarma-cluster/cluster.psd1).Action | Should -Be 'Registered'
        Register-CsyncSchedule -Sync -Node *APP03 | Out-Null
        Register-CsyncSchedule -Resolve -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'ResolverElsewhere,*'
        (Get-CsyncSchedule Resolve | Unregister-CsyncSchedule).Kind | Should -Be 'Resolve'
        (Get-CsyncSchedule -Node *APP03).Kind | Should -Be 'Sync'
    }
}
