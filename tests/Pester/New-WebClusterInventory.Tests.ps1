BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
}

Describe 'New-WebClusterInventory' {
    BeforeEach {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).psd1"
    }

    It 'writes an inventory that passes Test-WebClusterInventory and that PowerShell itself can read' {
        $file = New-WebClusterInventory $path -Name "it's a shop" -Node app01=10.0.0.1, app02 -User ops
        $file | Should -BeOfType System.IO.FileInfo
        $file | Test-WebClusterInventory -Quiet | Should -BeTrue
        $data = Import-PowerShellDataFile $path
        $data.Name | Should -Be "it's a shop"
        $data.Nodes[0].Address | Should -Be '10.0.0.1'
        $data.Ssh.User | Should -Be 'ops'
    }

    It 'refuses to overwrite' {
        Set-Content $path 'mine'
        { New-WebClusterInventory $path -Name x -Node a } | Should -Throw -ErrorId 'InventoryExists,*'
        Get-Content $path | Should -Be 'mine'
    }

    It 'keeps the old file with -Force' {
        Set-Content $path 'mine'
        $null = New-WebClusterInventory $path -Name x -Node a -Force
        Get-Content "$path.bak-*" | Should -Be 'mine'
    }

    It 'writes nothing with -WhatIf' {
        New-WebClusterInventory $path -Name x -Node a -WhatIf | Should -BeNullOrEmpty
        $path | Should -Not -Exist
    }

    It 'refuses names that no inventory may have' {
        { New-WebClusterInventory $path -Name x -Node 'a b' } | Should -Throw -ErrorId 'InventoryInvalid,*'
        $path | Should -Not -Exist
    }
}
