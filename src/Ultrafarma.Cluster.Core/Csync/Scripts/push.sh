# Lets csync2 push what is pending, as its schedule does, and tells why the rest stays: $1 is the time for one peer in
# seconds, $2 by what stop.sh knows this push. Prints "why", "said" and "pushed" lines.
patience=$1
trap '' PIPE
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"; rm -f "$runtime/csync2.push.$2"' EXIT
read -r _ _ _ _ group _ </proc/self/stat
# Whoever may not write there can push all the same, but is not stopped from beside.
{ mkdir -p "$runtime" && printf '%s %s\n' "$2" "$group" >"$runtime/csync2.push.$2"; } 2>/dev/null
csync -M >"$work/rows" 2>/dev/null
for peer in $(cut -f 3 "$work/rows" | sort -u); do
    { timeout --foreground -k 2 "$patience" "$csync2" ${name:+-C "$name"} -u -vvv -P "$peer" 2>&1; echo $? >"$work/status"; } | words
    printf 'pushed\t%s\t%s\n' "$peer" "$(cat "$work/status")"
done
exit 0
