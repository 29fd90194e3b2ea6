BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:App = 1..5 | ForEach-Object { "CD163820-L-ULTRAFARMA-APP0$_" }
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Add-CsyncPath' {
    It 'adds patterns that are piped' {
        ('*~', '.*' | Add-CsyncPath -Exclude -Node *APP01).Changes | Should -HaveCount 2
        (Get-CsyncConfig -Node *APP01).Groups.Excludes.Pattern | Should -Be '*~', '.*'
    }
}
