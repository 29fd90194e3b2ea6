# shellcheck shell=bash disable=SC2154 # sourced by bench.sh
# A changed httpd.conf to all nodes: the tools that we replace, without any safety but what each has, and ours with all of it.

# One file for all nodes: what the other tools copy cannot have each node's own address in it.
publish_common() {
    local node
    for node in "${publish_nodes[@]}"; do
        "${lab[@]}" on "$node" sh -c 'sed -i "s/^Listen .*:80$/Listen 80/" /etc/httpd/conf/httpd.conf
            apache2 -f /etc/httpd/conf/httpd.conf -k stop; while [ -e /run/httpd/httpd.pid ]; do sleep 0.1; done
            apache2 -f /etc/httpd/conf/httpd.conf -k start' >/dev/null
    done
}

publish_change() { { cat "$1"; echo "# $RANDOM$RANDOM"; } >"$work/httpd.conf"; }

publish_clush() {
    "${lab[@]}" exec clush -q -w "$publish_addresses" -f "${#publish_nodes[@]}" -o "${publish_ssh[*]}" --copy "$work/httpd.conf" --dest /etc/httpd/conf/httpd.conf
    "${lab[@]}" exec clush -q -w "$publish_addresses" -f "${#publish_nodes[@]}" -o "${publish_ssh[*]}" apache2 -f /etc/httpd/conf/httpd.conf -k graceful
}

publish_scp() {
    local address
    for address in ${publish_addresses//,/ }; do
        "${lab[@]}" exec scp -q "${publish_ssh[@]}" "$work/httpd.conf" "root@$address:/etc/httpd/conf/httpd.conf"
        "${lab[@]}" exec ssh -n "${publish_ssh[@]}" "root@$address" apache2 -f /etc/httpd/conf/httpd.conf -k graceful
    done
}

publish_ansible() {
    ANSIBLE_HOST_KEY_CHECKING=True ANSIBLE_SSH_ARGS="${publish_ssh[*]} -o ControlMaster=auto -o ControlPersist=60s" \
        "${lab[@]}" exec ansible-playbook -f "${#publish_nodes[@]}" -u root -i "$publish_addresses," -e "source=$work/httpd.conf" bench/publish.yml
}

publish_fresh() {
    "${lab[@]}" exec "$published" -NoProfile -Command "\$null = Connect-WebCluster -Path '$inventory'
        if (@(Publish-HttpdConfig '$work/httpd.conf' -BatchSize ${#publish_nodes[@]} -Confirm:\$false | Where-Object Action -eq Published).Count -ne ${#publish_nodes[@]}) { throw 'not published' }"
}

# Medians of so many runs in turn, so that all tools meet the same machine.
publish() {
    local count=$1 i clush fresh connected
    "${lab[@]}" down >/dev/null
    "${lab[@]}" up "$count" >/dev/null
    state=$("${lab[@]}" state) inventory=$state/inventory.psd1
    mapfile -t publish_nodes < <(seq -f 'APP%02g' "$count")
    publish_addresses=$(seq -s , -f '10.77.0.%g' 11 $((10 + count)))
    publish_ssh=(-i "$state/id_ed25519" -o "UserKnownHostsFile=$state/known_hosts" -o BatchMode=yes -o User=root)
    "${lab[@]}" on APP01 cat /etc/httpd/conf/httpd.conf >"$work/own.conf"
    for ((i = 0; i < runs; i++)); do
        publish_change "$work/own.conf"
        seconds publish_fresh >>"$work/fresh.$count"
    done
    "${lab[@]}" exec "$ufcluster" -NoProfile -File bench/publish.ps1 "$inventory" "$work/own.conf" "$runs" >"$work/connected.$count"
    publish_common
    "${lab[@]}" on APP01 cat /etc/httpd/conf/httpd.conf >"$work/common.conf"
    for ((i = 0; i < runs; i++)); do
        publish_change "$work/common.conf"
        seconds publish_clush >>"$work/clush.$count"
        if [ "$count" -le 5 ]; then
            publish_change "$work/common.conf"
            seconds publish_scp >>"$work/scp.$count"
            publish_change "$work/common.conf"
            seconds publish_ansible >>"$work/ansible.$count"
        fi
    done
    clush=$(median <"$work/clush.$count") fresh=$(median <"$work/fresh.$count") connected=$(median <"$work/connected.$count")
    row "Publish to $count nodes: clush, copy and graceful" "$clush" "no safety"
    if [ "$count" -le 5 ]; then
        row "Publish to $count nodes: scp and ssh in a loop" "$(median <"$work/scp.$count")" "no safety"
        row "Publish to $count nodes: Ansible, copy with backup and validate" "$(median <"$work/ansible.$count")"
        row "Publish to $count nodes: ours, from a fresh process" "$fresh" "$(ratio "$fresh" "$clush") x clush (at most 1.2)"
        row "Publish to $count nodes: ours, from a connected session" "$connected" "$(ratio "$connected" "$clush") x clush (at most 0.6)"
    else
        row "Publish to $count nodes: ours, from a fresh process" "$fresh" "$(ratio "$fresh" "$clush") x clush (at most 1.0)"
        row "Publish to $count nodes: ours, from a connected session" "$connected" "$(ratio "$connected" "$clush") x clush"
    fi
}
