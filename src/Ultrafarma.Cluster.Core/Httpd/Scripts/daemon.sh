# What the services httpd-local and httpd-cluster do on a node. "$1" is start, restart, stop or status. Beside it lie its settings,
# what PowerShell runs, and the last result.
set -u
export LC_ALL=C
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin
umask 077
home=$(readlink -f -- "$0") || exit 1
home=${home%/*}
name=${home##*/}
program= node=
while read -r key value; do
    case $key in
        program) program=$value ;;
        node) node=$value ;;
    esac
done <"$home/settings"

case ${1:-} in
    start | restart | reload | force-reload) ;;
    stop) exit 0 ;;
    status)
        if ! [ -r "$home/last" ]; then
            echo "$name has not run yet"
            exit 3
        fi
        read -r at code <"$home/last"
        echo "$name: last run $(date -u -d "@$at" +%Y-%m-%dT%H:%M:%SZ), exit code $code"
        tail -n +2 "$home/last"
        [ "$code" = 0 ]
        exit
        ;;
    *)
        echo "usage: $name start|stop|restart|status" >&2
        exit 2
        ;;
esac

# A change that runs now may have called us to reload Apache, and waits for us: the file that stands there has this node's host already.
change=/run/ultrafarma-cluster/httpd.lock.change
holder=
if [ -s "$change" ] && ! flock -s -n "$change" true; then holder=$(cat "$change"); fi

work() {
    if [ -n "$holder" ]; then
        echo "A change of Apache's config runs ($holder), so Apache only reloads."
        sh "$home/graceful" '' /etc/httpd/conf/httpd.conf reload
        return
    fi
    timeout -k 10 1800 "$program" -NoProfile -NonInteractive -File "$home/daemon.ps1" "$node" "$home/inventory.psd1" || return
    if [ "$name" = httpd-local ]; then sh "$home/graceful" '' /etc/httpd/conf/httpd.conf restart; fi
}

# A service has no home of its own, and PowerShell and known_hosts want one.
export HOME="${HOME:-/root}" POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
if [ -z "$holder" ]; then
    exec 9>>"$home/lock"
    flock -w 600 9 || { echo "$name runs already, and did not end within 600 s" >&2; exit 75; }
fi
out=$home/.last.$$
trap 'rm -f -- "$out" "$out.new"' EXIT
started=$(date +%s)
# Nothing that outlives us may hold the lock.
work </dev/null >"$out" 2>&1 9>&-
code=$?
cat "$out"
{ printf '%s %s\n' "$started" "$code"; tail -n 20 "$out"; } >"$out.new" && mv -f -- "$out.new" "$home/last"
exit "$code"
