BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
}

Describe 'Disconnect-WebCluster' {
    BeforeEach {
        $null = Connect-WebCluster (Get-LabInventory) | Get-WebClusterNode
    }

    It 'closes the connections' {
        (Get-WebCluster).Connected | Should -HaveCount 5
        Disconnect-WebCluster | Should -BeNullOrEmpty
        Get-WebCluster | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf' {
        Disconnect-WebCluster -WhatIf
        (Get-WebCluster).Connected | Should -HaveCount 5
    }

    It 'is harmless when nothing is connected' {
        Disconnect-WebCluster
        { Disconnect-WebCluster -ErrorAction Stop } | Should -Not -Throw
    }
}
