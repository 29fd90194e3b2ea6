# shellcheck shell=bash
# The switch: a bridge in a network namespace of its own. It has no uplink and no node has a default
# route, so no packet can leave the lab, and two labs can use the same addresses side by side.

in_switch() {
    local pid
    pid=$(node_pid switch) || return
    nsenter -t "$pid" -n -- "$@"
}

switch_prepare() {
    in_switch bash -c '
        echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
        ip -batch - <<BATCH
link set lo up
link add br0 type bridge forward_delay 0 stp_state 0
link set br0 up
BATCH'
}

port_of() { echo "port$(node_number "$1")"; }

# All cables in one call: one process instead of four for each node.
plug_in() {
    local node port
    for node; do
        port=$(port_of "$node")
        # The address is fixed because the others may still know it when a node is made anew.
        printf 'link add %s type veth peer name eth0 address 02:00:0a:4d:00:%02x netns %s\n' \
            "$port" "$((10 + $(node_number "$node")))" "$(node_pid "$node")"
        printf 'link set %s master br0 up\n' "$port"
    done | in_switch ip -batch -
}

# Only the switch's end goes down: the node sees a cable without a carrier and keeps its address.
link_set() { in_switch ip link set "$(port_of "$1")" "$2"; }

# The kernels this runs on may lack sch_netem, so the delay is a relay between two tap devices
# (lib/delay.pl): node's port - bridge slowN - tap - relay - tap - br0.
link_delay() {
    local node=$1 ms=$2 number port
    [[ $ms =~ ^[0-9]{1,5}$ ]] || usage_error "not a delay in ms: $ms"
    number=$(node_number "$node") port=$(port_of "$node")
    link_undelay "$node"
    ((ms == 0)) && return
    in_switch ip -batch - <<BATCH
tuntap add slow${number}a mode tap
tuntap add slow${number}b mode tap
link add slow$number type bridge forward_delay 0 stp_state 0
link set slow${number}a master slow$number up
link set slow${number}b master br0 up
link set $port master slow$number
link set slow$number up
BATCH
    local pid tries
    pid=$(node_pid switch)
    (
        close_fds
        exec nsenter -t "$pid" -n -p -- setsid -f \
            perl "$LAB_HOME/lib/delay.pl" "slow${number}a" "slow${number}b" "$ms"
    ) </dev/null >"$STATE/nodes/$node/delay.log" 2>&1
    for ((tries = 0; tries < 100; tries++)); do
        grep -q running "$STATE/nodes/$node/delay.log" && return
        sleep 0.02
    done
    die "the delay did not start: $(cat "$STATE/nodes/$node/delay.log")"
}

link_undelay() {
    local number
    number=$(node_number "$1")
    in_switch ip link show "slow$number" >/dev/null 2>&1 || return 0
    # The relay ends by itself when its devices are gone. -force: half of this may be gone already,
    # or the port itself when its node was killed.
    in_switch ip -force -batch - 2>/dev/null <<BATCH || true
link del slow${number}a
link del slow${number}b
link del slow$number
link set $(port_of "$1") master br0
BATCH
}

# The kernel removes the cable of a killed node some time later; its name is needed at once.
unplug() {
    link_undelay "$1"
    in_switch ip link del "$(port_of "$1")" 2>/dev/null || true
}
