# Runs the change "$1" with the other arguments in a session of its own: once begun, it ends by itself, with the new file proven
# or the old one back, also when we are gone.
worker=$1
shift
setsid sh -c "$worker" sh "$httpd" "$config" "$@" </dev/null &
wait $!
