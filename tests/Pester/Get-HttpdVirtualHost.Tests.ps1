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

Describe 'Get-HttpdVirtualHost' {
    It 'gives what Apache lists' {
        $hosts = Get-HttpdVirtualHost
        $hosts | Should -HaveCount 5
        $dump = (Invoke-Lab on 2 apache2 -t -D DUMP_VHOSTS -f $Config) -join "`n"
        $dump | Should -Match ([regex]::Escape("$($hosts[1].Address):$($hosts[1].Port)"))
        $dump | Should -Match ([regex]::Escape("($($hosts[1].File):$($hosts[1].Line))"))
    }
}
