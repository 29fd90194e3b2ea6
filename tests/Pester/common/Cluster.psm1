# What the Pester files share: the built module, the lab, and a folder for files.
# The lab must be up and Pester must run inside its network: ./build.sh test sees to both.

$script:Root = (Resolve-Path (Join-Path $PSScriptRoot '../../..')).Path

function Import-ClusterModule {
    # Always the built folder, as a user gets it; -Force so that each file begins without a session.
    Import-Module (Join-Path $script:Root 'out/Ultrafarma.Cluster/Ultrafarma.Cluster.psd1') -Force -Global
}

function Get-LabInventory {
    if (-not $env:UFLAB_STATE) {
        throw 'The lab is not up: UFLAB_STATE names no state directory. Run the tests with ./build.sh test.'
    }
    Join-Path $env:UFLAB_STATE 'inventory.psd1'
}

function Invoke-Lab {
    # lab.sh with the lab that the tests run in, as in: Invoke-Lab cut APP02
    $output = & (Join-Path $script:Root 'tests/lab/lab.sh') --name (Split-Path $env:UFLAB_STATE -Leaf) @args 2>&1
    if ($LASTEXITCODE -ne 0) {
        throw "lab.sh $args ended with ${LASTEXITCODE}: $output"
    }
    $output
}

# The lab's stats page, and who is let in there.
$BalancerPage = 'http://10.77.0.10:8404/haproxy?stats'
$BalancerLogin = [pscredential]::new('admin', (ConvertTo-SecureString 'lab-stats-pass' -AsPlainText -Force))

function Reset-Balancer {
    # A reload forgets states, weights and counters; then every check has to end once.
    Invoke-Lab reload lb01 haproxy | Out-Null
    $patience = [Diagnostics.Stopwatch]::StartNew()
    do {
        if ($patience.Elapsed.TotalSeconds -gt 60) {
            throw 'The checks of the lab''s balancer have not ended within 60 s.'
        }
        Start-Sleep -Milliseconds 200
        $servers = Get-HaproxyServer -Socket 10.77.0.10:9999 -ErrorAction SilentlyContinue
        $checked = @($servers | Where-Object { $_.Status -eq 'UP' -and $_.CheckStatus -eq 'L7OK' })
    } until ($checked.Count -ge 8 -and @($servers | Where-Object Status -eq DOWN).Count -eq 1)
}

Export-ModuleMember -Function Import-ClusterModule, Get-LabInventory, Invoke-Lab, Reset-Balancer -Variable BalancerPage, BalancerLogin
