# Says what a node has: how services run there, the machine's kind, pwsh and its module's version (only when "$1" is probe), whether
# the files "$2" and "$3" exist, the programs that were put there; then, of each service that the other arguments name: its name,
# whether it is installed and enabled, its settings, its last result, and the SHA-256 and path of each of its files.
probe=$1 key=$2 known=$3
shift 3
if [ -d "$root" ] && ! [ -r "$root" ]; then echo "$root: Permission denied" >&2; exit 1; fi
if [ -d /run/systemd/system ]; then kind=Systemd; else kind=SysV; fi
pwsh= version=
if [ "$probe" = probe ] && pwsh=$(command -v pwsh); then
    # shellcheck disable=SC2016
    version=$("$pwsh" -NoProfile -NonInteractive -Command '
        $found = @(Get-Module -ListAvailable Ultrafarma.Cluster | Where-Object { $_.ExportedCmdlets.ContainsKey("Publish-HttpdConfig") })
        "$(($found | Sort-Object Version | Select-Object -Last 1).Version)"' </dev/null 2>/dev/null)
fi
exists() {
    case $1 in '~/'*) file=${HOME:-/root}/${1#??} ;; *) file=$1 ;; esac
    if [ -e "$file" ]; then printf 'yes\0'; else printf 'no\0'; fi
}
printf '%s\0' "$kind" "$(uname -m)" "$pwsh" "$version"
exists "$key"
exists "$known"
for folder in "$root"/program/*/ufcluster; do
    if [ -x "$folder" ]; then folder=${folder%/ufcluster}; printf '%s ' "${folder##*/}"; fi
done
printf '\0'

for name; do
    home=$root/$name
    installed=no enabled=no
    if [ -x "$home/daemon" ] && { is_ours "$units/$name.service" || is_ours "$inits/$name"; }; then installed=yes; fi
    if [ "$kind" = Systemd ]; then
        if systemctl is-enabled "$name.service" >/dev/null 2>&1; then enabled=yes; fi
    else
        for link in /etc/rc[2-5].d/S[0-9][0-9]"$name" /etc/rc.d/rc[2-5].d/S[0-9][0-9]"$name"; do
            if [ -e "$link" ]; then enabled=yes; fi
        done
    fi
    printf '%s\0' "$name" "$installed" "$enabled" "$(cat "$home/settings" 2>/dev/null)" "$(cat "$home/last" 2>/dev/null)"
    for file in "$home"/* "$units/$name.service" "$inits/$name"; do
        if [ -f "$file" ]; then printf '%s %s\n' "$(sum_of "$file")" "$file"; fi
    done
    printf '\0'
done
