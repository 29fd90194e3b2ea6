#!/bin/sh
# Installed by Ultrafarma.Cluster; Unregister-CsyncSchedule removes it. Run by cron or systemd: "$1" is sync or resolve, "$2" for how
# many seconds this node waits, so that not all begin at once.
# Ends with 0: all is delivered, or no conflict is left; 1: csync2 could not deliver everything, or conflicts are left; 2: it could
# not run, or ran out of time; 3: nothing was done, since another run works.
set -u
umask 077
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin
export LC_ALL=C
home=${0%/*}
cd / || exit 2
kind=$1 delay=${2:-0}
runtime=/run/ultrafarma-cluster
last=/var/lib/ultrafarma-cluster/csync2.last
log=/var/log/ultrafarma-csync2.log
setting() { sed -n "s/^$1=//p" "$home/settings" | head -n 1; }
csync2=$(setting command) config=$(setting config) limit=$(setting limit)
name=
if [ -n "$config" ]; then
    CSYNC2_SYSTEM_DIR=${config%/*}
    export CSYNC2_SYSTEM_DIR
    name=${config##*/} name=${name%.cfg} name=${name#csync2} name=${name#_}
elif [ ! -e /etc/csync2.cfg ] && [ -e /etc/csync2/csync2.cfg ]; then
    CSYNC2_SYSTEM_DIR=/etc/csync2
    export CSYNC2_SYSTEM_DIR
fi

# To the journal where there is one, else to the syslog, else to a file that is turned over at 1 MB.
record() {
    if [ -n "${JOURNAL_STREAM:-}" ]; then cat
    elif [ -S /run/systemd/journal/stdout ] && command -v systemd-cat >/dev/null; then systemd-cat -t ultrafarma-csync2
    elif [ -S /dev/log ] && command -v logger >/dev/null; then logger -t ultrafarma-csync2
    else
        if [ -f "$log" ] && [ "$(wc -c <"$log")" -gt 1048576 ]; then mv -f -- "$log" "$log.1"; fi
        while IFS= read -r line; do printf '%s %s\n' "$(date +%Y-%m-%dT%H:%M:%S%z)" "$line"; done >>"$log"
    fi
}

# The holder of this lock keeps csync2 off the nodes while it resolves or uploads.
is_held() {
    flock -n "$runtime/csync2.lock" true && return 1
    echo "skipped: csync2 is held by $(cat "$runtime/csync2.lock")"
}

push() {
    command -v "$csync2" >/dev/null || { echo "$csync2: not found" >&2; return 2; }
    mkdir -p "$runtime" "${last%/*}" && exec 8>>"$runtime/csync2.run.lock" || return 2
    flock -n 8 || { echo 'skipped: the run before this one still works'; return 3; }
    # The holder waits for the lock above, so neither starts while the other works.
    if is_held; then return 3; fi
    if pgrep -ax csync2 | grep -Eq -- ' -[a-zA-Z]*[xu]'; then echo 'skipped: a csync2 runs that somebody else started'; return 3; fi
    started=$(date +%s)
    timeout -k 10 "$limit" "$csync2" ${name:+-C "$name"} -x </dev/null 8>&-
    status=$?
    ended=$(date +%s)
    printf 'started=%s\nseconds=%s\nrc=%s\nby=schedule\n' "$started" "$((ended - started))" "$status" >"$last.$$" &&
        mv -f -- "$last.$$" "$last" || { rm -f -- "$last.$$"; echo "$last could not be written" >&2; }
    echo "csync2 -x ended with $status after $((ended - started)) s"
    case $status in 0) return 0 ;; 124 | 126 | 127 | 137) return 2 ;; *) return 1 ;; esac
}

# Resolve-CsyncConflict waits for csync2.run.lock on all nodes, so this must not hold it.
resolve() {
    program=$(setting program) inventory=$(setting inventory) policy=$(setting policy)
    command -v "$program" >/dev/null || { echo "$program: not found" >&2; return 2; }
    mkdir -p "$runtime" && exec 8>>"$runtime/csync2.resolve.lock" || return 2
    flock -n 8 || { echo 'skipped: the run before this one still works'; return 3; }
    if is_held; then return 3; fi
    # Cron and systemd may give no home, and PowerShell and known_hosts want one.
    export HOME="${HOME:-/root}" POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
    timeout -k 10 "$limit" "$program" -NoProfile -NonInteractive -File "$home/resolve.ps1" "$inventory" "$policy" </dev/null 8>&-
    status=$?
    echo "resolving conflicts ended with $status"
    case $status in 0 | 1 | 3) return "$status" ;; *) return 2 ;; esac
}

work() {
    case $kind in
        sync) push ;;
        resolve) resolve ;;
        *) echo "$kind: not known" >&2; return 2 ;;
    esac
}

sleep "$delay"
exec 4>&1
code=$({ { work; echo $? >&3; } 2>&1 | record >&4 2>&4; } 3>&1)
exit "${code:-2}"
