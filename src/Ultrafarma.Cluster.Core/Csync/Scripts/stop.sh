# Ends the push that knows itself by $1, and lets it take its force marks back. An ssh server passes no signal on to what
# root runs ("session signalling requires privilege separation"), so this goes beside it. The group's leader is timeout,
# which would allow 2 seconds for that: it ends by itself.
# push.sh has a file of its own, apply.sh one that is its lock, too.
known=$runtime/csync2.push.$1
[ -f "$known" ] || known=$runtime/csync2.push
read -r token group <"$known" || exit 0
[ "$token" = "$1" ] || exit 0
pgrep -g "$group" | grep -vx -e "$group" | xargs -r kill -TERM
