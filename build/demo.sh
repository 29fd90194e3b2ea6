#!/usr/bin/env bash
# A real five-node cluster, a mass upload of 1,400 files in conflict, the old script beside ours, and nothing left over.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
keep=
[ "${1:-}" = --keep ] && keep=yes
lab=(tests/lab/lab.sh --name demo)
ufcluster=src/Ultrafarma.Cluster.Shell/bin/Release/net10.0/ufcluster
say() { printf '\n\033[1m# %s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n# %s\n' "$*"; }
cleanup() {
    [ -n "$keep" ] && return
    "${lab[@]}" down
}
trap cleanup EXIT

# Every kind of conflict, as a day of uploads to the wrong nodes leaves them; a stale one first, since it needs a real push.
make_conflict() {
    "${lab[@]}" stale 50
    "${lab[@]}" conflict 1000 --identical --dir campaign
    "${lab[@]}" conflict 200 --dir prices
    "${lab[@]}" conflict 80 --chmod --dir banners
    "${lab[@]}" conflict 50 --delete --dir outlet
    "${lab[@]}" conflict 20 --type --dir links
}

say "Starting five nodes and a balancer, each a namespace of its own with the real sshd, Apache, csync2 and HAProxy"
"${lab[@]}" down >/dev/null
"${lab[@]}" up
state=$("${lab[@]}" state)

say "A mass upload that went to several nodes: 1,400 files in conflict"
make_conflict
say "The old script on APP01, given 30 s: csync2 -M | awk '{print \$4}' | while read f; do csync2 -f \$f; done"
# shellcheck disable=SC2016 # expanded on the node
"${lab[@]}" on APP01 timeout 30 sh -c 'csync2 -M | awk "{print \$4}" | while read f; do csync2 -f $f; done' || true
# shellcheck disable=SC2016
"${lab[@]}" on APP01 sh -c 'sqlite3 /var/lib/csync2/*.db3 "select count(*) from dirty; select count(*) from dirty where forced = 1"' |
    { read -r rows; read -r forced; echo "After 30 s it has forced $forced of $rows rows, pushed none, and kept no copy of what it would overwrite."; }

say "The same conflict anew, and ours"
"${lab[@]}" reset
make_conflict
"${lab[@]}" exec "$ufcluster" -NoProfile -File build/demo.ps1 "$state/inventory.psd1"

if [ -n "$keep" ]; then
    say "The lab stays up. This prompt is inside it; ./build.sh lab --name demo down removes it."
    ULTRAFARMA_CLUSTER=$state/inventory.psd1 "${lab[@]}" exec "$ufcluster"
else
    say "Removing the lab"
fi
