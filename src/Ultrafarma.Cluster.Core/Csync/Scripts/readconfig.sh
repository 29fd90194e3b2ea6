# Gives config files. Each line of stdin is a path; an empty one stands for the main config. Fields end with NUL; a file's bytes
# follow its fields. What is no file is left out. Changes nothing.
give() {
    if [ ! -r "$1" ]; then echo "$1: Permission denied" >&2; exit 1; fi
    meta=$(stat -L -c '%s %Y %a %U:%G' -- "$1") || exit 1
    printf 'F\0%s\0%s\0%s\0' "$index" "$meta" "$1"
    head -c "${meta%% *}" -- "$1"
    printf '\0end\0'
}
index=0
while IFS= read -r path; do
    if [ -z "$path" ]; then
        path=$config
        if [ ! -f "$path" ]; then echo "$path: No such file or directory" >&2; exit 1; fi
    fi
    if [ -f "$path" ]; then give "$path"; fi
    index=$((index + 1))
done
