BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $null = Connect-WebCluster (Get-LabInventory)
}

Describe 'Get-WebClusterNode' {
    It 'gives a row a node, all reachable, in the inventory''s order' {
        $nodes = Get-WebClusterNode
        $nodes.Name | Should -Be (1..5 | ForEach-Object { "CD163820-L-ULTRAFARMA-APP0$_" })
        $nodes.Reachable | Should -Be (@($true) * 5)
        $nodes[0].Roles | Should -Be 'Upload'
        $nodes | ForEach-Object { $_.Latency.TotalMilliseconds | Should -BeGreaterThan 0 }
    }

    It 'shows the balancer, Apache and csync2 of each node, or only whether it answers' {
        $nodes = Get-WebClusterNode
        $nodes.HttpdDrift | Should -Be (@('Same') * 5)
        $nodes.CsyncPending | Should -Be (@(0) * 5)
        ($nodes | Where-Object { -not $_.HaproxyState }) | Should -BeNullOrEmpty
        (Get-WebClusterNode -ConnectionOnly).CsyncPending | Should -Be (@($null) * 5)
    }

    It 'takes nodes by wildcard, by name and from the pipeline' {
        (Get-WebClusterNode *APP0[24]).Count | Should -Be 2
        (Get-WebClusterNode -Node *app01 | Get-WebClusterNode).Name | Should -Be 'CD163820-L-ULTRAFARMA-APP01'
        (Get-WebCluster | Get-WebClusterNode).Count | Should -Be 5
    }

    It 'shows a node that is cut off as a row and not as an error' {
        Invoke-Lab cut APP03
        try {
            $nodes = Get-WebClusterNode -ErrorAction Stop
            ($nodes | Where-Object Reachable -EQ $false).Name | Should -Be 'CD163820-L-ULTRAFARMA-APP03'
            ($nodes | Where-Object Reachable -EQ $false).Error | Should -Not -BeNullOrEmpty
        }
        finally { Invoke-Lab heal APP03 }
    }

    It 'sorts and groups as any object does' {
        (Get-WebClusterNode | Group-Object Reachable).Count | Should -Be 5
        (Get-WebClusterNode | Sort-Object Name -Descending | Select-Object -First 1).Name | Should -BeLike '*APP05'
    }

    It 'reports a name that matches nothing' {
        Get-WebClusterNode nosuch -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'NodeNotFound,*'
    }

    It 'needs a connected cluster' {
        Disconnect-WebCluster
        try { { Get-WebClusterNode } | Should -Throw -ErrorId 'NotConnected,*' }
        finally { $null = Connect-WebCluster (Get-LabInventory) }
    }
}
