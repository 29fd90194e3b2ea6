# Puts stdin beside "$1", with its mode and owner, under a name that "$2" makes unique, and lets Apache check that very file.
# "$3" is the content's SHA-256: a connection that breaks looks like the end of it. Answers: the new file, the target's own
# path, its SHA-256, whether an earlier change was cut off, and the file with the parent's number.
# 65: Apache refuses it; its words are on stderr.
target=$(readlink -f -- "$1") && [ -f "$target" ] || { echo "$1: No such file or directory" >&2; exit 1; }
if [ "$1" = "$config" ]; then main=$target; else main=$(readlink -f -- "$config"); fi
# A leading dot, so that no wildcard of an Include takes it.
new=${target%/*}/.${target##*/}.ultrafarma-$2
trap 'rm -f -- "$new"; exit 143' TERM INT HUP
fail() { rm -f -- "$new"; exit "$1"; }
cp -a -- "$target" "$new" && cat >"$new" && sync -- "$new" || fail 1
if [ "$(hash_of "$new")" != "$3" ]; then
    echo "the upload to $new came incomplete; nothing was changed" >&2
    fail 1
fi
if [ "$target" = "$main" ]; then
    found=$("$httpd" -t -D DUMP_RUN_CFG -f "$new" </dev/null) || fail 65
else
    # Apache reads the whole config with the new file in its place, which only this process sees.
    # shellcheck disable=SC2016
    found=$(unshare -m -- sh -c 'mount --bind -- "$1" "$2" && { "$3" -t -D DUMP_RUN_CFG -f "$4" || exit 65; }' sh \
        "$new" "$target" "$httpd" "$config" </dev/null)
    case $? in
        0) ;;
        65) fail 65 ;;
        *)
            # Without that, Apache could only be asked once the file is in place, which is too late.
            echo "Apache cannot be asked about $target before it is in place, so nothing was changed: that takes unshare and mount, as root" >&2
            fail 1
            ;;
    esac
fi
pending=no
if [ -e "$runtime/httpd.pending" ]; then pending=yes; fi
# Whom nobody listens to any more leaves nothing.
trap '' PIPE
pidfile=
case $found in
    *'PidFile: "'*)
        pidfile=${found#*'PidFile: "'}
        pidfile=${pidfile%%'"
'*}
        pidfile=${pidfile%'"'}
        ;;
esac
printf '%s\0%s\0%s\0%s\0%s\0' "$new" "$target" "$(hash_of "$target")" "$pending" "$pidfile" || fail 1
