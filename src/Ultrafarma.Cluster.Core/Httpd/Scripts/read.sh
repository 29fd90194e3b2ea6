# Gives files. Each line of stdin is M (the main config), R (only its path, links resolved), I and what an Include names, F and the path
# of a file, or E and a path that may exist.
# $1 is "info" when the program is to be described first. Fields end with NUL; a file's bytes follow its fields.
if [ "$1" = info ]; then
    printf 'V\0%s\0' "$("$httpd" -V -f /dev/null 2>/dev/null)"
    printf '%s\0' "$("$httpd" -l 2>/dev/null)"
    # Where packages have Apache write its number: looking through all processes takes a busy node longer than all else here.
    name=${httpd##*/}
    pid=
    for file in "${APACHE_PID_FILE:-}" /run/httpd/httpd.pid /run/apache2/apache2.pid; do
        comm=
        { read -r pid <"$file"; } 2>/dev/null
        case $pid in '' | *[!0-9]*) ;; *) { read -r comm <"/proc/$pid/comm"; } 2>/dev/null ;; esac
        # The number may be another program's by now.
        if [ "$comm" = "$name" ]; then break; fi
        pid=
    done
    [ -n "$pid" ] || pid=$(pgrep -o -x "$name" 2>/dev/null) || pid=
    if [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ]; then tr '\0' '\n' <"/proc/$pid/cmdline"; fi
    printf '\0'
fi

give() {
    if [ ! -r "$1" ]; then echo "$1: Permission denied" >&2; exit 1; fi
    meta=$(stat -L -c '%s %Y %a %U:%G' -- "$1") || exit 1
    printf 'F\0%s\0%s\0%s\0' "$index" "$meta" "$1"
    head -c "${meta%% *}" -- "$1"
    printf '\0end\0'
}

# A folder stands for all that is in it, in the order of the names.
expand() {
    if [ -d "$1" ]; then
        for entry in "$1"/.[!.]* "$1"/..?* "$1"/*; do
            if [ -e "$entry" ]; then expand "$entry"; fi
        done
    elif [ -f "$1" ]; then
        give "$1"
    fi
}

# Gives what matches the wildcards "$2" under "$1". Folder by folder, as Apache does: "a.com/x" comes before "a.com.br/x".
match() {
    case $2 in
        */*)
            # shellcheck disable=SC2231
            for entry in "$1"/${2%%/*}; do
                if [ -d "$entry" ]; then match "$entry" "${2#*/}"; fi
            done
            ;;
        *)
            # shellcheck disable=SC2231
            for entry in "$1"/$2; do
                if [ -e "$entry" ]; then expand "$entry"; fi
            done
            ;;
    esac
}

index=0
while IFS= read -r query; do
    path=${query#?}
    case $query in
        M) [ -e "$config" ] || { echo "$config: No such file or directory" >&2; exit 1; }; give "$config" ;;
        R) printf 'R\0%s\0%s\0' "$index" "$(readlink -f -- "$config")" ;;
        F*) if [ -f "$path" ]; then give "$path"; fi ;;
        E*) if [ -e "$path" ]; then printf 'E\0%s\0' "$index"; fi ;;
        I*)
            # Without a separator the shell only expands wildcards.
            IFS=
            match "" "${path#/}"
            ;;
    esac
    index=$((index + 1))
done
