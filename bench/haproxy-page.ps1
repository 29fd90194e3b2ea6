# Prints the medians, in milliseconds, of a bare request to the stats page with its body read to the end, and of Get-HaproxyServer.
param([string] $uri, [int] $runs)

$login = [pscredential]::new('admin', [System.Net.NetworkCredential]::new('', 'lab-stats-pass').SecurePassword)
$client = [System.Net.Http.HttpClient]::new()
$token = [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes('admin:lab-stats-pass'))
$client.DefaultRequestHeaders.Authorization = [System.Net.Http.Headers.AuthenticationHeaderValue]::new('Basic', $token)
$bare = [System.Collections.Generic.List[double]]::new()
$ours = [System.Collections.Generic.List[double]]::new()

# One request is a few milliseconds: many of them in turn, and the first ones are the compiler's.
foreach ($i in 1..(60 * $runs)) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $null = $client.GetByteArrayAsync("$uri;csv").GetAwaiter().GetResult()
    $request = $clock.Elapsed.TotalMilliseconds
    $clock.Restart()
    $servers = Get-HaproxyServer -Uri $uri -Credential $login
    $whole = $clock.Elapsed.TotalMilliseconds
    if ($servers.Count -lt 1) { throw 'There is no server.' }
    if ($i -gt 10 * $runs) {
        $bare.Add($request)
        $ours.Add($whole)
    }
}

$bare.Sort()
$ours.Sort()
$middle = [int][Math]::Floor($bare.Count / 2)
[string]::Format([cultureinfo]::InvariantCulture, '{0:0.00} {1:0.00}', $bare[$middle], $ours[$middle])
