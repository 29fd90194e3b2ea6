# Reads paths of regular files on stdin, each ended by NUL; prints "hash  path" ended by NUL. Changes nothing.
# A file that vanished meanwhile, or became something else, is missing from the output, which the reader takes as a change.
errors=$(mktemp) || exit 1
trap 'rm -f "$errors"' EXIT
xargs -0 -r sha256sum -z -- 2>"$errors"
if grep -v -e 'No such file or directory$' -e 'Not a directory$' -e 'Is a directory$' "$errors" >&2; then exit 1; fi
exit 0
