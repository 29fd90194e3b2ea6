# shellcheck shell=bash
# A systemd on a node, so that timers and services are real there. Comes before agent.sh, inside the node.
#
# It is process 1 of namespaces of its own within the node's, and sees the node's files. It is shown only the few units that it
# cannot do without, since those of this machine would set its kernel's parameters, load modules and clean its folders; a /dev
# of its own, where it puts a log socket; and a control group of its own. It talks to processes within its namespaces only, so
# the node's sshd runs as one of its services meanwhile; `lab.sh on` comes in by `nsenter` as in_systemd does.

SYSTEMD_HOME=/run/uflab-systemd
SYSTEMD_GROUP=uflab-$LAB-$NODE

start_systemd() {
    local unit
    stop_systemd
    # systemd reloads only where 16 MB are free.
    mount -o remount,size=64m /run
    mkdir -p "$SYSTEMD_HOME/units" "$SYSTEMD_HOME/none" "$SYSTEMD_HOME/group" /run/systemd/journald.conf.d
    for unit in basic.target sysinit.target timers.target sockets.target paths.target slices.target shutdown.target umount.target \
        network.target network-online.target multi-user.target time-set.target time-sync.target \
        systemd-journald.service systemd-journald.socket systemd-journald-dev-log.socket; do
        cp "/usr/lib/systemd/system/$unit" "$SYSTEMD_HOME/units/"
    done
    printf '[Unit]\nWants=timers.target uflab-sshd.service\nRequires=systemd-journald.service systemd-journald-dev-log.socket\n' >"$SYSTEMD_HOME/units/uflab.target"
    printf '[Service]\nExecStart=/usr/sbin/sshd -D -E /var/log/sshd.log\n' >"$SYSTEMD_HOME/units/uflab-sshd.service"
    printf '[Journal]\nStorage=volatile\nRuntimeMaxUse=4M\nReadKMsg=no\nAudit=no\n' >/run/systemd/journald.conf.d/lab.conf
    stop sshd
    setsid -f unshare --mount bash -c "$(declare -f enter_systemd); enter_systemd \"\$@\"" enter "$SYSTEMD_HOME" "$SYSTEMD_GROUP" \
        </dev/null >"$SYSTEMD_HOME/log" 2>&1
    wait_for 4 systemd_runs && wait_for 5 listening sshd || { echo "systemd does not run:"; tail -n 20 "$SYSTEMD_HOME/log"; return 1; } >&2
}

# First in the machine's control groups, to make one; then in that one, which is all that systemd sees of them.
enter_systemd() {
    local name
    set -e
    mount -t cgroup2 none "$1/group"
    mkdir -p "$1/group/$2"
    echo $$ >"$1/group/$2/cgroup.procs"
    umount "$1/group"
    mount --bind "$1/units" /usr/lib/systemd/system
    mount --bind "$1/none" /usr/lib/systemd/system-generators
    mount -t tmpfs -o mode=755 lab-dev "$1/group"
    for name in null zero full random urandom tty; do cp -a "/dev/$name" "$1/group/"; done
    ln -s /proc/self/fd /proc/self/fd/{0,1,2} "$1/group/"
    mv "$1/group/0" "$1/group/stdin" && mv "$1/group/1" "$1/group/stdout" && mv "$1/group/2" "$1/group/stderr"
    mount --move "$1/group" /dev
    exec env container=uflab unshare --pid --fork --mount-proc --cgroup --kill-child bash -c '
        mount -t cgroup2 none /sys/fs/cgroup && exec /lib/systemd/systemd --system --unit=uflab.target --log-target=console --show-status=no'
}

in_systemd() { nsenter -t "$(pgrep -of "$(service_pattern systemd)")" -m -p -C -- "$@"; }
systemd_runs() { running systemd && [[ $(in_systemd systemctl is-system-running 2>/dev/null) == @(running|degraded) ]]; }

stop_systemd() {
    pkill -KILL -f "$(service_pattern systemd)" || true
    wait_for 3 not_running systemd
    rm -rf /run/systemd "$SYSTEMD_HOME"
    drop_group
}

# What is left in the machine's control groups when the node's processes are gone.
drop_group() {
    local mounted
    mounted=$(mktemp -d /run/group.XXXXXX)
    mount -t cgroup2 none "$mounted"
    [[ ! -d $mounted/$SYSTEMD_GROUP ]] || wait_for 3 rm_group "$mounted/$SYSTEMD_GROUP"
    umount "$mounted"
    rmdir "$mounted"
}

rm_group() { find "$1" -depth -type d -exec rmdir {} + 2>/dev/null; [[ ! -d $1 ]]; }
