# Lets Apache take the config that stands there. "$1" is restart, which makes sure that it lives, or reload for somebody who holds the
# change's lock and looks for himself.
how=graceful command='' url='' status='' ports='' patience=20
found=$("$httpd" -t -D DUMP_RUN_CFG -f "$config" </dev/null) || { echo "Apache refuses its config, so it was not restarted" >&2; exit 65; }
pidfile=
case $found in
    *'PidFile: "'*)
        pidfile=${found#*'PidFile: "'}
        pidfile=${pidfile%%'"
'*}
        pidfile=${pidfile%'"'}
        ;;
esac
[ -d "$runtime" ] || mkdir -p "$runtime" || exit 1
if [ "$1" = reload ]; then
    take || { echo "Apache did not reload: $(words)" >&2; exit 1; }
    exit 0
fi
lock=$runtime/httpd.lock.change
exec 8>>"$lock"
flock -w 45 8 || { echo "another change of Apache's config runs: $(cat "$lock")" >&2; exit 75; }
printf 'httpd-local on this node, since %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$lock"
trap ': >"$lock"' EXIT
kids=
if parent; then children "$pid"; fi
if take && alive "$kids"; then
    echo "Apache was restarted gracefully, and lives."
else
    echo "Apache does not live after a graceful restart: ${why:-$(words)}" >&2
    exit 1
fi
