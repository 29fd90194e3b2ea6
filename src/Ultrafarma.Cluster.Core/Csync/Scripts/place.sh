# Puts kept versions back: stdin holds pairs of kept path and target, each ended by NUL; a kept path of "-" means that the
# target is to be absent. A file comes into place by a rename, so nobody sees half of it. Its name before that cannot be
# guessed, and a link that stands there is not followed: others may write to the folder.
list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT
cat >"$list"
# All or nothing: no target is touched when a kept version is gone.
xargs -0 -r -n 2 sh -c '
    [ "$1" = - ] || [ -e "$1" ] || [ -L "$1" ] || { printf "%s: the kept version is gone\n" "$1" >&2; exit 255; }' sh <"$list" || exit 1
xargs -0 -r -n 2 sh -c '
    if [ "$1" = - ]; then rm -f -- "$2"; exit; fi
    mkdir -p -- "${2%/*}" || exit 255
    new=$(mktemp -u -- "${2%/*}/.ultrafarma.XXXXXXXXXX") || exit 255
    trap "rm -rf -- \"\$new\"; exit 255" TERM INT
    cp -a -T --remove-destination -- "$1" "$new" && mv -T -f -- "$new" "$2" || { rm -rf -- "$new"; exit 255; }' sh <"$list"
