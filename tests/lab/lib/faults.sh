# shellcheck shell=bash
# Full disks, moved clocks and changed host keys.

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

# No kernel has a clock for each node, so libfaketime tells a moved one to everything that starts on the node from here on. What
# NODE_ENV says to it lets files keep the times that they have, as with a clock that was moved after they were written, and lets
# all processes share what libfaketime keeps in memory: it would make files for each, and sshd's sandbox kills who removes them.
clock_move() {
    local library
    [[ $2 == 0 || $2 =~ ^[+-][0-9]{1,6}[smhd]$ ]] || usage_error "not an offset: $2 (such as +1h, -90s or 0)"
    library=$(compgen -G '/usr/lib/*/faketime/libfaketime.so.1') || die 'missing: libfaketime; run: apt-get install -y --no-install-recommends libfaketime'
    agent "$1" rm -f /etc/ld.so.preload
    [[ $2 != 0 ]] || return 0
    agent "$1" eval "
        grep -q '^lab-shm ' /proc/mounts || mount -t tmpfs -o size=1m lab-shm /dev/shm
        echo '$2' >/etc/faketimerc
        env -u FAKETIME_SHARED LD_PRELOAD='$library' sleep 60 & made=\$!
        wait_for 5 test -s /dev/shm/sem.faketime_sem_\$made
        cp /dev/shm/sem.faketime_sem_\$made /dev/shm/sem.uflab_sem
        cp /dev/shm/faketime_shm_\$made /dev/shm/uflab_shm
        kill \$made
        echo '$library' >/etc/ld.so.preload"
}

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
