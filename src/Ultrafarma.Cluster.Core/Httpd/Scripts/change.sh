# Replaces "$2" by the checked file "$1" beside it, if its SHA-256 is still "$3" (or "$3" is ''), keeps what it replaces under the
# folder "$4" as "$5" and at most "$6" of those, and lets Apache take it as "$7" says: none, graceful, or command with the
# command in "$8". "$9" is the parent's pid file. Then health URL, its status, the ports that must listen (with blanks between),
# the seconds all that may take, who we are, and the ports that must listen with the old file.
new=$1 target=$2 wanted=$3 folder=$4$2 stamp=$5 keep=$6 how=$7 command=$8 pidfile=$9
shift 9
url=$1 status=$2 ports=$3 patience=$4 who=$5 old_ports=$6
trap '' HUP PIPE INT TERM
lock=$runtime/httpd.lock.change
pending=$runtime/httpd.pending
answer() { printf '%s\0%s\0%s\0' "$1" "$2" "$3"; exit 0; }
drop() { rm -f -- "$new"; answer "$@"; }
command -v flock >/dev/null 2>&1 || { rm -f -- "$new"; echo "flock: not found" >&2; exit 127; }
{ [ -d "$runtime" ] || mkdir -p "$runtime"; } && exec 8>>"$lock" || { rm -f -- "$new"; exit 1; }
if ! flock -n 8; then drop Busy '' "$(cat "$lock")"; fi
printf '%s, since %s\n' "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$lock"
trap ': >"$lock"' EXIT

[ -f "$new" ] || answer Failed '' "the checked file $new is gone"
if [ -n "$wanted" ] && [ "$(hash_of "$target")" != "$wanted" ]; then
    drop Changed '' "$target was changed by somebody else meanwhile"
fi

backup=$folder/$stamp
if ! { { [ -d "$folder" ] || mkdir -p "$folder"; } && cp -a -- "$target" "$backup.part" && sync -- "$backup.part" && mv -f -- "$backup.part" "$backup"; } 2>"$log"; then
    rm -f -- "$backup.part"
    drop Failed '' "no backup could be kept, so nothing was changed: $(words)"
fi
# What tells the next run that Apache may not have taken what stands there.
if [ "$how" != none ] && ! printf '%s\n' "$backup" 2>/dev/null >"$pending"; then
    rm -f -- "$pending"
    drop Failed "$backup" "nothing can be written to $runtime, so nothing was changed: is there no room left?"
fi
kids=
if parent; then children "$pid"; fi
before=$kids
if ! mv -f -- "$new" "$target" 2>"$log"; then
    rm -f -- "$pending"
    drop Failed "$backup" "the file could not be put in place: $(words)"
fi
prune() {
    # Names begin with the time, so their order is that of age.
    count=0
    for kept in "$folder"/*; do [ -f "$kept" ] && count=$((count + 1)); done
    for kept in "$folder"/*; do
        [ "$count" -gt "$keep" ] || break
        if [ -f "$kept" ] && [ "$kept" != "$backup" ]; then rm -f -- "$kept"; count=$((count - 1)); fi
    done
}
if [ "$how" = none ]; then
    prune
    answer Published "$backup" ''
fi

if take && alive "$before"; then
    rm -f -- "$pending"
    prune
    answer Published "$backup" ''
fi
reason=${why:-$(words)}
ports=$old_ports

if ! { cp -a -- "$backup" "$new" && mv -f -- "$new" "$target"; } 2>"$log"; then
    rm -f -- "$new"
    answer Failed "$backup" "$reason; and the old file could not be put back: $(words)"
fi
kids=
if parent; then children "$pid"; fi
before=$kids
take || start
why=
if ! alive "$before"; then
    start
    alive "$before" || answer Failed "$backup" "$reason; the old file is back, but: $why"
fi
rm -f -- "$pending"
answer RolledBack "$backup" "$reason"
