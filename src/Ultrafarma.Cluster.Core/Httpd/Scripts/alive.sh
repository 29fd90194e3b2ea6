# Read before a script that has Apache take its config: starts it or lets it take what stands there, and finds whether it lives.
# Such a script sets $how (graceful, or command with the command in $command), $pidfile, the health $url and its $status, the $ports
# that must listen, and $patience, the seconds that all may take; it holds the change's lock as 8.
log=$runtime/httpd.log

# These are asked again and again while Apache starts, perhaps on many nodes of one host: they start no process where they need not.
parent() {
    pid=
    { read -r pid <"$pidfile"; } 2>/dev/null
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null
}
children() {
    list=/proc/$1/task/$1/children
    kids=
    if [ -r "$list" ]; then { read -r kids <"$list"; } 2>/dev/null; else kids=$(pgrep -P "$1" 2>/dev/null | tr '\n' ' '); fi
}
seconds() { read -r up _ </proc/uptime && up=${up%.*}; }
# Nothing that Apache starts may hold our lock or the caller's pipes.
quiet() { "$@" </dev/null >"$log" 2>&1 8>&-; }
words() { tail -n 3 "$log" 2>/dev/null | tr '\n\0' '  '; }

start() {
    unit=${httpd##*/}
    if [ -d /run/systemd/system ] && systemctl cat "$unit" >/dev/null 2>&1; then
        quiet systemctl restart "$unit"
    else
        quiet "$httpd" -f "$config" -k start
    fi
}

take() {
    case $how in
        command) quiet sh -c "$command" ;;
        *) if parent; then quiet "$httpd" -f "$config" -k graceful; else start; fi ;;
    esac
}

# Says in $missing which of the ports nothing listens on.
listen() {
    set -- /proc/net/tcp
    if [ -r /proc/net/tcp6 ]; then set -- "$@" /proc/net/tcp6; fi
    missing=$(awk -v ports="$ports" '
        $4 == "0A" { open[substr($2, length($2) - 3)] = 1 }
        END { n = split(ports, wanted, " "); for (i = 1; i <= n; i++) if (!(sprintf("%04X", wanted[i]) in open)) { print wanted[i]; exit } }' "$@")
    [ -z "$missing" ]
}

answers() {
    if command -v curl >/dev/null 2>&1; then
        got=$(curl -s -o /dev/null -m 3 -w '%{http_code}' -- "$url" 8>&-)
    else
        got=$(wget -q -S -O /dev/null -T 3 -t 1 -- "$url" 2>&1 8>&- | awk '$1 ~ /^HTTP/ { code = $2 } END { print code }')
    fi
    [ "$got" = "$status" ]
}

# A graceful parent looks once a second for old children that have ended, and starts new ones in their place: when they ended just
# after a look, nobody takes requests for the rest of that second. Another graceful makes it look at once. Only once, and only when
# children wait to be looked at.
nudge() {
    [ "$how" = graceful ] && [ -z "$nudged" ] || return 0
    for child in $kids; do
        state=
        { read -r _ _ state _ <"/proc/$child/stat"; } 2>/dev/null
        if [ "$state" = Z ]; then
            nudged=yes
            quiet "$httpd" -f "$config" -k graceful
            return 0
        fi
    done
}

# Alive is: a parent, with a child that is not of before ("$1"), all ports, and the expected status. Says in $why what is missing.
# A parent whose places are all taken by old children that still serve has no new one: then the rest counts after a while.
alive() {
    seconds
    since=$up
    nudged=
    while :; do
        seconds
        waited=$((up - since))
        why=
        if ! parent; then
            why="Apache does not run any more, its error log says why $(words)"
            # It may still be starting after a command of the user's; a graceful parent that died stays dead.
            [ "$how" = command ] || [ "$waited" -lt 2 ] || return 1
        else
            fresh=
            children "$pid"
            for child in $kids; do
                case " $1 " in *" $child "*) ;; *) fresh=$child ;; esac
            done
            if [ -z "$fresh" ] && [ "$waited" -lt 4 ]; then
                why='Apache has not started a new child'
                nudge
            fi
            if [ -z "$why" ] && [ -n "$ports" ] && ! listen; then why="nothing listens on port $missing"; fi
            if [ -z "$why" ] && [ -n "$url" ] && ! answers; then why="$url gives status $got, not $status"; fi
            if [ -z "$why" ] && parent; then return 0; fi
        fi
        [ "$waited" -lt "$patience" ] || return 1
        sleep 0.05
    done
}
