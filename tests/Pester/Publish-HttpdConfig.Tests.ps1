BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:Config = '/etc/httpd/conf/httpd.conf'
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    Invoke-Lab reset | Out-Null
}

Describe 'Publish-HttpdConfig' {
    BeforeEach {
        $script:File = Join-Path $TestDrive 'httpd.conf'
        Invoke-Lab on 1 cat $Config | Set-Content $File
    }

    It 'shows the diff of each node with -WhatIf, and changes nothing' {
        Add-Content $File 'KeepAliveTimeout 4'
        $planned = Publish-HttpdConfig $File -WhatIf
        $planned | Should -HaveCount 5
        $planned | ForEach-Object { $_.Diff | Should -Match '(?m)^\+KeepAliveTimeout 4$' }
        Invoke-Lab on 2 cat $Config | Should -Not -Match '^KeepAliveTimeout 4$'
    }

    It 'publishes to all nodes, and does nothing the second time' {
        Add-Content $File 'KeepAliveTimeout 3'
        (Publish-HttpdConfig $File).Action | Should -Be (@('Published') * 5)
        (Publish-HttpdConfig $File).Action | Should -Be (@('Unchanged') * 5)
        Test-HttpdHost -Quiet | Should -BeTrue
    }

    It 'changes no node when Apache refuses the file' {
        Add-Content $File 'KeepAlice On'
        Publish-HttpdConfig $File -ErrorAction SilentlyContinue -ErrorVariable failed | Where-Object Action -eq Published | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -Match '^ConfigNotPublished,'
        Invoke-Lab on 2 cat $Config | Should -Not -Match '^KeepAlice'
    }
}
