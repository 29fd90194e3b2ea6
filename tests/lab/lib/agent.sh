# shellcheck shell=bash
# Runs inside a node (see `agent` in common.sh). NODE, FULLNAME, ADDRESS and DOCROOT come from there.
set -euo pipefail
trap 'echo "agent: line $LINENO: $BASH_COMMAND" >&2' ERR

# What is started here outlives the caller and must not hold its files or pipes.
for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    ((fd <= 2)) || eval "exec $fd>&-"
done

DATABASE=/var/lib/csync2/${FULLNAME,,}.db3

# What follows kills all processes and rewrites /etc: only ever on a node. Seen through a node's own
# /proc the lab's first process is number 1; before /proc is mounted, a process has two numbers.
on_a_node() {
    local key numbers argv
    mapfile -d '' -t argv </proc/1/cmdline
    [[ ${argv[-1]:-} != uflab-init:* ]] || return 0
    while read -r key numbers; do
        [[ $key != NSpid: || $numbers != *[[:space:]]* ]] || return 0
    done </proc/self/status
    return 1
}
on_a_node || { echo 'agent: this is not a node of a lab' >&2; exit 1; }

# ---- file systems -------------------------------------------------------------------------------

setup() {
    local state=$1 pid
    hostname "$FULLNAME"
    # With the host's /proc still here, the kernel's number for this shell is another than its own.
    read -r pid _ </proc/self/stat
    if ((pid == $$)); then
        clear_node
    else
        prepare_kernel_views
    fi
    mount_etc "$state" "$state/nodes/$NODE"
    mount_root "$state" "$state/nodes/$NODE"
    [[ $NODE == lb01 ]] || mount_data "$state"
    # /var hides the state directory: what is needed later is opened before.
    exec 9<"$state/base/certificates.sql"
    mount_var "$state/nodes/$NODE"
    mount_run
    [[ $NODE == lb01 ]] || csync_init
    exec 9<&-
    ensure
}

prepare_kernel_views() {
    # Named network namespaces of others must not be kept alive by this mount namespace.
    umount -l -R /run/netns 2>/dev/null || true
    mount -t proc proc /proc
    mount -t sysfs sysfs /sys
    echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
    ip -batch - <<BATCH
link set lo up
addr add ${ADDRESS:?}/24 dev eth0
link set eth0 up
BATCH
}

# For reset: no process but this one, and the host's directories visible again.
clear_node() {
    local mountpoint
    kill -9 -1 || true
    for mountpoint in /tmp /run /var /root /data /etc; do
        while mountpoint -q "$mountpoint"; do umount -l "$mountpoint"; done
    done
}

mount_etc() {
    local state=$1 own=$2 disk=$2/etcdisk
    # Small and in memory, so that a full /etc can be tried out without filling the host's disk.
    mkdir -p "$disk"
    while mountpoint -q "$disk"; do umount -l "$disk"; done
    mount -t tmpfs -o size=32m,mode=755 lab-etc "$disk"
    mkdir "$disk/upper" "$disk/work"
    mount -t overlay -o "lowerdir=/etc,upperdir=$disk/upper,workdir=$disk/work" lab-etc /etc
    rm -rf /etc/csync2 /etc/csync2.cfg /etc/csync2_*.{cfg,pem} /etc/httpd /etc/ssh /etc/cron.d /etc/haproxy /etc/resolv.conf
    cp -a "$state/base/etc/." /etc/
    [[ $NODE == lb01 ]] || cp -a "$state/base/etc-app/." /etc/
    cp -a "$own/etc/." /etc/
}

mount_root() {
    # Not an overlay: the host's /root holds keys and shell settings that no server would have.
    local state=$1 own=$2
    rm -rf "$own/root"
    cp -a "$state/base/root" "$own/root"
    mount --bind "$own/root" /root
}

mount_data() {
    mount -t tmpfs -o size=256m,mode=755 lab-data /data
    cp -a "$1/base/site/data/." /data/
    # The directory of sphinx.conf exists here only: its file can't be pushed to the peers.
    [[ $NODE != APP01 ]] || mkdir -p /data/www/html/sphinx/etc
}

mount_var() {
    local own=$1
    rm -rf "${own:?}/var" "${own:?}/varwork"
    mkdir "$own/var" "$own/varwork"
    mount -t overlay -o "lowerdir=/var,upperdir=$own/var,workdir=$own/varwork" lab-var /var
    rm -rf /var/lib/csync2 /var/spool/cron/crontabs /var/log/httpd /var/backup /var/www/lab
    mkdir -p /var/lib/csync2 /var/log/httpd /var/backup /var/backups /var/www/lab /var/home
    install -d -m 1730 -g crontab /var/spool/cron/crontabs
    install -d -m 700 -o 1999 -g 1999 /var/home/deploy
    echo ok >/var/www/lab/health.txt
    mount -t tmpfs -o size=64m,mode=755 lab-backup /var/backup
    mount -t tmpfs -o size=128m,mode=755 lab-backups /var/backups
    mount -t tmpfs -o size=64m,mode=1777 lab-tmp /var/tmp
    mkdir /var/backup/csync2
}

mount_run() {
    mount -t tmpfs -o size=16m,mode=755 lab-run /run
    mount -t tmpfs -o size=64m,mode=1777 lab-tmp /tmp
    mkdir -m 1777 /run/lock
    mkdir /run/sshd /run/httpd /run/haproxy
}

# ---- csync2 -------------------------------------------------------------------------------------

csync_init() {
    csync2 -cIr /
    sqlite3 "$DATABASE" <&9
    sqlite3 "$DATABASE" "DELETE FROM x509_cert WHERE peername = '${FULLNAME,,}'"
    local rc=0
    csync2 -M >/run/rows || rc=$?
    [[ $rc == 2 && ! -s /run/rows ]] || { echo "dirty after init:"; cat /run/rows; return 1; }
    rm /run/rows
}

