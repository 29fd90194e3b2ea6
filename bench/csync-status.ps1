# Prints the seconds of the first Get-CsyncStatus, with the connections it opens, and the median of the next ones.
param([string] $inventory, [int] $runs)

$null = Connect-WebCluster -Path $inventory
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$nodes = @(Get-CsyncStatus)
$first = $clock.Elapsed.TotalSeconds
$times = [System.Collections.Generic.List[double]]::new()
foreach ($i in 1..$runs) {
    $clock.Restart()
    $again = @(Get-CsyncStatus)
    $times.Add($clock.Elapsed.TotalSeconds)
    if ($again.Count -ne $nodes.Count -or $again.Where{ $_.Problems.Count -gt 0 -or -not $_.ServerAnswers }) { throw 'A node is not well.' }
}

$times.Sort()
[string]::Format([cultureinfo]::InvariantCulture, '{0:0.00} {1:0.00}', $first, $times[[int][Math]::Floor($times.Count / 2)])
