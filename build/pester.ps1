# Runs the Pester tests of the built module inside the lab and prints one line with the counts.
$configuration = New-PesterConfiguration
$configuration.Run.Path = Join-Path $PSScriptRoot '../tests/Pester'
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration
$passed = [int]$result.PassedCount
# A test that was skipped, left open or not run proves nothing, and neither does a run without tests.
$failed = $result.TotalCount - $passed + $result.FailedContainersCount + $result.FailedBlocksCount
if ($passed -eq 0 -and $failed -eq 0) { $failed = 1 }
"Pester: $passed passed, $failed failed"
