# Pushes what is pending to one peer after the other, tells why the rest stays, and keeps what came of it. $1: seconds for one
# peer, $2: when the run began, $3: by what stop.sh knows it, $4: the only group, or '' for all. On stdin the only paths, each
# ended by NUL, or nothing for all.
patience=$1 started=$2 token=$3 group=$4
trap '' PIPE
mkdir -p "$runtime" && exec 8>>"$runtime/csync2.push" || exit 1
flock -w 20 8 || { echo "another push of ours still runs on this node" >&2; exit 75; }
work=$(mktemp -d) || exit 1
result=0
# A second signal comes when the connection ends; it must not end this.
finish() {
    trap '' TERM INT HUP
    rm -rf "$work"
    remember "$started" "$result" sync
}
trap finish EXIT
trap 'trap "" TERM INT HUP; result=143; exit 143' TERM INT HUP
read -r _ _ _ _ leader _ </proc/self/stat
printf '%s %s\n' "$token" "$leader" >"$runtime/csync2.push"
cat >"$work/paths"

push() {
    if [ -s "$work/paths" ]; then
        # The worst of all pieces.
        echo 0 >"$work/status"
        # shellcheck disable=SC2016 # expanded by the inner sh
        xargs -0 -s 1000000 sh -c '"$@"; s=$?; read -r worst <"$0"; [ "$s" -le "$worst" ] || echo "$s" >"$0"' "$work/status" timeout --foreground -k 2 "$patience" \
            "$csync2" ${name:+-C "$name"} ${group:+-G "$group"} -u -r "$1" -P "$peer" -- <"$work/paths"
    else
        timeout --foreground -k 2 "$patience" "$csync2" ${name:+-C "$name"} ${group:+-G "$group"} -u "$1" -P "$peer"
        echo $? >"$work/status"
    fi 2>&1 8>&- | words
}

csync ${group:+-G "$group"} -M >"$work/rows" 2>/dev/null 8>&-
case $? in 0 | 2) ;; *) result=1; echo "csync2 -M failed, so nothing was pushed" >&2; exit 1 ;; esac
# As csync2 itself goes through them.
for peer in $(cut -f 3 "$work/rows" | sort -ru); do
    push -v
    # Why a file is refused is told in a second pass only.
    if [ "$(cat "$work/status")" -eq 1 ]; then push -vvv; fi
    status=$(cat "$work/status")
    printf 'pushed\t%s\t%s\n' "$peer" "$status"
    if [ "$status" -gt "$result" ]; then result=$status; fi
done
exit 0
