# Replaces files that csync2 reads: csync2 itself checks the new ones first, all together; what they replace is kept, renames put them
# in place, and csync2 is asked again. "$1" is put, check (which stops before anything is changed) or unasked (which puts them without
# csync2's word); what is replaced is kept under the folder "$2" as "$3" and at most "$4" of those a file; "$5" says who we are.
# Stdin: the number of files; a line a file, with the SHA-256 of what stands there (- for nothing), that of the new content, its size,
# its mode (- for that of the old file) and its path (nothing for the main config); then the contents, one after the other.
# Answers Checked, Changed, Refused, Failed, RolledBack, Busy or Moved, why, and the kept file of each ('' for none), each ended by NUL.
action=$1 folder=$2 stamp=$3 keep=$4 who=$5
for tool in flock timeout sha256sum readlink; do
    command -v "$tool" >/dev/null || { echo "$tool: not found" >&2; exit 127; }
done
work=$(mktemp -d) || exit 1
: >"$work/list"
hash_of() { if [ -f "$1" ]; then sum=$(sha256sum <"$1") && printf '%s\n' "${sum%% *}"; else echo -; fi; }

# Runs a command for each file, which finds what it is about in these variables; ends at the first that fails.
each() {
    while IFS= read -r line <&7; do
        wanted=${line%% *} line=${line#* }
        content=${line%% *} line=${line#* }
        size=${line%% *} line=${line#* }
        mode=${line%% *} target=${line#* }
        new=${target%/*}/.${target##*/}.ultrafarma-$stamp
        store=$folder$target
        "$@" || return 1
    done 7<"$work/list"
}

step_aside() { if [ "$target" -ef "$new" ]; then rm -f -- "$target"; fi; }
clean() { step_aside; rm -f -- "$new" "$store/$stamp.part"; }
trap 'each clean; rm -rf -- "$work"' EXIT
trap 'trap "" TERM INT HUP; exit 143' TERM INT HUP
kept() { if [ -f "$store/$stamp" ]; then printf '%s\0' "$store/$stamp"; else printf '\0'; fi; }
answer() { printf '%s\0%s\0' "$1" "$2"; each kept; exit 0; }

# What a power cut left of earlier runs.
sweep() { find "${target%/*}" -maxdepth 1 -type f -name ".${target##*/}.ultrafarma-*" -mmin +10 -delete; }
compare() { [ "$(hash_of "$target")" = "$wanted" ] || answer Moved "$target was changed by somebody else meanwhile"; }
receive() {
    if [ "$wanted" != - ]; then cp -a -- "$target" "$new"; else : >"$new" && chmod 644 -- "$new"; fi &&
        { [ "$mode" = - ] || chmod "$mode" -- "$new"; } && head -c "$size" >"$new" && sync -- "$new"
}
complete() { [ "$(hash_of "$new")" = "$content" ]; }

# Nothing can be mounted in a place where no file is: there the new one stands for the time of the check.
stand_in() { [ "$wanted" != - ] || [ "$target" = "$main_target" ] || ln -- "$new" "$target"; }
pair() {
    if [ "$wanted" = - ] && [ "$target" != "$main_target" ]; then return 0; fi
    printf '%s\n%s\n' "$new" "$target" >>"$work/pairs"
}
ask_new() {
    : >"$work/pairs"
    each stand_in 2>"$work/said" && each pair || return 1
    set --
    while IFS= read -r file; do set -- "$@" "$file"; done <"$work/pairs"
    check "$@"
    verdict=$?
    each step_aside
    return "$verdict"
}

keep_old() {
    if [ "$wanted" = - ]; then return 0; fi
    { [ -d "$store" ] || mkdir -p "$store"; } && cp -a -- "$target" "$store/$stamp.part" &&
        { [ "$mode" = - ] || chmod "$mode" -- "$store/$stamp.part"; } &&
        sync -- "$store/$stamp.part" && mv -f -- "$store/$stamp.part" "$store/$stamp"
}
place() { mv -f -- "$new" "$target"; }
put_back() {
    if [ "$wanted" = - ]; then rm -f -- "$target"; else cp -a -- "$store/$stamp" "$new" && mv -f -- "$new" "$target"; fi
}
# Names begin with the time, so their order is that of age.
prune() {
    count=0
    for old in "$store"/*; do if [ -f "$old" ]; then count=$((count + 1)); fi; done
    for old in "$store"/*; do
        [ "$count" -gt "$keep" ] || break
        if [ -f "$old" ] && [ "$old" != "$store/$stamp" ]; then rm -f -- "$old"; count=$((count - 1)); fi
    done
}

main_target=$(readlink -f -- "$config")
IFS= read -r files || exit 1
while [ "$files" -gt 0 ]; do
    IFS= read -r line || exit 1
    path=${line#* * * * }
    target=$(readlink -f -- "${path:-$config}") && [ -d "${target%/*}/" ] || { echo "${path:-$config}: No such file or directory" >&2; exit 1; }
    printf '%s%s\n' "${line%"$path"}" "$target" >>"$work/list"
    files=$((files - 1))
done
{ [ -d "$runtime" ] || mkdir -p "$runtime"; } && exec 8>>"$runtime/csync2.config.lock" || exit 1
if ! flock -n 8; then answer Busy "$(cat "$runtime/csync2.config.lock")"; fi
printf '%s, since %s\n' "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$runtime/csync2.config.lock"
each sweep
each compare
if ! each receive 2>"$work/said"; then answer Failed "the new file could not be written: $(words)"; fi
if ! each complete; then answer Failed 'the upload came incomplete'; fi
if [ "$action" != unasked ]; then
    ask_new
    case $? in
        0) ;;
        65) answer Refused "$said" ;;
        *) answer Failed "csync2 could not be asked about the new file: $(words)" ;;
    esac
fi
if [ "$action" = check ]; then answer Checked ''; fi
if ! each keep_old 2>"$work/said"; then answer Failed "no backup could be kept: $(words)"; fi

# From here on to its end, also when nobody listens any more.
trap '' TERM INT HUP PIPE
if ! each place 2>"$work/said"; then
    reason="the file could not be put in place: $(words)"
elif [ "$action" = unasked ] || check; then
    each prune
    answer Changed ''
else
    reason=${said:-$(words)}
fi
if each put_back; then answer RolledBack "$reason"; fi
answer Failed "$reason; and what was there before could not be put back, it is kept under $folder"
