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

Describe 'Get-HaproxyError' {
    It 'shows what HAProxy could not understand' {
        $client = [Net.Sockets.TcpClient]::new('10.77.0.10', 80)
        $client.GetStream().Write([Text.Encoding]::ASCII.GetBytes("GET / HTTP/1.1`r`nBad Header: v`r`n`r`n"))
        [IO.StreamReader]::new($client.GetStream()).ReadToEnd() | Should -BeLike 'HTTP/1.1 400*'
        $client.Dispose()
        $captured = Get-HaproxyError www
        $captured | Should -HaveCount 1
        $captured.Kind | Should -BeExactly 'request'
        $captured.Content | Should -BeLike '*Bad Header*'
        Get-HaproxyError web | Should -BeNullOrEmpty
    }

    It 'says when the socket''s level is too low' {
        Get-HaproxyError -Socket 10.77.0.10:9997 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'PermissionDenied,*'
    }
}
