# Reads SQL on stdin that selects from the file table; prints "checktxt TAB name". Changes nothing.
command -v sqlite3 >/dev/null 2>&1 || { echo 'sqlite3: not found' >&2; exit 66; }
{ echo '.timeout 15000'; cat; } | sqlite3 -readonly -batch -noheader -init /dev/null -separator '	' "$database"
