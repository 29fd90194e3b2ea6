# Prints the seconds of Get-CsyncConflict (with the connections it opens), of Resolve-CsyncConflict, and the peak memory in MB.
param([string] $inventory)

$null = Connect-WebCluster -Path $inventory
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$conflicts = Get-CsyncConflict
$get = $clock.Elapsed.TotalSeconds
$clock.Restart()
$report = $conflicts | Resolve-CsyncConflict -Winner CD163820-L-ULTRAFARMA-APP01 -Confirm:$false
$resolve = $clock.Elapsed.TotalSeconds
if ($report.Resolved -ne $conflicts.Count) { throw "Only $($report.Resolved) of $($conflicts.Count) conflicts were resolved." }
$peak = [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB
[string]::Format([cultureinfo]::InvariantCulture, '{0:0.00} {1:0.00} {2:0}', $get, $resolve, $peak)
