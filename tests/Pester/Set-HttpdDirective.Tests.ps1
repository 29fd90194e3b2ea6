BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:App = 1..5 | ForEach-Object { "CD163820-L-ULTRAFARMA-APP0$_" }
    $script:Config = '/etc/httpd/conf/httpd.conf'
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Set-HttpdDirective' {
    It 'changes one place' {
        (Set-HttpdDirective LogLevel 'warn core:info' -Node *APP02 -Reload).Action | Should -Be 'Published'
        (Get-HttpdDirective LogLevel -Node *APP02).Value | Should -Be 'warn core:info'
    }

    It 'does not write what Apache refuses' {
        $result = Set-HttpdDirective LogLevel nonsense -Node *APP02 -ErrorVariable problem -ErrorAction SilentlyContinue
        $result.Action | Should -Be 'Failed'
        $problem.FullyQualifiedErrorId | Should -BeLike 'ConfigNotChanged,*'
        (Get-HttpdDirective LogLevel -Node *APP02).Value | Should -Not -Be 'nonsense'
    }
}
