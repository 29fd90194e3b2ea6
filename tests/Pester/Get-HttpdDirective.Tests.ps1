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

Describe 'Get-HttpdDirective' {
    It 'finds one by name and section' {
        Get-HttpdDirective ServerName '' | Select-Object -ExpandProperty Value | Should -Be $App
        (Get-HttpdDirective documentroot -Section 'VirtualHost *' -Node *APP02).Section | Should -Be 'VirtualHost 10.77.0.12:80'
    }

    It 'gives nothing for a name that is not there' {
        Get-HttpdDirective NoSuchDirective | Should -BeNullOrEmpty
    }
}
