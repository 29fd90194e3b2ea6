#!/usr/bin/env bash
# Our times beside those of the tools we replace, on one lab in one run. Medians of $BENCH_RUNS (5) runs, in seconds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${BENCH_RUNS:-5}
lab=(tests/lab/lab.sh --name bench)
ufcluster=src/Ultrafarma.Cluster.Shell/bin/Release/net10.0/ufcluster
work=$(mktemp -d)
trap '"${lab[@]}" down >/dev/null; rm -rf "$work"' EXIT

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
seconds() { local started=$EPOCHREALTIME; "$@" >/dev/null; awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f\n", b - a }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
row() { printf '%-58s %10s  %s\n' "$1" "$2" "${3:-}"; }

conflict() { "${lab[@]}" reset >/dev/null; "${lab[@]}" conflict "$1" >/dev/null; }
ours() { "${lab[@]}" exec "$ufcluster" -NoProfile -File bench/csync.ps1 "$inventory"; }

# The least that csync2 itself needs: list into a file, one force, one push. No look at what is overwritten, no proof.
# shellcheck disable=SC2016 # expanded on the node
minimum() {
    "${lab[@]}" on APP01 sh -c 'csync2 -M >/tmp/rows; cut -f 4 /tmp/rows | sort -u | tr "\n" "\0" | xargs -0 -s 1000000 csync2 -f --; csync2 -u'
}

# What an ssh loop needs to list the dirty rows and hash the same files, on all nodes at once.
# shellcheck disable=SC2016 # expanded on the node
shell_get() {
    local node
    for node in 11 12 13 14 15; do
        "${lab[@]}" exec ssh -n -o BatchMode=yes -o UserKnownHostsFile="$state/known_hosts" -i "$state/id_ed25519" "root@10.77.0.$node" \
            'cd /; csync2 -M >/tmp/rows; cut -f 4 /tmp/rows | sort -u | tr "\n" "\0" | xargs -0 sha256sum' >"$work/$node" &
    done
    wait
}

machine() {
    row "Machine" "" "$(nproc) x $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo), load $(cut -d ' ' -f 1 /proc/loadavg)"
    row "Medians of $runs runs" "seconds"
}

old_way() {
    conflict 350
    row "Old script, 1,400 rows (cut off after 60 s)" "$(seconds "${lab[@]}" on APP01 timeout 60 sh -c \
        'csync2 -M | awk "{print \$4}" | while read f; do csync2 -f $f; done' || true)" "marks only, pushes nothing"
    conflict 1400
    row "Old script, 5,600 rows (cut off after 60 s)" "$(seconds "${lab[@]}" on APP01 timeout 60 sh -c \
        'csync2 -M | awk "{print \$4}" | while read f; do csync2 -f $f; done' || true)" "never ends"
}

whole() {
    local i least mine get shell
    for ((i = 0; i < runs; i++)); do
        conflict 1400
        seconds minimum >>"$work/minimum"
        conflict 1400
        seconds shell_get >>"$work/shell"
        ours >"$work/ours"
        awk '{ print $1 }' "$work/ours" >>"$work/get"
        awk '{ print $1 + $2 }' "$work/ours" >>"$work/whole"
    done
    least=$(median <"$work/minimum") mine=$(median <"$work/whole") get=$(median <"$work/get") shell=$(median <"$work/shell")
    row "csync2's bare minimum, 5,600 rows (-M, -f, -u)" "$least"
    row "Get | Resolve, 5,600 rows (connect, hash, keep, push, verify)" "$mine" "$(ratio "$mine" "$least") x the minimum (at most 1.3)"
    row "ssh loop: list and hash on five nodes at once" "$shell"
    row "Get-CsyncConflict, with the connections it opens" "$get" "$(ratio "$get" "$shell") x the ssh loop (at most 3)"
}

scale() {
    local files i
    for files in 1400 3500 14000; do
        : >"$work/scale"
        for ((i = 0; i < runs; i++)); do
            conflict "$files"
            ours >>"$work/scale"
        done
        row "Get | Resolve, $((files * 4)) rows" "$(awk '{ print $1 + $2 }' "$work/scale" | median)" \
            "$(awk '{ print $1 + $2 }' "$work/scale" | median | awk -v n="$((files * 4))" '{ printf "%.2f ms a row", 1000 * $1 / n }'), peak $(awk '{ print $3 }' "$work/scale" | sort -n | tail -1) MB (at most 300)"
    done
}

startup() {
    # As pwsh ships: with the engine compiled ahead of time.
    dotnet publish bench/startup.cs -c Release -r linux-x64 --no-self-contained -p:PublishReadyToRun=true -o "$work/startup" -v quiet -nologo >/dev/null
    local i engine import
    for ((i = 0; i < runs; i++)); do "$work/startup/startup" out/Ultrafarma.Cluster/Ultrafarma.Cluster.psd1 >>"$work/start"; done
    engine=$(awk '{ print $1 }' "$work/start" | median) import=$(awk '{ print $2 }' "$work/start" | median)
    row "Start-up of a process with PowerShell's engine" "$(ratio "$engine" 1000)"
    row "Import of the module" "$(ratio "$import" 1000)" "$(ratio "$import" "$engine") of the start-up (at most 0.25), SSH.NET loaded: $(awk '{ print $3 }' "$work/start" | sort -u)"
}

# The reader alone, then the cmdlet beside a bare request to the lab's page.
haproxy_read() {
    dotnet publish bench/haproxy-read.cs -c Release -r linux-x64 --no-self-contained -o "$work/read" -v quiet -nologo >/dev/null
    local milliseconds megabytes least least_megabytes page columns slow
    read -r milliseconds megabytes least least_megabytes page columns < <("$work/read/Ultrafarma.Cluster.Bench" "$runs" "$work/page.csv")
    row "Decode and split a page of 20,000 servers ($page MB, $columns columns)" "$(ratio "$least" 1000)" "$least_megabytes MB allocated"
    row "The same page to typed records (at most 0.06)" "$(ratio "$milliseconds" 1000)" \
        "$(ratio "$milliseconds" "$least") x of that (at most 5), $megabytes MB allocated (at most 40)"
    command -v pwsh >/dev/null || return 0
    slow=$(pwsh -NoProfile -File bench/convertfrom-csv.ps1 "$work/page.csv" "$runs")
    row "The same page by ConvertFrom-Csv" "$(ratio "$slow" 1000)" "$(ratio "$slow" "$milliseconds") x of ours (at least 45)"
}

haproxy_page() {
    local bare ours page_uri
    page_uri=$(sed -n "s/^ *Uri = '\(.*\)'/\1/p" "$inventory")
    read -r bare ours < <("${lab[@]}" exec "$ufcluster" -NoProfile -File bench/haproxy-page.ps1 "$page_uri" "$runs")
    row "One request to the lab's stats page, read to the end" "$(ratio "$bare" 1000)"
    row "Get-HaproxyServer by the page" "$(ratio "$ours" 1000)" "$(ratio "$ours" "$bare") x the request (at most 1.5)"
}

# Reads a big config beside reading its bytes and splitting them.
httpd_read() {
    dotnet publish bench/httpd-read.cs -c Release -r linux-x64 --no-self-contained -o "$work/httpd-read" -v quiet -nologo >/dev/null
    local milliseconds least megabytes
    read -r milliseconds least megabytes < <("$work/httpd-read/Ultrafarma.Cluster.Bench" "$runs" "$work/big.conf")
    row "Read a httpd.conf of $megabytes MB and split it into lines" "$(ratio "$least" 1000)"
    row "The same file parsed and printed back" "$(ratio "$milliseconds" 1000)" "$(ratio "$milliseconds" "$least") x of that (at most 6)"
}

# shellcheck source=bench/nodes.sh
. bench/nodes.sh
# shellcheck source=bench/publish.sh
. bench/publish.sh

# What a scheduled script runs in: pwsh and what is published of ufcluster are compiled ahead, a build is not.
dotnet publish src/Ultrafarma.Cluster.Shell -c Release -r linux-x64 --no-self-contained -o "$work/ufcluster" -v quiet -nologo >/dev/null
published=$work/ufcluster/ufcluster

# "publish [NODES]" and "nodes" measure that alone.
machine
if [ "${1:-}" = nodes ]; then
    nodes
    exit
fi
if [ "${1:-}" = publish ]; then
    publish "${2:-5}"
    exit
fi
startup
haproxy_read
httpd_read
"${lab[@]}" down >/dev/null
"${lab[@]}" up >/dev/null
state=$("${lab[@]}" state)
inventory=$state/inventory.psd1
haproxy_page
publish 5
whole
scale
old_way
nodes
