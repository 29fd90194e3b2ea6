BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:App = 1..5 | ForEach-Object { "CD163820-L-ULTRAFARMA-APP0$_" }
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
    Reset-Balancer
}

AfterAll {
    Reset-Balancer
    Disconnect-WebCluster
}

Describe 'Clear-HaproxyCounter' {
    BeforeEach {
        Invoke-WebRequest http://10.77.0.10/health.txt | Out-Null
    }

    It 'clears nothing with -WhatIf' {
        Clear-HaproxyCounter -All -WhatIf
        (Get-HaproxyFrontend www).RequestsTotal | Should -BeGreaterThan 0
    }

    It 'clears the highest values, and all with -All' {
        Clear-HaproxyCounter -Confirm:$false
        (Get-HaproxyFrontend www).SessionsMax | Should -Be 0
        (Get-HaproxyFrontend www).RequestsTotal | Should -BeGreaterThan 0
        Clear-HaproxyCounter -All -Confirm:$false
        (Get-HaproxyFrontend www).RequestsTotal | Should -Be 0
    }

    It 'says when the socket''s level is too low' {
        Clear-HaproxyCounter -All -Confirm:$false -Socket 10.77.0.10:9998 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'PermissionDenied,*'
        (Get-HaproxyFrontend www).RequestsTotal | Should -BeGreaterThan 0
    }
}
