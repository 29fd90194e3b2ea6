BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $null = Connect-WebCluster (Get-LabInventory)
}

Describe 'Test-WebClusterNode' {
    It 'reaches every node and says what let us in' {
        $tests = Test-WebClusterNode
        $tests.Count | Should -Be 5
        $tests.Reached | Should -Not -Contain $false
        ($tests.Login.Method | Select-Object -Unique) | Should -Be 'publickey'
        ($tests.HostKey.Standing | Select-Object -Unique) | Should -Be 'Listed'
    }

    It 'gives a row with a fix, and no error, for a node that does not answer' {
        Invoke-Lab stop APP03 sshd
        try {
            $test = Test-WebClusterNode *APP03 -ErrorAction Stop
            $test.Reached | Should -BeFalse
            $test.Stage | Should -Be 'Connection'
            $test.Fix | Should -BeLike '*sshd listens on port 22*'
        }
        finally { Invoke-Lab start APP03 sshd }
    }

    It 'takes nodes from the pipeline' {
        (Get-WebCluster | Test-WebClusterNode).Count | Should -Be 5
    }

    It 'reports a name that matches nothing' {
        Test-WebClusterNode nosuch -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'NodeNotFound,*'
    }
}
