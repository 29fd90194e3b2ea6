# Gives what starts csync2 by the clock: lines of crontabs and timers of systemd whose text matches the pattern "$1", and the SHA-256
# of our own files, which lie in the folders "$2" and "$3" or have the path of one of the arguments after them. Of what ours took the
# place of: the folders with its files from before, lines in those that match, and timers. Fields end with NUL. Changes nothing.
pattern=$1 home=$2 other=$3
shift 3
for tool in grep sed sha256sum; do command -v "$tool" >/dev/null || { echo "$tool: not found" >&2; exit 127; }; done
give() { printf '%s\0' "$@"; }
spool=/var/spool/cron
for folder in "$spool" "$spool/crontabs" /etc/cron.d; do
    if [ -d "$folder" ] && ! [ -r "$folder" ]; then echo "$folder: Permission denied" >&2; exit 1; fi
done
systemd=no cron=no
if [ -d /run/systemd/system ] && command -v systemctl >/dev/null; then systemd=yes; fi
if command -v cron >/dev/null || command -v crond >/dev/null; then cron=yes; fi
give node "$systemd" "$cron"

for file in /etc/crontab /etc/cron.d/* "$spool"/crontabs/* "$spool"/*; do
    [ -f "$file" ] && [ ! -L "$file" ] || continue
    if ! [ -r "$file" ]; then echo "$file: Permission denied" >&2; exit 1; fi
    grep -anE -e "$pattern" -- "$file" | while IFS= read -r line; do give cron "$file" "$line"; done
done

# What a unit's file says of a key; the last one counts, as for systemd.
say() { sed -n "s/^$2[[:space:]]*=[[:space:]]*//p" "$1" | tail -n 1; }
seen=
units='/etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system'
for folder in $units; do
    for timer in "$folder"/*.timer; do
        name=${timer##*/}
        # The first folder's file hides the others'.
        case $seen in *"/$name/"*) continue ;; esac
        [ -f "$timer" ] && [ -r "$timer" ] || continue
        seen=$seen/$name/
        unit=$(say "$timer" Unit)
        unit=${unit:-${name%.timer}.service}
        for place in $units; do
            [ -f "$place/$unit" ] || continue
            command=$(say "$place/$unit" ExecStart)
            if printf '%s\n' "$command" | grep -Eq -e "$pattern"; then
                active=unknown
                if [ "$systemd" = yes ]; then active=$(systemctl is-active "$name"); fi
                give timer "$timer" "$(say "$timer" OnCalendar)" "$(say "$timer" OnUnitActiveSec)" "$active" "$command"
            fi
            break
        done
    done
done

for file in "$home"/* "$other"/* "$@"; do
    [ -f "$file" ] || continue
    sum=$(sha256sum <"$file") && give own "$file" "${sum%% *}"
done
for folder in "$home" "$other"; do
    [ -f "$folder/adopted" ] || continue
    while IFS= read -r kept; do
        case $kept in
            'timer '*) give stopped "$folder" "${kept#timer }" ;;
            /*)
                give backup "$folder" "$kept"
                if ! [ -d "$kept" ]; then give gone "$folder" "$kept"; fi
                for file in "$kept"/etc/crontab "$kept"/etc/cron.d/* "$kept$spool"/crontabs/* "$kept$spool"/*; do
                    [ -f "$file" ] && [ ! -L "$file" ] || continue
                    grep -aE -e "$pattern" -- "$file" | while IFS= read -r line; do give kept "$folder" "${file#"$kept"}" "$line"; done
                done
                ;;
        esac
    done <"$folder/adopted"
done
give end
