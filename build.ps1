<#
.SYNOPSIS
    Builds, tests and packages Ultrafarma.Cluster. The same targets as build.sh.
.EXAMPLE
    ./build.ps1 -Task Build
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Lab', 'Demo', 'Bench', 'Help', 'Package')]
    [string] $Task = 'Build',

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Arguments = @()
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

function Build {
    dotnet build Ultrafarma.Cluster.slnx -c Release -v quiet -nologo
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
}

switch ($Task) {
    'Build' { Build }
    'Help' { Build; & "$PSScriptRoot/build/help.ps1" }
    default {
        if (-not $IsLinux) { throw "$Task needs Linux. Build and Help work everywhere." }
        bash "$PSScriptRoot/build.sh" $Task.ToLowerInvariant() @Arguments
    }
}
exit $LASTEXITCODE
