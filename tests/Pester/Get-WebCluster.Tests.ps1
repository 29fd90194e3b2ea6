BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
}

Describe 'Get-WebCluster' {
    It 'gives nothing when nothing is connected' {
        Get-WebCluster | Should -BeNullOrEmpty
    }

    It 'names the nodes with an open connection' {
        $null = Connect-WebCluster (Get-LabInventory)
        $null = Get-WebClusterNode *APP02 -ConnectionOnly
        (Get-WebCluster).Connected | Should -Be 'CD163820-L-ULTRAFARMA-APP02'
    }

    It 'shows counts in its table' {
        $null = Connect-WebCluster (Get-LabInventory)
        (Get-WebCluster | Out-String -Width 120) | Should -Match '\s5\s+0\s+/'
    }

    It 'is each runspace''s own' {
        $null = Connect-WebCluster (Get-LabInventory)
        $module = (Get-Module Ultrafarma.Cluster).Path
        $found = 1..2 | ForEach-Object -Parallel {
            Import-Module $using:module
            [bool](Get-WebCluster)
        }
        $found | Should -Be @($false, $false)
    }
}
