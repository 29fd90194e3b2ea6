# Tells how Apache does. "$1" is mod_status' URL. Answers: the program's version, then, of the one that runs, the parent process,
# the seconds since its start and how many children it has, then what the URL gives; empty where something is not known.
url=$1
version=$("$httpd" -v </dev/null 2>/dev/null)
version=${version#*Server version: }
version=${version%%'
'*}

# The process of this very config; its name, because the number may be another's by now.
pid=
name=${httpd##*/}
if found=$("$httpd" -t -D DUMP_RUN_CFG -f "$config" </dev/null 2>/dev/null); then
    pidfile=${found#*'PidFile: "'}
    pidfile=${pidfile%%'"
'*}
    { read -r pid <"${pidfile%'"'}"; } 2>/dev/null
    case $pid in *[!0-9]*) pid= ;; esac
    comm=
    if [ -n "$pid" ]; then { read -r comm <"/proc/$pid/comm"; } 2>/dev/null; fi
    case $comm in *httpd* | *apache* | "$name") ;; *) pid= ;; esac
else
    # A config that was spoiled since, or that only root may read, names no file with the number.
    pid=$(pgrep -o -x "$name")
fi

seconds='' children=''
if [ -n "$pid" ] && stat=$(cat "/proc/$pid/stat" 2>/dev/null); then
    # The name in brackets may hold anything; behind it, the start is the twentieth.
    # shellcheck disable=SC2086
    set -- ${stat##*) }
    ticks=$(getconf CLK_TCK 2>/dev/null) || ticks=100
    read -r up _ </proc/uptime
    if [ $# -ge 20 ]; then seconds=$((${up%.*} - ${20} / ticks)); fi
    [ "${seconds:-0}" -ge 0 ] || seconds=0
    children=$(pgrep -c -P "$pid")
fi

# The node asks itself, whatever proxy its users have.
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
body=
if [ -n "$pid" ]; then
    if command -v curl >/dev/null 2>&1; then
        body=$(curl -s -f -m 5 -- "$url" </dev/null) || body=
    else
        body=$(wget -q -O - -T 5 -t 1 -- "$url" </dev/null 2>/dev/null) || body=
    fi
fi
printf '%s\0%s\0%s\0%s\0%s\0' "$version" "$pid" "$seconds" "$children" "$body"
