# Looks for what resolves conflicts by the clock: pwsh with the module, or ufcluster; and for the inventory "$1", unless given where
# Connect-WebCluster looks. Answers resolver, the program, the inventory, usable or not, and what the program says of the inventory,
# each ended by NUL. Changes nothing.
export HOME="${HOME:-/root}" POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
program= inventory= state= said=
if [ -z "$1" ]; then set -- "$HOME/.config/ultrafarma-cluster/cluster.psd1" /etc/ultrafarma-cluster/cluster.psd1; fi
for file; do
    if [ -f "$file" ]; then inventory=$file; break; fi
done

# The path is data for PowerShell too, so it does not stand in the command. 4: no module; 5: no such inventory.
# shellcheck disable=SC2016
try='
    try { Import-Module Ultrafarma.Cluster -ErrorAction Stop; Get-Command Resolve-CsyncConflict -ErrorAction Stop | Out-Null } catch { exit 4 }
    if ($env:UF_INVENTORY) { try { Connect-WebCluster -Path $env:UF_INVENTORY -ErrorAction Stop | Out-Null } catch { "$_"; exit 5 } }
    exit 0'
# The newest of those that Install-HttpdDaemon brought.
brought=$(ls -dt /var/lib/ultrafarma-cluster/program/*/ufcluster 2>/dev/null | head -n 1)
for candidate in "$(command -v pwsh)" "$(command -v ufcluster)" "$brought"; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    said=$(UF_INVENTORY=$inventory "$candidate" -NoProfile -NonInteractive -Command "$try" </dev/null 2>&1)
    case $? in
        0) program=$candidate state=usable; break ;;
        5) program=$candidate; break ;;
    esac
done
printf '%s\0' resolver "$program" "$inventory" "$state" "$said"
