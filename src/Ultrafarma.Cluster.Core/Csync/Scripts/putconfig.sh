# Replaces the config file "$1" by stdin, if its SHA-256 is still "$2" and that of stdin is "$3": csync2 itself checks the new file
# first, what it replaces is kept under the folder "$4" as "$5" and at most "$6" of those, and a rename puts it in place. "$7" says
# who we are. Answers Changed, Refused, Failed, RolledBack, Busy or Moved, the kept file, and why, each ended by NUL.
wanted=$2 content=$3 folder=$4 stamp=$5 keep=$6 who=$7
for tool in flock timeout sha256sum readlink; do
    command -v "$tool" >/dev/null || { echo "$tool: not found" >&2; exit 127; }
done
target=$(readlink -f -- "$1") && [ -f "$target" ] || { echo "$1: No such file or directory" >&2; exit 1; }
folder=$folder$target
new=${target%/*}/.${target##*/}.ultrafarma-$stamp
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"; rm -f -- "$new" "$folder/$stamp.part"' EXIT
trap 'exit 143' TERM INT HUP
answer() { printf '%s\0%s\0%s\0' "$1" "$2" "$3"; exit 0; }
hash_of() { sum=$(sha256sum <"$1") && printf '%s\n' "${sum%% *}"; }

{ [ -d "$runtime" ] || mkdir -p "$runtime"; } && exec 8>>"$runtime/csync2.config.lock" || exit 1
if ! flock -n 8; then answer Busy '' "$(cat "$runtime/csync2.config.lock")"; fi
printf '%s, since %s\n' "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$runtime/csync2.config.lock"
# What a power cut left of earlier runs.
find "${target%/*}" -maxdepth 1 -type f -name ".${target##*/}.ultrafarma-*" -mmin +10 -delete
if [ "$(hash_of "$target")" != "$wanted" ]; then answer Moved '' "$target was changed by somebody else meanwhile"; fi
if ! { cp -a -- "$target" "$new" && cat >"$new" && sync -- "$new"; } 2>"$work/said"; then
    answer Failed '' "the new file could not be written: $(words)"
fi
if [ "$(hash_of "$new")" != "$content" ]; then answer Failed '' 'the upload came incomplete'; fi
check "$new" "$target"
case $? in
    0) ;;
    65) answer Refused '' "$said" ;;
    *) answer Failed '' "csync2 could not be asked about the new file: $(words)" ;;
esac
if ! { { [ -d "$folder" ] || mkdir -p "$folder"; } && cp -a -- "$target" "$folder/$stamp.part" && sync -- "$folder/$stamp.part" &&
    mv -f -- "$folder/$stamp.part" "$folder/$stamp"; } 2>"$work/said"; then
    answer Failed '' "no backup could be kept: $(words)"
fi

# From here on to its end, also when nobody listens any more.
trap '' TERM INT HUP PIPE
if ! mv -f -- "$new" "$target" 2>"$work/said"; then answer Failed "$folder/$stamp" "the file could not be put in place: $(words)"; fi
if ! check "$target" "$target"; then
    reason=${said:-$(words)}
    if cp -a -- "$folder/$stamp" "$new" && mv -f -- "$new" "$target"; then answer RolledBack "$folder/$stamp" "$reason"; fi
    answer Failed "$folder/$stamp" "$reason; and the old file could not be put back, it is kept as $folder/$stamp"
fi
# Names begin with the time, so their order is that of age.
count=0
for kept in "$folder"/*; do [ -f "$kept" ] && count=$((count + 1)); done
for kept in "$folder"/*; do
    [ "$count" -gt "$keep" ] || break
    if [ -f "$kept" ] && [ "$kept" != "$folder/$stamp" ]; then rm -f -- "$kept"; count=$((count - 1)); fi
done
answer Changed "$folder/$stamp" ''
