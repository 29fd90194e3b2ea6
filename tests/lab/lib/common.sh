# shellcheck shell=bash disable=SC2034  # sourced by lab.sh, which uses what stands here
# Names, addresses and how to find the processes of a lab.

NODE_PREFIX=CD163820-L-ULTRAFARMA-
SUBNET=10.77.0
SITE=ultrastores.com.br
DOCROOT=/data/www/html/$SITE
MAX_NODES=50
# Two cores: a few more jobs than cores, since part of the work is waiting.
MAX_JOBS=6

# What a process on a node sees. Nothing of the caller's environment goes in: it is another machine.
# CSYNC2_SYSTEM_DIR stands for the directory that is compiled into RHEL's package; the last two are for `clock` (lib/faults.sh).
NODE_ENV=(
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    HOME=/root USER=root LOGNAME=root SHELL=/bin/bash LANG=C.UTF-8
    CSYNC2_SYSTEM_DIR=/etc/csync2
    NO_FAKE_STAT=1 "FAKETIME_SHARED=/uflab_sem /uflab_shm"
)

# "1", "01", "APP01", the full name or "lb01" -> APP01 or lb01 (the short name is used inside the lab).
resolve_node() {
    local given=${1^^} number
    given=${given#"$NODE_PREFIX"}
    if [[ $given == LB01 ]]; then
        echo lb01
    elif [[ $given =~ ^(APP)?([0-9]{1,2})$ ]]; then
        number=$((10#${BASH_REMATCH[2]}))
        printf 'APP%02d\n' "$number"
    else
        usage_error "not a node: $1"
    fi
}

node_number() { [[ $1 == lb01 ]] && echo 0 || echo $((10#${1#APP})); }
node_fullname() { [[ $1 == lb01 ]] && echo lb01 || echo "$NODE_PREFIX$1"; }
node_address() { echo "$SUBNET.$((10 + $(node_number "$1")))"; }
node_count() { cat "$STATE/count" 2>/dev/null || echo 0; }

app_nodes() { # of this lab, or the first N
    local i n=${1:-$(node_count)}
    for ((i = 1; i <= n; i++)); do printf 'APP%02d\n' "$i"; done
}

is_up() { [[ -e $STATE/ready ]]; }
need_up() { is_up || die "lab $LAB_NAME is not up"; }

# The first process of a node as the host numbers it. A number alone could by now belong to someone
# else, so its command line must carry the lab's mark.
holder_pid() {
    local pid argv
    { read -r pid <"$STATE/nodes/$1/pid"; } 2>/dev/null || return 1
    { mapfile -d '' -t argv <"/proc/$pid/cmdline"; } 2>/dev/null || return 1
    [[ ${argv[-1]:-} == "uflab-init:$LAB_NAME:$1" ]] || return 1
    echo "$pid"
}

node_pid() {
    holder_pid "$1" || die "no node $1 in lab $LAB_NAME$([[ -e $STATE/ready ]] || echo ' (it is not up)')"
}

# Calls the agent (lib/agent.sh) inside a node. It comes as an argument because the node may not see
# the file: /tmp, /root and /var are its own.
agent() {
    local node=$1 pid; shift
    pid=$(node_pid "$node") || return
    env -i "${NODE_ENV[@]}" \
        "LAB=$LAB_NAME" "NODE=$node" "FULLNAME=$(node_fullname "$node")" "ADDRESS=$(node_address "$node")" "DOCROOT=$DOCROOT" \
        nsenter -t "$pid" -m -u -i -n -p -- bash -c "$(<"$LAB_HOME/lib/systemd.sh")"$'\n'"$(<"$LAB_HOME/lib/agent.sh")" agent "$@"
}

# run_parallel FUNCTION ARG...: FUNCTION ARG for every ARG, MAX_JOBS at a time. Fails if one failed.
run_parallel() {
    local job=$1 argument pid failed=0 pids=(); shift
    for argument; do
        # By its number: about once in 6,000 times `wait -n` no longer knows of a job that has ended, and gives 127 for it.
        if ((${#pids[@]} >= MAX_JOBS)); then
            wait "${pids[0]}" || failed=1
            pids=("${pids[@]:1}")
        fi
        "$job" "$argument" &
        pids+=("$!")
    done
    for pid in ${pids[@]+"${pids[@]}"}; do wait "$pid" || failed=1; done
    return "$failed"
}

# One command that changes a lab at a time. The lock is on the state directory itself, so nothing
# is left behind; daemons must not inherit it (see close_fds and agent.sh).
LOCK_FD=
unlock_lab() { exec {LOCK_FD}<&-; LOCK_FD=; }
lock_lab() {
    [[ -n $LOCK_FD ]] && return
    exec {LOCK_FD}<"$STATE"
    flock -w 120 "$LOCK_FD" || die "another lab.sh works on lab $LAB_NAME"
}
