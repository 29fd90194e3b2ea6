# Puts the files of the service "$1", whose definition is the file "$2" and whose program is "$3". Each comes on stdin as a line with
# size, mode, SHA-256 and path, and then its bytes; each is put beside its target and renamed into place. A definition that somebody
# else wrote is kept as "$4" and comes back at the end of ours.
name=$1 service=$2 program=$3 replaced=$4
home=$root/$name
if ! [ -x "$program" ]; then echo "$program: No such file or directory" >&2; exit 1; fi
command -v flock >/dev/null || { echo "flock: not found" >&2; exit 127; }
mkdir -p "$home" "${service%/*}" || exit 1
lock "$home" "$name"
part=
# Whom nobody listens to any more cleans up all the same.
trap '' PIPE
trap 'rm -f -- "$part"; exit 143' TERM INT HUP
trap 'rm -f -- "$part"' EXIT
while read -r size mode sum path; do
    part=${path%/*}/.${path##*/}.ultrafarma-$$
    head -c "$size" >"$part" && [ "$(sum_of "$part")" = "$sum" ] && chmod "$mode" "$part" && sync -- "$part" || {
        echo "$path could not be written as it was sent" >&2
        exit 1
    }
    if [ "$path" = "$service" ] && { [ -e "$service" ] || [ -L "$service" ]; } && ! is_ours "$service"; then
        cp -a -- "$service" "$replaced.part" && mv -f -- "$replaced.part" "$replaced" || exit 1
    fi
    mv -f -- "$part" "$path" || exit 1
done
if [ -d /run/systemd/system ]; then systemctl daemon-reload || exit 1; fi
prune
