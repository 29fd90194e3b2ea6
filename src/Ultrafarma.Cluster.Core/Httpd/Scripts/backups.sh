# Gives the files under the folder "$1", in which change.sh keeps what it replaces: path, size, SHA-256, and the SHA-256 of what
# stands now where the file came from, or ''. Fields end with NUL.
root=$1
if ! words=$(ls -d -- "$root" 2>&1); then
    # Nothing was ever replaced; a folder that must not be looked into is another matter.
    case $words in *': No such file or directory') exit 0 ;; esac
    printf '%s\n' "$words" >&2
    exit 1
fi
# A copy that is pruned meanwhile is none any more.
# shellcheck disable=SC2016
find -H "$root" -type f -name '[0-9]*T[0-9]*Z-*' ! -name '*.part' -exec sh -c '
    root=$1 target=
    shift
    hash_of() { sum=$(sha256sum <"$1") && printf "%s\n" "${sum%% *}"; }
    for file; do
        from=${file#"$root"}
        from=${from%/*}
        if [ "$from" != "$target" ]; then
            target=$from now=
            if [ -f "$target" ]; then now=$(hash_of "$target") || exit 1; fi
        fi
        if size=$(stat -c %s -- "$file" 2>/dev/null) && hash=$(hash_of "$file" 2>/dev/null); then
            printf "%s\0%s\0%s\0%s\0" "$file" "$size" "$hash" "$now"
        elif [ -e "$file" ]; then
            echo "$file: Permission denied" >&2
            exit 1
        fi
    done' sh "$root" {} +
