BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
}

Describe 'Connect-WebCluster' {
    It 'gives the cluster and opens no connection' {
        $cluster = Connect-WebCluster (Get-LabInventory)
        $cluster | Should -BeOfType Ultrafarma.Cluster.Nodes.WebCluster
        $cluster.Nodes | Should -HaveCount 5
        $cluster.Connected | Should -BeNullOrEmpty
    }

    It 'takes a file from Get-Item' {
        (Get-Item (Get-LabInventory) | Connect-WebCluster).Path | Should -Be (Get-LabInventory)
    }

    It 'takes $env:ULTRAFARMA_CLUSTER' {
        $env:ULTRAFARMA_CLUSTER = Get-LabInventory
        try { (Connect-WebCluster).Path | Should -Be (Get-LabInventory) }
        finally { $env:ULTRAFARMA_CLUSTER = $null }
    }

    It 'takes ./cluster.psd1 of the current folder' {
        Copy-Item (Get-LabInventory) (Join-Path $TestDrive 'cluster.psd1')
        Push-Location $TestDrive
        try { (Connect-WebCluster).Path | Should -Be (Join-Path $TestDrive 'cluster.psd1') }
        finally { Pop-Location }
    }

    It 'says where it looked when there is none' {
        $empty = New-Item -ItemType Directory (Join-Path $TestDrive 'empty')
        Push-Location $empty
        try {
            { Connect-WebCluster } | Should -Throw -ErrorId 'InventoryNotFound,*' -ExpectedMessage '*cluster.psd1*/etc/ultrafarma-cluster*'
        }
        finally { Pop-Location }
    }

    It 'refuses a bad inventory with every problem, and keeps the former cluster' {
        $bad = Join-Path $TestDrive 'bad.psd1'
        Set-Content $bad "@{`n  Nmae = 'x'`n  Nodes = @{ Name = 'a'; Port = 0 }`n}"
        $null = Connect-WebCluster (Get-LabInventory)
        { Connect-WebCluster $bad } |
            Should -Throw -ErrorId 'InventoryInvalid,*' -ExpectedMessage "*${bad}:2: Nmae: *'Name'*${bad}:3: Nodes.Port: *"
        (Get-WebCluster).Path | Should -Be (Get-LabInventory)
    }

    It 'logs in with a password' {
        $password = ConvertTo-SecureString 'Lab-Passw0rd!' -AsPlainText -Force
        $credential = [pscredential]::new('deploy', $password)
        $nodes = Connect-WebCluster (Get-LabInventory) -Credential $credential | Get-WebClusterNode
        $nodes.Reachable | Should -Be (@($true) * 5)
    }

    It 'opens an encrypted key with its passphrase' {
        $passphrase = ConvertTo-SecureString 'lab-passphrase' -AsPlainText -Force
        $key = Join-Path $env:UFLAB_STATE 'id_ed25519_enc'
        $nodes = Connect-WebCluster (Get-LabInventory) -KeyFile $key -KeyPassphrase $passphrase | Get-WebClusterNode
        $nodes.Reachable | Should -Be (@($true) * 5)
    }
}
