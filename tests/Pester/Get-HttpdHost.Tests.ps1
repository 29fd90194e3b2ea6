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

Describe 'Get-HttpdHost' {
    It 'gives the places of each node' {
        $places = Get-HttpdHost -Node *APP03
        $places.Directive | Should -Be @('ServerName', 'Listen', 'VirtualHost', 'ServerAlias')
        $places.Ok | Should -Not -Contain $false
    }
}
