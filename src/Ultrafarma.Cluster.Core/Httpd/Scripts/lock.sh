# Holds the right to publish Apache's config to this node until stdin ends. "$1" says who we are, "$2" after how many seconds
# without a byte on stdin the holder is taken for gone (a cut network ends no connection for hours), "$3" for how many seconds
# a change that somebody began before is waited for, "$4" is what this run's uploads have in their names. Answers: stale and who held it, when that one was killed here; busy and
# who holds it; ready, the main config's SHA-256.
who=$1 silence=$2 patience=$3 uploads=$4
lock=$runtime/httpd.lock
for tool in flock timeout dd find; do
    command -v "$tool" >/dev/null || { echo "$tool: not found" >&2; exit 127; }
done
{ [ -d "$runtime" ] || mkdir -p "$runtime"; } && exec 9>>"$lock" || exit 1
tries=20
until flock -n 9; do
    # Who has just got it has not said yet who it is; who is about to give it up does not say so any more.
    holder=$(cat "$lock")
    if [ -n "$holder" ] || [ "$tries" -eq 0 ]; then
        printf 'busy\t%s\n' "${holder:-somebody who does not say who}"
        exit 75
    fi
    tries=$((tries - 1))
    sleep 0.05
done
# Whom nobody listens to any more gives it up all the same.
trap '' PIPE
if [ -s "$lock" ]; then printf 'stale\t%s\n' "$(cat "$lock")"; fi
trap ': >"$lock"; exit 143' TERM INT HUP
trap ': >"$lock"' EXIT
if ! printf '%s, since %s\n' "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" 2>/dev/null >"$lock"; then
    # Nor could be noted then that a change has begun.
    echo "nothing can be written to $runtime, so nothing was changed: is there no room left?" >&2
    exit 1
fi

# What a run that is gone had begun here goes on by itself, to its proof or its way back.
if ! flock -w "$patience" "$lock.change" true 9>&-; then
    printf 'busy\t%s\n' "$(cat "$lock.change")"
    exit 75
fi
# Uploads of runs that are gone; younger ones may be another cmdlet's.
real=$(readlink -f -- "$config") || exit 1
find "${real%/*}" -maxdepth 1 -type f -name ".${real##*/}.ultrafarma-*" -mmin +10 -delete
printf 'ready\t%s\n' "$(hash_of "$real")"
while [ -n "$(timeout --foreground "$silence" dd bs=1 count=1 2>/dev/null | tr -c x x)" ]; do :; done

# A run that was cut off has left its uploads. A change that it began still needs its own, so that comes to its end first; others
# need not wait for that.
: >"$lock"
exec 9>&-
trap - EXIT
flock -w "$patience" "$lock.change" find "${real%/*}" -maxdepth 1 -type f -name ".${real##*/}.ultrafarma-$uploads-*" -delete
