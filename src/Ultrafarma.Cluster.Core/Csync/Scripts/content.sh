# Prints the first $1 bytes of the file whose path stands on stdin, ended by NUL. Changes nothing.
xargs -0 -r head -q -c "$1" --
