# Tells this machine's name, as csync2 takes it, and the time, in seconds and their fraction since 1970.
echo "$host $(date +%s.%N)"
