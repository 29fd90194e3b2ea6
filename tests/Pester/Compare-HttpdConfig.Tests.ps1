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

Describe 'Compare-HttpdConfig' {
    It 'takes configs for the same that differ by their own hosts only' {
        Compare-HttpdConfig | Should -BeNullOrEmpty
        (Compare-HttpdConfig -IncludeEqual).Status | Should -Be (@('Same') * 4)
    }

    It 'compares with a file on this machine' {
        $file = Join-Path $TestDrive 'httpd.conf'
        Invoke-Lab on 3 cat $Config | Set-Content $file
        Compare-HttpdConfig $file | Should -BeNullOrEmpty
        Add-Content $file 'KeepAliveTimeout 4'
        $drift = Compare-HttpdConfig $file
        $drift.LinesRemoved | Should -Be (@(1) * 5)
        $drift[1].Diff | Should -Match '(?m)^-KeepAliveTimeout 4$'
    }

    It 'finds the node that somebody changed' {
        Set-HttpdDirective LogLevel info -Node *APP04 | Out-Null
        (Compare-HttpdConfig | Where-Object Status -EQ Different).Node | Should -BeLike '*APP04'
    }

    It 'says that a reference is neither a node nor a file' {
        { Compare-HttpdConfig /no/such/file } | Should -Throw -ErrorId 'ReferenceNotFound,*'
    }
}
