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

Describe 'Repair-HttpdHost' {
    It 'puts the own host back, and does nothing the second time' {
        Invoke-Lab on 3 sed -i 's/10.77.0.13:80/10.77.0.11:80/' $Config | Out-Null
        $result = Repair-HttpdHost -Node *APP03
        $result.Action | Should -Be 'Published'
        $result.Changes | Should -HaveCount 2
        Test-HttpdHost -Quiet | Should -BeTrue
        (Repair-HttpdHost -Node *APP03).Action | Should -Be 'Unchanged'
    }

    It 'changes nothing with -WhatIf' {
        Invoke-Lab on 3 sed -i 's/10.77.0.13:80/10.77.0.11:80/' $Config | Out-Null
        Repair-HttpdHost -WhatIf | Where-Object Action -ne Unchanged | Should -BeNullOrEmpty
        Test-HttpdHost -Quiet | Should -BeFalse
    }
}
