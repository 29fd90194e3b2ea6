# Restarts Apache as "$1" says: full, graceful, or command with the command in "$2". "$3" is the health URL, "$4" its status, "$5"
# the ports that must listen (with blanks between), "$6" the seconds in which it must live again, "$7" who we are. Answers what was
# done, the parent process before and after, and why. A config that Apache refuses, or another change, leaves it as it is.
how=$1 command=$2 url=$3 status=$4 ports=$5 patience=$6 who=$7
unit=${httpd##*/}
trap '' HUP PIPE INT TERM
lock=$runtime/httpd.lock.change
pidfile=/dev/null old=''
answer() {
    now=
    if parent; then now=$pid; fi
    printf '%s\0%s\0%s\0%s\0' "$1" "$old" "$now" "$2"
    exit 0
}
command -v flock >/dev/null 2>&1 || { echo "flock: not found" >&2; exit 127; }
{ [ -d "$runtime" ] || mkdir -p "$runtime"; } && exec 8>>"$lock" || exit 1
if ! flock -n 8; then answer Busy "$(cat "$lock")"; fi
printf '%s, since %s\n' "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$lock"
trap ': >"$lock"' EXIT

found=$("$httpd" -t -D DUMP_RUN_CFG -f "$config" </dev/null 2>"$log" 8>&-) || answer Refused "Apache refuses the config: $(words)"
pidfile=${found#*'PidFile: "'}
pidfile=${pidfile%%'"
'*}
pidfile=${pidfile%'"'}
kids=
if parent; then
    old=$pid
    children "$old"
fi
before=$kids

# systemd's own Apache, or one that it would start; not one that somebody started beside it, which holds the ports.
is_managed() {
    [ -d /run/systemd/system ] && systemctl cat "$unit" >/dev/null 2>&1 || return 1
    [ -z "$old" ] || [ "$(systemctl show -p MainPID "$unit" 2>/dev/null)" = "MainPID=$old" ]
}
options() { tr '\0' '\n' <"/proc/$old/cmdline"; }
# Waits until the old parent is no more: its number in the file goes before it does.
gone() {
    seconds
    since=$up
    while stat=$(cat "/proc/$old/stat" 2>/dev/null); do
        case ${stat##*) } in Z*) return 0 ;; esac
        seconds
        # Apache gives its children some 10 seconds before it kills them.
        [ "$((up - since))" -lt 30 ] || return 1
        sleep 0.05
    done
}
# -k restart would keep the process, with the program and the libraries that it has, so it is a stop and a start.
full() {
    if is_managed; then
        quiet systemctl restart "$unit"
        return
    fi
    set --
    if [ -n "$old" ]; then
        if options | grep -q -x -E -e '-X|(-D)?(FOREGROUND|NO_DETACH|ONE_PROCESS)'; then
            answer Refused "Apache, process $old, runs in the foreground of a program that systemd does not know. Restart it there, or use -Graceful"
        fi
        # What it was started with decides what <IfDefine> lets through.
        set -f
        given=
        for word in $(options); do
            case $given$word in
                -D) given=-D ;;
                -D?*) given= && set -- "$@" "-D${word#-D}" ;;
                *) given= ;;
            esac
        done
        set +f
        quiet "$httpd" -f "$config" -k stop
        if ! gone; then
            why="Apache was told to stop, and process $old still runs"
            return 1
        fi
    fi
    quiet "$httpd" -f "$config" "$@" -k start || return 1
    seconds
    since=$up
    until parent; do
        seconds
        [ "$((up - since))" -lt "$patience" ] || return 0
        sleep 0.05
    done
}
again() { if [ "$how" = full ]; then full; else take; fi; }

why=''
what=Restarted
if [ -z "$old" ]; then
    what=Started
    how=full
fi
if ! { again && alive "$before"; }; then
    why=${why:-$(words)}
    answer Failed "${why:-what restarts it failed and said nothing}"
fi
if [ "$how" = full ] && [ "$pid" = "$old" ]; then answer Failed "Apache's parent process is still $old"; fi
# It has taken what stands there, also what a change that was cut off had put there.
rm -f -- "$runtime/httpd.pending"
answer "$what" ''
