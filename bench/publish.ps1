# Prints, in seconds, how long each of so many publishes took from a session that is connected already.
param([string] $inventory, [string] $base, [int] $runs)

$null = Connect-WebCluster -Path $inventory
$nodes = (Get-WebClusterNode).Count
$file = [System.IO.Path]::GetTempFileName()
foreach ($i in 0..$runs) {
    [System.IO.File]::WriteAllText($file, [System.IO.File]::ReadAllText($base) + "# $([guid]::NewGuid())`n")
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $results = @(Publish-HttpdConfig $file -BatchSize $nodes -Confirm:$false)
    $seconds = $clock.Elapsed.TotalSeconds
    if (@($results | Where-Object Action -eq Published).Count -ne $nodes) { throw "Not all of the $nodes nodes were published to." }

    # The first is the compiler's.
    if ($i -gt 0) { $seconds.ToString('0.000', [cultureinfo]::InvariantCulture) }
}
[System.IO.File]::Delete($file)
