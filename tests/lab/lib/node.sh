# shellcheck shell=bash
# Making, resetting and removing the nodes.

PACKAGES='haproxy apache2 csync2 openssh-server openssh-client iproute2 curl wrk sqlite3 cron openssl systemd procps perl tmux libfaketime logrotate'

# Daemons must hold neither the lab's lock nor a pipe of the caller, who may wait for its end.
close_fds() {
    local fd
    for fd in "/proc/$BASHPID/fd/"*; do
        fd=${fd##*/}
        ((fd <= 2)) || eval "exec $fd>&-"
    done
}

require_packages() {
    local program missing=()
    for program in haproxy apache2 csync2 sshd ssh-keygen ip curl sqlite3 cron openssl \
        systemd-socket-activate pgrep perl nsenter unshare flock logrotate; do
        command -v "$program" >/dev/null || missing+=("$program")
    done
    ((${#missing[@]} == 0)) || die "missing: ${missing[*]}; run: apt-get install -y --no-install-recommends $PACKAGES"
}

# ---- the namespaces -----------------------------------------------------------------------------

# The first process of a node only waits, and ignores SIGCHLD so that the kernel reaps what daemons
# leave behind. Its last argument is the lab's mark. It has not mounted its own /proc yet when it
# writes its pid: so that is the host's number for it.
# shellcheck disable=SC2016  # perl's variables
INIT_PROGRAM='
    open my $f, ">", "$ARGV[0].new" or die $!; print $f readlink("/proc/self"), "\n"; close $f or die $!;
    rename "$ARGV[0].new", $ARGV[0] or die $!;
    $SIG{CHLD} = "IGNORE"; sleep while 1;'

spawn_holder() {
    local node=$1 dir=$STATE/nodes/$1
    mkdir -p "$dir"
    rm -f "$dir/pid"
    (
        close_fds
        exec setsid env -i "${NODE_ENV[@]}" unshare -m -u -i -n -p -f --kill-child -- \
            perl -e "$INIT_PROGRAM" "$dir/pid" "uflab-init:$LAB_NAME:$node"
    ) </dev/null >"$dir/init.log" 2>&1 &
}

wait_holder() {
    local tries
    for ((tries = 0; tries < 500; tries++)); do
        holder_pid "$1" >/dev/null && return
        sleep 0.02
    done
    die "$1 did not start: $(cat "$STATE/nodes/$1/init.log")"
}

node_setup() { agent "$1" setup "$STATE" >"$STATE/nodes/$1/setup.log" 2>&1 || setup_failed "$1"; }
node_ensure() { agent "$1" ensure; }
setup_failed() { printf 'lab.sh: setup of %s failed:\n' "$1" >&2; tail -n 20 "$STATE/nodes/$1/setup.log" >&2; return 1; }

create_nodes() {
    local node
    for node; do spawn_holder "$node"; done
    for node; do wait_holder "$node"; done
}

# csync2 compares two databases in -T. All equal to the first one means all are equal.
verify_clean() {
    local rc=0 text
    text=$(agent APP01 in_sync 2>&1) || rc=$?
    ((rc == 0)) || die "the cluster is not in sync: $text"
}

# ---- up, down, reset ----------------------------------------------------------------------------

lab_up() {
    local n=${1:-} started=${EPOCHREALTIME/./}
    [[ -z $n || ($n =~ ^[0-9]{1,2}$ && $((10#$n)) -ge 1 && $((10#$n)) -le $MAX_NODES) ]] || usage_error "N must be 1 to $MAX_NODES"
    n=${n:+$((10#$n))}
    require_packages
    claim_state
    if is_up; then
        lab_complete "$n"
        return
    fi
    trap 'printf "lab.sh: up failed; \"lab.sh --name %s down\" removes what is left\n" "$LAB_NAME" >&2' EXIT
    echo "${n:-5}" >"$STATE/count"
    make_everything
    verify_clean
    agent lb01 servers_up
    : >"$STATE/ready"
    trap - EXIT
    echo "lab $LAB_NAME is up: $(node_count) nodes and lb01, $(((${EPOCHREALTIME/./} - started) / 1000)) ms, state in $STATE"
}

# shellcheck disable=SC2046  # node names have no blanks
make_everything() {
    make_base "$(node_count)"
    run_parallel make_node_files lb01 $(app_nodes)
    make_pinned_certificates
    make_known_hosts
    make_inventory >"$STATE/inventory.psd1"
    create_nodes switch lb01 $(app_nodes)
    switch_prepare
    plug_in lb01 $(app_nodes)
    run_parallel node_setup $(app_nodes) lb01
}

# Takes the state directory for this lab.sh and removes leftovers of an `up` that was killed.
# /data must exist on the host as a mount point; the lock on LAB_ROOT keeps the last `down` of
# another lab from removing it at that moment.
claim_state() {
    local root_fd
    while :; do
        if [[ -e $STATE ]] && ! is_up && flock -n "$STATE" true; then
            echo "lab $LAB_NAME was left half-way; cleaning"
            env -u UFLAB_LAB bash "$LAB_HOME/lab.sh" --name "$LAB_NAME" down
        fi
        mkdir -p "$LAB_ROOT"
        exec {root_fd}<"$LAB_ROOT"
        flock "$root_fd"
        [[ -d $STATE ]] || mkdir -m 700 "$STATE"
        [[ -d /data ]] || { : >"$LAB_ROOT/.made-data"; mkdir /data; }
        exec {root_fd}<&-
        lock_lab
        # Not so if another `up` had the lock and failed.
        if is_up || [[ -z $(ls -A "$STATE") ]]; then return; fi
        unlock_lab
    done
}

lab_complete() {
    local asked=$1 node missing=()
    [[ -z $asked || $asked == "$(node_count)" ]] || die "lab $LAB_NAME is up with $(node_count) nodes; down first"
    holder_pid switch >/dev/null || die "the lab's switch is gone; down and up again"
    for node in lb01 $(app_nodes); do
        holder_pid "$node" >/dev/null || missing+=("$node")
    done
    if ((${#missing[@]})); then
        for node in "${missing[@]}"; do unplug "$node"; done
        create_nodes "${missing[@]}"
        plug_in "${missing[@]}"
        run_parallel node_setup "${missing[@]}"
    fi
    # shellcheck disable=SC2046
    run_parallel node_ensure lb01 $(app_nodes)
    echo "lab $LAB_NAME is up: $(node_count) nodes and lb01${missing[*]:+, made anew: ${missing[*]}}, state in $STATE"
}

lab_reset() {
    local node
    need_up
    lock_lab
    for node in lb01 $(app_nodes); do
        holder_pid "$node" >/dev/null || die "$node is gone (killed?); \"up\" makes it anew"
        link_undelay "$node"
    done
    for node in lb01 $(app_nodes); do echo "link set $(port_of "$node") up"; done | in_switch ip -batch -
    # shellcheck disable=SC2046
    run_parallel node_setup $(app_nodes) lb01
    verify_clean
    agent lb01 servers_up
}

# Every process of the lab, found by its marks and not by pid files: the first processes by their
# last argument, lab.sh's own children and `exec`ed commands by their environment, and whoever
# else is in one of the lab's network namespaces.
lab_processes() {
    local holders pid spaces
    holders=$(cd /proc && grep -lsxzE "uflab-init:$LAB_NAME:(switch|lb01|APP[0-9]+)" [0-9]*/cmdline | cut -d/ -f1) || true
    {
        printf '%s\n' "$holders"
        (cd /proc && grep -lsxz "UFLAB_LAB=$LAB_NAME" [0-9]*/environ | cut -d/ -f1) || true
        spaces=$(for pid in $holders; do readlink "/proc/$pid/ns/net"; done 2>/dev/null | sort -u | grep -vxF "$(readlink /proc/1/ns/net)") || true
        [[ -z $spaces ]] || find /proc/[0-9]*/ns/net -printf '%l %p\n' 2>/dev/null | grep -F "$spaces" | cut -d/ -f3
    } | sort -un | grep -vxF "$(ancestors)" || true
}

# `down` may be called by a test that runs under `exec` itself.
ancestors() {
    local pid=$BASHPID
    while ((pid > 1)); do
        echo "$pid"
        pid=$(awk '/^PPid:/ { print $2 }' "/proc/$pid/status")
    done
}

kill_lab() {
    local pids tries
    for ((tries = 0; tries < 100; tries++)); do
        pids=$(lab_processes)
        [[ -n $pids ]] || return 0
        # shellcheck disable=SC2086
        kill -9 $pids 2>/dev/null || true
        sleep 0.05
    done
    die "these processes do not end: $pids"
}

# What nodes' systemds leave in the machine's control groups.
# shellcheck disable=SC2016
drop_groups() {
    unshare -m bash -c '
        mount -t cgroup2 none /sys/fs/cgroup 2>/dev/null || exit 0
        cd /sys/fs/cgroup
        for group in "uflab-$1-"{APP[0-9][0-9],lb01}; do
            for _ in {1..20}; do
                [[ -d $group ]] || break
                find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.05
            done
        done' bash "$LAB_NAME"
}

lab_down() {
    # First, so that `up` can tell a lab that was half removed from one that is up.
    rm -f "$STATE/ready"
    kill_lab
    drop_groups
    [[ -d $LAB_ROOT ]] || return 0
    # Nothing of a lab is mounted here; if something ever were, it must not be emptied.
    rm -rf --one-file-system "$STATE"
    remove_data_directory
}

remove_data_directory() {
    local root_fd
    exec {root_fd}<"$LAB_ROOT"
    flock "$root_fd"
    if [[ -z $(find "$LAB_ROOT" -mindepth 1 -maxdepth 1 -type d -print -quit) ]]; then
        [[ ! -e $LAB_ROOT/.made-data ]] || rmdir /data 2>/dev/null || true
        rm -f "$LAB_ROOT/.made-data"
        rmdir "$LAB_ROOT"
    fi
    exec {root_fd}<&-
}

status_line() {
    local node=$1 link=cut
    holder_pid "$node" >/dev/null || { echo "$(node_fullname "$node") gone"; return; }
    [[ $(in_switch ip -br link show "$(port_of "$node")") != *' UP '* ]] || link=up
    ! in_switch ip link show "slow$(node_number "$node")" >/dev/null 2>&1 || link+=,slow
    echo "$(node_fullname "$node") link=$link $(agent "$node" status)"
}

lab_status() {
    local node
    need_up
    for node in lb01 $(app_nodes); do status_line "$node"; done
}
