BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    Connect-WebCluster -Path (Get-LabInventory) | Out-Null
}

AfterAll {
    Disconnect-WebCluster
}

Describe 'Install-HttpdDaemon' {
    It 'says what to do when there is no program for a node without pwsh' {
        { Install-HttpdDaemon httpd-local -Node *APP03 } | Should -Throw -ErrorId 'ProgramNeeded,*'
    }

    It 'takes no folder without a self-contained program' {
        { Install-HttpdDaemon httpd-local -Node *APP03 -Program $PSScriptRoot } | Should -Throw -ErrorId 'ProgramInvalid,*'
    }

    It 'knows two services' {
        { Install-HttpdDaemon httpd-other } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        (Get-Command Install-HttpdDaemon).Parameters['Name'].Attributes.ValidValues | Should -Be 'httpd-local', 'httpd-cluster'
    }
}
