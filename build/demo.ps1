# Each line is shown as it would be typed, and then run. $inventory is the lab's.
param([string] $inventory)

function Step([string] $command) {
    [Console]::WriteLine("`nPS> $command")
    $started = [DateTime]::UtcNow
    . ([scriptblock]::Create($command)) | Out-Default
    [Console]::WriteLine(('({0:0.0} s)' -f ([DateTime]::UtcNow - $started).TotalSeconds))
}

. Step "Connect-WebCluster -Path $inventory"
. Step 'Get-WebClusterNode'
. Step '$conflicts = Get-CsyncConflict; $conflicts | ForEach-Object -Begin { $kinds = @{} } -Process { $kinds["$($_.Kind)"]++ } -End { $kinds }'
. Step '$conflicts | Where-Object Kind -eq Content | Where-Object Path -like *0001.txt'
. Step '($conflicts | Where-Object Kind -eq Content)[0].Versions'
. Step '$plan = $conflicts | Resolve-CsyncConflict -WhatIf; $plan | Where-Object Path -like *00001*'
. Step 'Get-CsyncConflict | Resolve-CsyncConflict -Confirm:$false'
. Step '$rest = Get-CsyncConflict | Resolve-CsyncConflict -Winner CD163820-L-ULTRAFARMA-APP01 -Confirm:$false; $rest'
. Step '$rest.Results | Where-Object Path -like *00001.txt'
. Step 'Get-CsyncConflict'
. Step 'Get-CsyncPending'
