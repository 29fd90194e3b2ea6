# Prints the seconds of a cmdlet in a process of its own, with the connections it opens, and the median of it over open ones.
param([string] $Inventory, [string] $Cmdlet, [int] $Nodes, [int] $Runs)
$null = Connect-WebCluster -Path $Inventory
$clock = [Diagnostics.Stopwatch]::StartNew()
$answers = @(& $Cmdlet)
$cold = $clock.Elapsed.TotalSeconds
$warm = [Collections.Generic.List[double]]::new()
foreach ($run in 1..$Runs) {
    if ($answers.Count -ne $Nodes -or $answers.Where{ $_.Problems.Count -gt 0 -or $_.FailedParts.Count -gt 0 -or $_.ServerAnswers -eq $false }) { throw 'A node is not well.' }
    $clock.Restart()
    $answers = @(& $Cmdlet)
    $warm.Add($clock.Elapsed.TotalSeconds)
}

$warm.Sort()
[string]::Format([cultureinfo]::InvariantCulture, '{0:0.000} {1:0.000}', $cold, $warm[[int][Math]::Floor($Runs / 2)])
