# shellcheck shell=bash disable=SC2154 # sourced by bench.sh
# Five nodes and fifty. All of them share this machine's processors, which real ones do not: clush beside it tells what that alone costs.

nodes_clush() {
    "${lab[@]}" exec clush -q -w "10.77.0.[11-$((10 + $1))]" -f "$1" \
        -o "-i $state/id_ed25519 -o UserKnownHostsFile=$state/known_hosts -o BatchMode=yes -o User=root" "csync2 -M; :"
}

nodes_ours() { "${lab[@]}" exec "$published" -NoProfile -File bench/nodes.ps1 "$inventory" "$1" "$2" 3; }

# Each cold run is a process of its own, since the first call of one also pays for compiling.
nodes() {
    local count cmdlet i cold warm
    declare -A few
    for count in 5 50; do
        "${lab[@]}" down >/dev/null
        "${lab[@]}" up "$count" >/dev/null
        state=$("${lab[@]}" state) inventory=$state/inventory.psd1
        for ((i = 0; i < runs; i++)); do
            seconds nodes_clush "$count" >>"$work/clush.$count"
            for cmdlet in Get-CsyncStatus Get-WebClusterNode; do nodes_ours "$cmdlet" "$count" >>"$work/$cmdlet.$count"; done
        done
        for cmdlet in clush Get-CsyncStatus Get-WebClusterNode; do
            cold=$(awk '{ print $1 }' "$work/$cmdlet.$count" | median) warm=$(awk '{ print $2 }' "$work/$cmdlet.$count" | median)
            case $cmdlet in
                clush) row "clush csync2 -M, $count nodes" "$cold" "${few[clush]:+$(ratio "$cold" "${few[clush]}") x five nodes}" ;;
                *)
                    row "$cmdlet, $count nodes, with the connections it opens" "$cold" "${few[$cmdlet]:+$(ratio "$cold" "${few[$cmdlet]}") x five nodes (at most 3)}"
                    row "The same, once they are open" "$warm"
                    ;;
            esac
            few[$cmdlet]=$cold
        done
    done
}
