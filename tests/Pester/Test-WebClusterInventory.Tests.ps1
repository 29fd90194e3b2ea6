BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
}

Describe 'Test-WebClusterInventory' {
    BeforeEach {
        $path = Join-Path $TestDrive 'cluster.psd1'
    }

    It 'gives nothing for a good one' {
        Test-WebClusterInventory (Get-LabInventory) | Should -BeNullOrEmpty
        Test-WebClusterInventory (Get-LabInventory) -Quiet | Should -BeTrue
    }

    It 'gives an object a problem' {
        Set-Content $path "@{`n  Name = 'x'`n  Nodes = @{ Name = 'a' }`n  Ssh = @{ KeyFiel = 'id'; Password = 'pw' }`n}"
        $problems = Test-WebClusterInventory $path | Where-Object Severity -EQ Error
        $problems.Key | Should -Be 'Ssh.KeyFiel', 'Ssh.Password'
        $problems.Line | Should -Be 4, 4
        $problems[0].Message | Should -BeLike "*'KeyFile'*"
        $problems[1].Message | Should -BeLike '*-Credential*'
        Test-WebClusterInventory $path -Quiet | Should -BeFalse
    }

    It 'runs nothing' {
        $trace = Join-Path $TestDrive 'trace'
        Set-Content $path "@{ Name = `$(Set-Content '$trace' ran); Nodes = @{ Name = 'a' } }"
        Test-WebClusterInventory $path -Quiet | Should -BeFalse
        $trace | Should -Not -Exist
    }

    It 'warns of a key file that others can read' {
        $key = Join-Path $TestDrive 'id'
        Set-Content $key 'key'
        chmod 644 $key
        Set-Content $path "@{ Name = 'x'; Nodes = @{ Name = 'a' }; Ssh = @{ KeyFile = 'id'; HostKeyPolicy = 'AcceptNew' } }"
        $problem = Test-WebClusterInventory $path
        $problem.Severity | Should -Be 'Warning'
        $problem.Message | Should -BeLike '*chmod 600*'
        Test-WebClusterInventory $path -Quiet | Should -BeTrue
    }

    It 'takes files from Get-ChildItem and goes on after one that is missing' {
        Set-Content $path "@{ Name = 'x'; Nodes = @{ Name = 'a' } }"
        Get-ChildItem $TestDrive -Filter cluster.psd1 | Test-WebClusterInventory -Quiet | Should -BeTrue
        '/nowhere/x.psd1', $path | Test-WebClusterInventory -Quiet | Should -Be $false, $true
        Set-Content $path "@{ Name = 'x'; Nodes = @{ Name = 'a' }; Nmae = 'x' }"
        $found = '/nowhere/x.psd1', $path | Test-WebClusterInventory -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'InventoryNotFound,*'
        $found.Key | Should -Contain 'Nmae'
    }
}
