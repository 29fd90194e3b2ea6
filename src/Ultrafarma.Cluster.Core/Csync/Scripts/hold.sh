# Holds csync2's schedules on this node off until stdin ends: "$1" says who we are, "$2" is the pattern of cron lines,
# "$3" for how many fifths of a second a csync2 that runs already is waited for, "$4" after how many seconds without a
# byte on stdin the one who holds is taken for gone: a cut network ends no connection for hours.
# A line is held by a mark in front of it, so edits that somebody makes meanwhile survive, and a second run finds and
# removes marks that a crashed node left behind.
who=$1 pattern=$2 patience=$3 silence=${4:-30}
mark='#ultrafarma-hold# '
# Comments and settings of a crontab are no jobs.
nojob='^[[:space:]]*(#|[A-Za-z_][A-Za-z_0-9]*[[:space:]]*=)'
# What ends the pattern in sed must not be in it, and a slash may well be.
edge=$(printf '\001')
lock=$runtime/csync2.lock
timers=$runtime/csync2.timers
for tool in flock pgrep timeout xargs awk sed grep dd; do
    command -v "$tool" >/dev/null || { echo "$tool: not found" >&2; exit 127; }
done
if [ -e "$CSYNC2_SYSTEM_DIR/csync2.lock" ]; then
    echo "csync2 is switched off here by $CSYNC2_SYSTEM_DIR/csync2.lock; remove that file first" >&2
    exit 1
fi

mkdir -p "$runtime" && exec 9>>"$lock" || exit 1
# A schedule looks at this lock for a moment.
if ! flock -w 1 9; then
    printf 'busy\t%s\n' "$(cat "$lock" 2>/dev/null)"
    exit 75
fi
printf '%s, since %s\n' "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$lock"

crontabs() {
    for file in /etc/crontab /etc/cron.d/* /var/spool/cron/crontabs/* /var/spool/cron/*; do
        [ -f "$file" ] && [ ! -L "$file" ] && printf '%s\n' "$file"
    done
}

# Replaces a file by what a command makes of it, with its own mode and owner; a dot in front hides it from cron.
rewrite() {
    target=$1
    shift
    new=${target%/*}/.${target##*/}.ultrafarma
    cp -a "$target" "$new" && "$@" <"$target" >"$new" && mv -f "$new" "$target" || { rm -f "$new"; return 1; }
}

release() {
    trap '' TERM INT HUP
    crontabs | while IFS= read -r file; do
        if grep -q "^$mark" "$file"; then rewrite "$file" sed "s/^$mark//"; fi
    done
    if [ -s "$timers" ]; then
        while IFS= read -r timer; do systemctl start "$timer" 9>&-; done <"$timers"
    fi
    rm -f "$timers"
    : >"$lock"
}

hold_timers() {
    [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1 || return 0
    systemctl list-units --type=timer --state=active --no-legend --plain 2>/dev/null | while read -r timer _; do
        unit=$(systemctl show -p Unit --value "$timer")
        if systemctl show -p ExecStart --value "$unit" | grep -Eq "$pattern"; then
            printf '%s\n' "$timer" >>"$timers"
            systemctl stop "$timer"
            printf 'held\ttimer\t%s\n' "$timer"
        fi
    done
}

# Whom nobody listens to any more gives the schedules back all the same.
trap '' PIPE
trap 'release; exit 143' TERM INT HUP
trap release EXIT
# What an earlier holder left behind is put right first.
release
trap 'release; exit 143' TERM INT HUP
printf '%s, since %s\n' "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$lock"

crontabs | while IFS= read -r file; do
    # What we registered asks for the lock itself. A mark that a power cut leaves there would stop for good what takes marks away.
    case $file in /etc/cron.d/ultrafarma-csync2-*) continue ;; esac
    if grep -E "$pattern" "$file" | grep -Eqv "$nojob"; then
        rewrite "$file" sed -E "/$nojob/!{\\$edge$pattern${edge}s/^/$mark/;}" || exit 1
        printf 'held\tcron\t%s\n' "$file"
    fi
done || exit 1
hold_timers

# A scheduled csync2 that runs already would push against us: let it end. The server's own (-i, -ii) stay.
scheduled() { pgrep -x csync2 -a | grep -Ev -- ' -i| -B?i' || ! flock -n "$runtime/csync2.run.lock" true 9>&-; }
waited=0
while scheduled >/dev/null && [ "$waited" -lt "$patience" ]; do
    sleep 0.2
    waited=$((waited + 1))
done
if scheduled >/dev/null; then printf 'running\n'; fi
printf 'ready\n'
while [ -n "$(timeout --foreground "$silence" dd bs=1 count=1 2>/dev/null | tr -c x x)" ]; do :; done
