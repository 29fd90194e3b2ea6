# Ends the push that knows itself by $1, and lets it take its force marks back. An ssh server passes no signal on to what
# root runs ("session signalling requires privilege separation"), so this goes beside it. The group's leader is timeout,
# which would allow 2 seconds for that: it ends by itself.
read -r token group <"$runtime/csync2.push" || exit 0
[ "$token" = "$1" ] || exit 0
pgrep -g "$group" | grep -vx -e "$group" | xargs -r kill -TERM
