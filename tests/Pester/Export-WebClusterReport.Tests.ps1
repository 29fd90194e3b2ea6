BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'common/Cluster.psm1') -Force
    Import-ClusterModule
    $null = Connect-WebCluster (Get-LabInventory)
}

Describe 'Export-WebClusterReport' {
    It 'writes one page with every part, and writes over its own file' {
        $file = Export-WebClusterReport (Join-Path $TestDrive 'report.html') -Duration 2 -PassThru
        $page = Get-Content $file -Raw
        $page | Should -BeLike '<!DOCTYPE html>*'
        foreach ($part in 'findings', 'nodes', 'balancer', 'drift', 'conflicts', 'schedule') {
            $page | Should -BeLike "*<section id=`"$part`"*"
        }
        $page | Should -Not -BeLike '*<script*'
        { Export-WebClusterReport $file -Duration 0 } | Should -Not -Throw
    }

    It 'writes over no other file without -Force' {
        $other = Join-Path $TestDrive 'other.html'
        Set-Content $other 'mine'
        { Export-WebClusterReport $other } | Should -Throw -ErrorId 'FileExists,*'
        Get-Content $other | Should -Be 'mine'
    }

    It 'says before it measures that a file cannot be written' {
        { Export-WebClusterReport (Join-Path $TestDrive 'no/such.html') -Duration 60 } | Should -Throw -ErrorId 'FileNotWritten,*'
    }

    It 'writes nothing with -WhatIf' {
        Export-WebClusterReport (Join-Path $TestDrive 'new.html') -WhatIf
        Join-Path $TestDrive 'new.html' | Should -Not -Exist
    }
}
