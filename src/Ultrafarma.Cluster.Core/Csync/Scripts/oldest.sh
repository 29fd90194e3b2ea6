# Reads paths on stdin, each ended by NUL; prints how many seconds ago the first of their last changes was, by this node's clock;
# nothing when none is there. Changes nothing.
# shellcheck disable=SC2016 # expanded by the inner sh
xargs -0 -r sh -c 'find "$@" -maxdepth 0 -printf "%C@\n"' sh 2>/dev/null |
    awk -v now="$(date +%s)" 'NR == 1 || $1 < first { first = $1 } END { if (NR) printf "%d\n", now - first }'
