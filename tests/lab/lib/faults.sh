# shellcheck shell=bash
# Full disks and changed host keys.

fill_file() {
    case $1 in
        data) echo /data/.uflab-fill ;;
        etc) echo /etc/.uflab-fill ;;
        backup) echo /var/backups/.uflab-fill ;;
        csync2-backup) echo /var/backup/.uflab-fill ;;
        *) usage_error "unknown disk $1" ;;
    esac
}

# Big pieces first, then down to the last byte: a file of one byte must not fit any more.
disk_fill() {
    local file
    file=$(fill_file "$2")
    agent "$1" eval "for size in 1M 4k 1; do dd if=/dev/zero of='$file' bs=\$size oflag=append conv=notrunc status=none 2>/dev/null || true; done"
}

disk_unfill() { agent "$1" rm -f "$(fill_file "$2")"; }

hostkey_change() {
    local node=$1 source
    case $2 in
        new)
            source=$(mktemp -d "$STATE/hostkey.XXXXXX")
            ssh-keygen -q -t ed25519 -N '' -C "$(node_fullname "$node")" -f "$source/ssh_host_ed25519_key"
            ;;
        restore) source=$STATE/nodes/$node/etc/ssh ;;
        *) usage_error "hostkey NODE [restore]" ;;
    esac
    tar -C "$source" -cf - ssh_host_ed25519_key ssh_host_ed25519_key.pub | agent "$node" tar -C /etc/ssh -xf -
    [[ $2 != new ]] || rm -r "$source"
    agent "$node" stop sshd
    agent "$node" start sshd
}
