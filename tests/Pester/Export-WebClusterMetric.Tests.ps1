BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $null = Connect-WebCluster (Get-LabInventory)
}

Describe 'Export-WebClusterMetric' {
    It 'writes one value a node, and writes over its own file' {
        $file = Export-WebClusterMetric (Join-Path $TestDrive 'ultrafarma.prom') -PassThru
        (Get-Content $file | Where-Object { $_ -match '^ultrafarma_node_up\{.*\} 1$' }).Count | Should -Be 5
        (Get-Content $file)[-1] | Should -Be '# EOF'
        { Export-WebClusterMetric $file } | Should -Not -Throw
    }

    It 'writes over no other file without -Force' {
        $other = Join-Path $TestDrive 'other.prom'
        Set-Content $other 'mine'
        { Export-WebClusterMetric $other } | Should -Throw -ErrorId 'FileExists,*'
        Get-Content $other | Should -Be 'mine'
    }

    It 'writes nothing with -WhatIf' {
        Export-WebClusterMetric (Join-Path $TestDrive 'new.prom') -WhatIf
        Join-Path $TestDrive 'new.prom' | Should -Not -Exist
    }
}
