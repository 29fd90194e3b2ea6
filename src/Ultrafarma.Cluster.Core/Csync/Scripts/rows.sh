# Prints "encoded HOST" or "plain HOST", the dirty rows, and "end"; $1 is the only group, if any. Changes nothing.
# The database itself is unambiguous: a newline or tab inside a name is percent-encoded there.
# Which group a row belongs to only csync2 itself knows.
if [ -z "${1:-}" ] && [ -r "$database" ] && command -v sqlite3 >/dev/null 2>&1; then
    # Into memory first: whoever reads slowly must not hold the database meanwhile.
    if rows=$(sqlite3 -readonly -batch -noheader -init /dev/null -separator '	' -cmd '.timeout 15000' "$database" \
        'select forced, myname, group_concat(peername), filename from dirty group by filename, myname, forced;' 2>/dev/null); then
        printf 'encoded %s\n%s' "$host" "${rows:+$rows
}"
        echo end
        exit 0
    fi
fi
# Into a file first: csync2 -M holds the database while it prints, so a slow reader would block every push.
rows=$(mktemp) || exit 1
trap 'rm -f "$rows" "$rows.err"' EXIT
csync ${1:+-G "$1"} -M >"$rows" 2>"$rows.err"
status=$?
if [ "$status" -ne 0 ] && [ "$status" -ne 2 ]; then
    # csync2 prints a character of a bad key; that does not leave the node.
    sed "s/^\(ERROR: \)*Unallowed character '.*' in key file/Unallowed character in key file/" "$rows.err" >&2
    exit 1
fi
# A name with a newline or tab can forge a whole row in this listing; such names are %0A and %09 in the database.
[ -r "$database" ] || { echo "$database: not found, so what csync2 -M prints cannot be checked; set Csync.DatabaseDirectory" >&2; exit 65; }
if grep -aq -e '%0A' -e '%09' "$database" 2>/dev/null; then
    if [ -n "${1:-}" ]; then why='so a group alone cannot be told from the others'; else why='and sqlite3 is not found'; fi
    echo "csync2 -M cannot be trusted here, since a file name holds a newline or tab, $why" >&2
    exit 65
fi
printf 'plain %s\n' "$host"
cat "$rows" && echo end