in_sync() {
    local rc=0
    timeout 60 csync2 -T || rc=$?
    ((rc == 2)) || { echo "csync2 -T: exit code $rc"; return 1; }
}

# ---- services -----------------------------------------------------------------------------------

services_here() { [[ $NODE == lb01 ]] && echo sshd haproxy || echo sshd httpd csync2; }

# A regular expression on the command line of all processes of a service.
service_pattern() {
    case $1 in
        sshd) echo '^(/usr/sbin/)?sshd[: ]' ;;
        httpd) echo '^(/usr/sbin/)?apache2 -f ' ;;
        csync2) echo '^(/usr/bin/systemd-socket-activate -l 0.0.0.0:30865 |/usr/sbin/csync2 -i -l$|uflab-hang)' ;;
        cron) echo '^/usr/sbin/cron( |$)' ;;
        systemd) echo '^/lib/systemd/systemd --system --unit=uflab' ;;
        haproxy) echo '^/usr/sbin/haproxy -D' ;;
        *) echo "unknown service $1" >&2; return 2 ;;
    esac
}

service_ports() {
    case $1 in
        sshd) echo 22 ;;
        httpd) echo 80 ;;
        csync2) echo 30865 ;;
        haproxy) echo 80 8404 9999 ;;
    esac
}

running() { pgrep -f "$(service_pattern "$1")" >/dev/null; }

# Asks the kernel instead of connecting: a connection would show up in the server's log.
listening() {
    local port address state rest hex
    for port in $(service_ports "$1"); do
        printf -v hex '%04X' "$port"
        while read -r _ address _ state rest; do
            [[ $state == 0A && $address == *:$hex ]] && continue 2
        done </proc/net/tcp
        return 1
    done
}

wait_for() { # seconds command...
    local tries=$(($1 * 50)); shift
    while ((tries-- > 0)); do
        "$@" && return
        sleep 0.02
    done
    return 1
}

not_running() { ! running "$1"; }

start() {
    if running "$1" && listening "$1" && ! pgrep -f '^uflab-hang' >/dev/null; then return; fi
    case $1 in
        sshd) mkdir -p /run/sshd && /usr/sbin/sshd -E /var/log/sshd.log ;;
        httpd) mkdir -p /run/httpd && /usr/sbin/apache2 -f /etc/httpd/conf/httpd.conf ;;
        cron) running cron || /usr/sbin/cron ;;
        systemd) start_systemd ;;
        haproxy) /usr/sbin/haproxy -D -f /etc/haproxy/haproxy.cfg -p /run/haproxy.pid ;;
        csync2)
            [[ $NODE != lb01 ]] || { echo 'no csync2 on lb01' >&2; return 1; }
            # One process a connection, as csync2.socket with csync2@.service does: several peers can
            # push at once, and an error of one client ends only its own process.
            stop csync2
            setsid -f /usr/bin/systemd-socket-activate -l 0.0.0.0:30865 --inetd -a -E CSYNC2_SYSTEM_DIR=/etc/csync2 \
                /usr/sbin/csync2 -i -l </dev/null >>/var/log/csync2-socket.log 2>&1
            ;;
        *) service_pattern "$1" >/dev/null ;;
    esac
    wait_for 10 listening "$1" || { echo "$1 does not listen" >&2; return 1; }
}

# As systemctl reload does: a new process takes the sockets over, the old one ends with its last session.
reload() {
    local old
    read -r old </run/haproxy.pid
    /usr/sbin/haproxy -D -f /etc/haproxy/haproxy.cfg -p /run/haproxy.pid -sf "$old"
    wait_for 10 listening haproxy
}

stop() {
    local pattern
    [[ $1 != systemd ]] || { stop_systemd && start sshd; return; }
    pattern=$(service_pattern "$1")
    pkill -TERM -f "$pattern" || return 0
    wait_for 3 not_running "$1" || { pkill -KILL -f "$pattern" || true; }
    wait_for 3 not_running "$1"
}

ensure() {
    local service
    for service in $(services_here); do start "$service"; done
}

hang() {
    stop csync2
    # shellcheck disable=SC2016  # perl's variables
    setsid -f perl -MIO::Socket::INET -e '
        $0 = "uflab-hang";
        my $s = IO::Socket::INET->new(Listen => 128, LocalPort => 30865, ReuseAddr => 1) or die $!;
        push @kept, $c while $c = $s->accept;' </dev/null >/dev/null 2>&1
    wait_for 5 listening csync2
}

# haproxy calls a server UP before its first check; wait until the checks have really passed.
servers_up() {
    if ! wait_for 5 all_servers_up; then
        echo 'some servers are not up for haproxy:' >&2
        server_states >&2
        return 1
    fi
}

server_states() {
    local line
    exec 8<>/dev/tcp/10.77.0.10/9999
    echo 'show stat' >&8
    while read -r line; do
        [[ $line == web,* && $line != web,BACKEND,* ]] && echo "$line"
    done <&8
    exec 8<&-
}

all_servers_up() { ! server_states | grep -qv ',UP,.*,L7OK,'; }

status() {
    local service text=
    for service in $(services_here) cron; do
        if pgrep -f '^uflab-hang' >/dev/null && [[ $service == csync2 ]]; then
            text+="$service=hangs "
        elif running "$service" && listening "$service"; then
            text+="$service=up "
        else
            text+="$service=down "
        fi
    done
    [[ $NODE == lb01 ]] || text+="dirty=$(sqlite3 -readonly "$DATABASE" 'SELECT count(*) FROM dirty' 2>&1)"
    echo "$text"
}

"$@"
