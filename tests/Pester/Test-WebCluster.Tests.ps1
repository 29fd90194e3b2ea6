BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $null = Connect-WebCluster (Get-LabInventory)
}

Describe 'Test-WebCluster' {
    It 'finds the lab''s broken backend, and groups as any object does' {
        $findings = Test-WebCluster
        ($findings | Where-Object Severity -EQ Error).Message | Should -Be 'Backend broken has no server that serves.'
        ($findings | Group-Object Area).Name | Sort-Object | Should -Be 'Csync', 'Haproxy'
        Test-WebCluster -Quiet | Should -BeFalse
    }

    It 'finds a node that does not answer, and is no error' {
        Invoke-Lab stop APP03 sshd
        try { (Test-WebCluster -Node *APP03 -ErrorAction Stop | Where-Object Area -EQ Node).Severity | Should -Be 'Error' }
        finally { Invoke-Lab start APP03 sshd }
    }

    It 'reports a name that matches nothing' {
        Test-WebCluster -Node nosuch -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'NodeNotFound,*'
    }

    It 'ends pwsh as a monitoring plug-in' {
        $manifest = (Get-Module Ultrafarma.Cluster).Path -replace '[^/]+$', 'Ultrafarma.Cluster.psd1'
        pwsh -NoProfile -Command "Import-Module '$manifest'; Connect-WebCluster '$(Get-LabInventory)' | Out-Null; Test-WebCluster -Quiet -ExitCode" | Should -Be 'False'
        $LASTEXITCODE | Should -Be 2
    }
}
