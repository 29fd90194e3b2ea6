# Carries out the changes on stdin, all or none; "$1" is the folder for what they replace, "$2" says who we are. Each is a line
# "word count count path", then as many bytes:
#   write  size mode path       puts the bytes there
#   edit   line size path       the line, which must be these bytes, becomes what the next "by size - -" brings
#   remove - - path             removes the file
#   start, stop - - timer       a timer of systemd; reload - - - lets systemd read its files anew
# Answers done, busy or moved, and why, each ended by NUL.
folder=$1 who=$2
answer() { printf '%s\0%s\0' "$1" "$2"; exit 0; }
for tool in flock head tail cmp; do command -v "$tool" >/dev/null || { echo "$tool: not found" >&2; exit 127; }; done
lock=$runtime/csync2.lock
mkdir -p "$runtime" && exec 9>>"$lock" || exit 1
# A schedule looks at this lock for a moment.
if ! flock -w 2 9; then answer busy "$(cat "$lock")"; fi
printf '%s, since %s\n' "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$lock"
work=$(mktemp -d) || exit 1
finished=
count=0

# What was changed goes back, the last change first.
undo() {
    while [ "$count" -gt 0 ]; do
        read -r word path <"$work/undo.$count"
        case $word in
            file) cp -a -- "$work/old.$count" "$path.part" && mv -f -- "$path.part" "$path" ;;
            absent) rm -f -- "$path" ;;
            *) systemctl "$word" --now "$path" >/dev/null 2>&1 9>&- ;;
        esac
        count=$((count - 1))
    done
    if [ -d /run/systemd/system ]; then systemctl daemon-reload 9>&-; fi
}
end() {
    trap '' TERM INT HUP PIPE
    if [ -z "$finished" ]; then undo; fi
    rm -rf -- "$work"
    : >"$lock"
}
trap '' PIPE
trap end EXIT
trap 'trap "" TERM INT HUP; exit 143' TERM INT HUP

remember() {
    count=$((count + 1))
    if [ -f "$1" ]; then cp -a -- "$1" "$work/old.$count" && echo "file $1" >"$work/undo.$count"; else echo "absent $1" >"$work/undo.$count"; fi
}
# In the target's folder; a dot in front hides it from cron.
part() { part=${1%/*}/.${1##*/}.ultrafarma; }
while read -r word one two path; do
    case $word in
        write)
            mkdir -p -- "${path%/*}" && part "$path" && remember "$path" && head -c "$one" >"$part" &&
                [ "$(wc -c <"$part")" -eq "$one" ] && chmod "$two" "$part" && sync -- "$part" && mv -f -- "$part" "$path" ||
                { rm -f -- "$part"; exit 1; }
            ;;
        edit)
            head -c "$two" >"$work/is" && read -r _ size _ _ && head -c "$size" >"$work/new" || exit 1
            printf '\n' >>"$work/is"
            [ -f "$path" ] && tail -n "+$one" -- "$path" | head -n 1 >"$work/now" || exit 1
            cmp -s "$work/is" "$work/now" || answer moved "line $one of $path was changed by somebody else meanwhile"
            if ! [ -e "$folder$path" ]; then mkdir -p -- "$folder${path%/*}" && cp -a -- "$path" "$folder$path" || exit 1; fi
            part "$path"
            remember "$path" && cp -a -- "$path" "$part" &&
                { head -n "$((one - 1))" -- "$path" && cat "$work/new" && echo && tail -n "+$((one + 1))" -- "$path"; } >"$part" &&
                sync -- "$part" && mv -f -- "$part" "$path" || { rm -f -- "$part"; exit 1; }
            ;;
        remove) if [ -e "$path" ]; then remember "$path" && rm -f -- "$path" || exit 1; fi ;;
        start | stop)
            if [ "$word" = start ]; then do=enable back=disable; else do=disable back=enable; fi
            count=$((count + 1))
            echo "$back $path" >"$work/undo.$count"
            systemctl "$do" --now "$path" 9>&- >"$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }
            ;;
        reload) systemctl daemon-reload 9>&- || exit 1 ;;
        *) echo "$word: not known" >&2; exit 1 ;;
    esac
done
finished=yes
answer done ''
