# Tells of each path on stdin, one a line and nothing for the main config, its SHA-256, its mode and its path; a - where no file is.
# Each field ends with NUL. Changes nothing.
while IFS= read -r path; do
    path=${path:-$config}
    if [ -f "$path" ]; then
        if [ ! -r "$path" ]; then echo "$path: Permission denied" >&2; exit 1; fi
        sum=$(sha256sum <"$path") && mode=$(stat -L -c %a -- "$path") || exit 1
        printf '%s\0%s\0%s\0' "${sum%% *}" "$mode" "$path"
    else
        printf -- '-\0-\0%s\0' "$path"
    fi
done
