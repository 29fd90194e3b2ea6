# Prints the median of the milliseconds that ConvertFrom-Csv takes for a saved page.
param([string] $page, [int] $runs)

$times = foreach ($i in 1..$runs) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $servers = [System.IO.File]::ReadAllText($page).Substring(2) | ConvertFrom-Csv
    $clock.Elapsed.TotalMilliseconds
    if ($servers.Count -lt 20000) { throw "Only $($servers.Count) servers were read." }
}

[string]::Format([cultureinfo]::InvariantCulture, '{0:0.0}', ($times | Sort-Object)[[int][Math]::Floor($runs / 2)])
