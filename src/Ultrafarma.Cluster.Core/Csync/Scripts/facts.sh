# Reads paths on stdin, each ended by NUL; prints three NUL-ended fields a path that exists, and "end". Changes
# nothing.
errors=$(mktemp) || exit 1
trap 'rm -f "$errors"' EXIT
xargs -0 -r sh -c 'exec find "$@" -maxdepth 0 \( -type d ! -empty -printf "%p\0%y\t%s\t%T@\t%C@\t%m\t%U\t%G\t%u\t%g\tn\0%l\0" -o -printf "%p\0%y\t%s\t%T@\t%C@\t%m\t%U\t%G\t%u\t%g\te\0%l\0" \)' sh 2>"$errors"
if grep -v -e 'No such file or directory$' -e 'Not a directory$' "$errors" >&2; then exit 1; fi
printf 'end\0'
