# Times of the whole cluster at a glance, in milliseconds: with the connections that it opens, and (median) over open ones.
param([string] $Inventory, [int] $Nodes, [int] $Runs)
$text = [IO.File]::ReadAllText($Inventory)
$last = 'APP{0:00}' -f $Nodes
$all = [regex]::Matches($text, '(?m)^ *@\{ Name = .*$')
$few = [IO.Path]::GetTempFileName() + '.psd1'
[IO.File]::WriteAllText($few, $text.Replace(
    ($all.Value -join "`n"), (($all.Value | ForEach-Object { if ($_ -match 'APP(\d+)' -and [int]$Matches[1] -le $Nodes) { $_ } }) -join "`n")))
try {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $null = Connect-WebCluster -Path $few
    $count = (Get-WebClusterNode).Count
    $cold = $clock.Elapsed.TotalMilliseconds
    if ($count -ne $Nodes) { throw "$count nodes up to $last answered, not $Nodes" }
    $warm = [Collections.Generic.List[double]]::new()
    foreach ($run in 1..$Runs) { $clock.Restart(); $null = Get-WebClusterNode; $warm.Add($clock.Elapsed.TotalMilliseconds) }
    $warm.Sort()
    [FormattableString]::Invariant([Runtime.CompilerServices.FormattableStringFactory]::Create('{0:0} {1:0}', $cold, $warm[[int][Math]::Floor($Runs / 2)]))
}
finally { [IO.File]::Delete($few) }
