# Lets csync2 look for changes and mark them. $1 is the only group, or '' for all; $2 says who runs it, or '' when no push
# follows. On stdin the only paths, each ended by NUL, or nothing for all. Prints "started SECONDS", and for each path, in their
# order, "in" or "out" of what csync2 keeps in sync.
group=$1 by=$2
trap '' PIPE
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
started=$(date +%s)
printf 'started\t%s\n' "$started"
cat >"$work/paths"
if [ -s "$work/paths" ]; then
    # One by one: csync2's word about a path can then be about no other.
    xargs -0 -n 1 sh -c '
        said=$1
        shift
        "$@" >"$said" 2>&1 || exit 255
        if grep -aq "^WARNING: Parameter will be ignored: " "$said"; then echo out; else echo in; fi
    ' sh "$work/said" "$csync2" ${name:+-C "$name"} ${group:+-G "$group"} -v -c -r -- <"$work/paths" 2>"$work/xargs"
else
    csync ${group:+-G "$group"} -c -r / >"$work/said" 2>&1
fi
status=$?
[ "$status" -eq 0 ] && exit 0
# csync2 prints a character of a bad key; that does not leave the node.
sed "s/^\(ERROR: \)*Unallowed character '.*' in key file/Unallowed character in key file/" "$work/said" | tail -n 3 >&2
if [ -n "$by" ]; then remember "$started" 1 "$by"; fi
exit 1
