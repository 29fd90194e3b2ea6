# Removes the service "$1" and all that it has here. Says removed, or absent when there was nothing.
name=$1
home=$root/$name
if [ -d "$root" ] && ! [ -w "$root" ]; then echo "$root: Permission denied" >&2; exit 1; fi
found=absent
if [ -d "$home" ]; then
    found=removed
    lock "$home" "$name"
fi

# What stood there before ours comes back.
restore() { cp -a -- "$1" "$2.ultrafarma-$$" && mv -f -- "$2.ultrafarma-$$" "$2"; }
unit=$units/$name.service init=$inits/$name
if is_ours "$unit"; then
    found=removed
    if [ -e "$home/replaced-systemd" ] || [ -L "$home/replaced-systemd" ]; then
        restore "$home/replaced-systemd" "$unit" || exit 1
    else
        if [ -d /run/systemd/system ]; then systemctl disable "$name.service" >/dev/null 2>&1; fi
        rm -f -- "$unit" || exit 1
    fi
    if [ -d /run/systemd/system ]; then systemctl daemon-reload || exit 1; fi
fi
if is_ours "$init"; then
    found=removed
    if [ -e "$home/replaced-sysv" ] || [ -L "$home/replaced-sysv" ]; then
        restore "$home/replaced-sysv" "$init" || exit 1
    else
        rm -f -- "$init" || exit 1
        for link in /etc/rc?.d/[SK][0-9][0-9]"$name" /etc/rc.d/rc?.d/[SK][0-9][0-9]"$name"; do
            if [ -L "$link" ]; then rm -f -- "$link"; fi
        done
    fi
fi
rm -rf -- "$home" || exit 1
programs() { ls -- "$root/program" 2>/dev/null; }
before=$(programs)
prune
# One that came here before its service could.
if [ "$(programs)" != "$before" ]; then found=removed; fi
printf '%s\n' "$found"
