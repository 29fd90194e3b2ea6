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

Describe 'Export-HaproxyServerState' {
    BeforeEach {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
    }

    It 'writes HAProxy''s own table' {
        (Export-HaproxyServerState $path -PassThru).FullName | Should -Be $path
        $lines = Get-Content $path
        $lines[0] | Should -BeExactly '1'
        $lines | Where-Object { $_ -like '* web *' } | Should -HaveCount 5
    }

    It 'refuses to overwrite, and keeps the old file with -Force' {
        Set-Content $path 'mine'
        { Export-HaproxyServerState $path } | Should -Throw -ErrorId 'FileExists,*'
        Get-Content $path | Should -Be 'mine'
        Export-HaproxyServerState $path -Force
        Get-Content "$path.bak-*" | Should -Be 'mine'
    }

    It 'writes nothing with -WhatIf' {
        Export-HaproxyServerState $path -WhatIf
        $path | Should -Not -Exist
    }

    It 'needs the runtime socket' {
        Export-HaproxyServerState $path -Uri $BalancerPage -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'NeedsSocket,*'
        $path | Should -Not -Exist
    }
}
