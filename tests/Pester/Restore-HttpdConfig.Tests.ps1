BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $script:Config = '/etc/httpd/conf/httpd.conf'
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
    1..5 | ForEach-Object { Invoke-Lab on $_ rm -rf /var/backups/ultrafarma-cluster | Out-Null }
    Invoke-Lab reset | Out-Null
}

Describe 'Restore-HttpdConfig' {
    BeforeAll {
        $script:Before = 1..5 | ForEach-Object { (Invoke-Lab on $_ sha256sum $Config) -split ' ' | Select-Object -First 1 }
        $file = Join-Path $TestDrive 'httpd.conf'
        Invoke-Lab on 1 cat $Config | Set-Content $file
        Add-Content $file 'KeepAliveTimeout 4'
        $script:Published = Publish-HttpdConfig $file -BatchSize 5
    }

    It 'shows the diff with -WhatIf, and changes nothing' {
        ($Published | Restore-HttpdConfig -WhatIf).Diff | Should -Match '(?m)^-KeepAliveTimeout 4$'
        Invoke-Lab on 2 grep -c '^KeepAliveTimeout 4' $Config | Should -Be 1
    }

    It 'needs to know which copy, when there are several' {
        Set-HttpdDirective LogLevel info -Node *APP02 | Restore-HttpdConfig | Out-Null
        { Get-HttpdBackup -Node *APP02 | Restore-HttpdConfig } | Should -Throw -ErrorId 'BackupAmbiguous,*'
    }

    It 'puts back what a publish replaced, on every node' {
        ($Published | Restore-HttpdConfig -BatchSize 5).Action | Should -Be (@('Published') * 5)
        (Get-HttpdConfig).Hash | Should -Be $Before
    }
}
