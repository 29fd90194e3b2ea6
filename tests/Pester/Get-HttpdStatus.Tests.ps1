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

Describe 'Get-HttpdStatus' {
    It 'tells how each Apache does' {
        $all = Get-HttpdStatus
        $all.Node | Should -Be $App
        $all.IsRunning | Should -Be (@($true) * 5)
        $all.Source | Should -Be (@('ModStatus') * 5)
        $all[0].Version | Should -Match '^Apache/2\.'
        $all[0].WorkersBusy | Should -BeGreaterOrEqual 1
        $all[0].Uptime | Should -BeOfType [timespan]
    }

    It 'finds the one that is stopped, and Restart-Httpd starts it by the pipeline' {
        Invoke-Lab stop 4 httpd | Out-Null
        $stopped = Get-HttpdStatus | Where-Object -Not IsRunning
        $stopped.Node | Should -Be $App[3]
        $result = $stopped | Restart-Httpd -Graceful -PassThru
        $result.Node | Should -Be $App[3]
        $result.Action | Should -Be 'Started'
        (Get-HttpdStatus -Node $App[3]).ProcessId | Should -Be $result.ProcessId
    }
}
