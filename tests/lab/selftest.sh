#!/usr/bin/env bash
# shellcheck disable=SC2016  # what stands in single quotes is for the shells on the nodes
# Tries the lab itself, under the names selfa and selfb: every command, kills in the middle of `up`,
# and that `down` leaves nothing. Takes about a minute and a half. `selftest.sh 50` adds a lab of 50.
set -uo pipefail
HERE=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
LAB=("$HERE/lab.sh" --name selfa)
OTHER=("$HERE/lab.sh" --name selfb)
STATE=/var/tmp/uflab/selfa
UPLOAD=/data/www/html/ultrastores.com.br/upload
PROBLEMS=0

lab() { "${LAB[@]}" "$@"; }

check() { # text command...: the command must succeed
    local text=$1 started=${EPOCHREALTIME/./} output rc=0; shift
    output=$("$@" 2>&1 </dev/null) || rc=$?
    if ((rc == 0)); then
        printf 'ok   %5d ms  %s\n' $(((${EPOCHREALTIME/./} - started) / 1000)) "$text"
    else
        printf 'FAIL (%d)     %s\n%s\n' "$rc" "$text" "$output"
        PROBLEMS=$((PROBLEMS + 1))
    fi
}

gives() { # exit-code text-in-the-output command...
    local rc=0 wanted=$1 text=$2 output; shift 2
    output=$("$@" 2>&1) || rc=$?
    [[ $rc == "$wanted" && $output == *"$text"* ]] || { printf 'exit code %d, output: %s\n' "$rc" "$output"; return 1; }
}

# What `down` must give back. Sorted, without what changes by itself on a running machine.
traces() {
    ip netns list
    ip -o link | cut -d: -f2
    cut -d' ' -f4-5 /proc/self/mountinfo
    ls -d /data /var/tmp/uflab /var/tmp/uflab/.made-data /var/tmp/uflab/self* 2>/dev/null
    find /proc/[0-9]*/cmdline -maxdepth 0 -exec grep -lsE 'uflab-init:self' {} +
    lsns -n -t net -o NS | sort -u
}

nothing_left() { diff <(traces) - <<<"$BEFORE"; }

ssh_lab() { # options... -- address command
    local options=()
    while [[ $1 != -- ]]; do options+=("$1"); shift; done
    shift
    lab exec ssh -F /dev/null -o UserKnownHostsFile="$STATE/known_hosts" -o StrictHostKeyChecking=yes -o IdentitiesOnly=yes \
        -o ConnectTimeout=3 "${options[@]}" "$@"
}

ssh_with_secret() { # secret options... -- address command
    local askpass=$WORK/askpass
    printf '#!/bin/sh\necho "%s"\n' "$1" >"$askpass"; chmod 700 "$askpass"; shift
    SSH_ASKPASS=$askpass SSH_ASKPASS_REQUIRE=force ssh_lab -o NumberOfPasswordPrompts=1 "$@"
}

rows() { lab on "$1" csync2 -M | grep -c "$UPLOAD/"; }
rows_are() { local n; n=$(rows "$1"); [[ $n == "$2" ]] || { echo "$n rows"; return 1; }; }
fetches() { lab exec curl -sf -m "${2:-2}" -o /dev/null "http://10.77.0.1$1/health.txt"; }
not() { ! "$@"; }
same_everywhere() { # node... : the upload directories are the same
    local node sums=
    for node; do sums+=$(lab on "$node" bash -c "cd $UPLOAD && md5sum * | md5sum")$'\n'; done
    [[ $(sort -u <<<"${sums%$'\n'}" | wc -l) == 1 ]]
}

test_commands() {
    check 'up' lab up 5
    check 'up again' gives 0 'is up' lab up
    check 'up with another number is refused' gives 1 'down first' lab up 4
    check 'its output can be piped' timeout 30 bash -c "${LAB[*]} up | cat"
    check 'on: exit code' gives 42 '' lab on APP01 bash -c 'exit 42'
    check 'on: exact arguments' gives 0 '[a  b][*][]' lab on lb01 printf '[%s]' 'a  b' '*' ''
    check 'on: standard input' gives 0 hello bash -c "echo hello | ${LAB[*]} on 2 cat"
    check 'on: name' gives 0 CD163820-L-ULTRAFARMA-APP03 lab on cd163820-l-ultrafarma-app03 hostname
    check 'on: directory and settings' gives 0 '/ /etc/csync2' lab on 3 bash -c 'echo "$PWD $CSYNC2_SYSTEM_DIR"'
    check 'exec: exit code, directory, environment' gives 7 "$PWD X" env MARK=X "${LAB[@]}" exec bash -c 'echo "$PWD $MARK"; exit 7'
    check 'exec: on works in it' gives 0 ULTRAFARMA-APP02 lab exec "${LAB[@]}" on 2 hostname
    check 'no route to outside' not lab exec bash -c 'ip route get 192.0.2.1'
    check 'haproxy serves the site' gives 0 'SRV=APP' lab exec curl -si http://10.77.0.10/
    check 'stats page' gives 0 "web,CD163820-L-ULTRAFARMA-APP05" lab exec curl -su admin:lab-stats-pass 'http://10.77.0.10:8404/haproxy?stats;csv'
    check 'server-status' gives 0 'ServerMPM: event' lab exec curl -s 'http://10.77.0.12/server-status?auto'
    check 'ssh: key' gives 0 'uid=0' ssh_lab -i "$STATE/id_ed25519" -o BatchMode=yes -- root@10.77.0.11 id
    check 'ssh: encrypted key' gives 0 'uid=0' ssh_with_secret lab-passphrase -i "$STATE/id_ed25519_enc" -o PasswordAuthentication=no -- root@10.77.0.11 id
    check 'ssh: encrypted key, wrong passphrase' gives 255 'denied' ssh_with_secret wrong -i "$STATE/id_ed25519_enc" -o PasswordAuthentication=no -- root@10.77.0.11 id
    check 'ssh: root by password' gives 0 'uid=0' ssh_with_secret 'Lab-Passw0rd!' -o PubkeyAuthentication=no -- root@10.77.0.14 id
    check 'ssh: deploy by password' gives 0 'uid=1999' ssh_with_secret 'Lab-Passw0rd!' -o PubkeyAuthentication=no -- deploy@10.77.0.14 id
    check 'ssh: wrong password' gives 255 'denied' ssh_with_secret 'wrong' -o PubkeyAuthentication=no -- deploy@10.77.0.14 id
    check 'sftp' gives 0 sshd_config lab exec bash -c "echo 'ls /etc/ssh' | sftp -q -b - -i $STATE/id_ed25519 -o UserKnownHostsFile=$STATE/known_hosts root@10.77.0.10"
    check 'csync2 pushes' lab on 4 bash -c "echo new >$UPLOAD/pushed; timeout 20 csync2 -x"
    check '... to all' same_everywhere 1 2 3 4 5
    check 'several peers push at once' bash -c "for n in 1 2 3 4 5; do ${LAB[*]} on \$n bash -c 'for i in {1..40}; do echo \$HOSTNAME >$UPLOAD/from-'\$n'-\$i; done; timeout 60 csync2 -x' & done; wait"
    check '... and finish' lab on 1 bash -c "cd $UPLOAD && for n in 1 2 3 4 5; do ls from-\$n-40 || exit; done"
    check 'a new file without its directory at the peers stays dirty' lab on 1 bash -c 'echo x >/data/www/html/sphinx/etc/sphinx.conf; timeout 20 csync2 -x; [[ $(csync2 -M | grep -c sphinx.conf) == 4 ]]'
    check 'reset' lab reset
}

test_faults() {
    check 'cut' lab cut 3
    check '... is not reached' not fetches 3
    check '... others are' fetches 2
    check '... but still by on' lab on 3 true
    check 'heal' lab heal 3
    check '... is reached again' fetches 3
    check 'slow 300' lab slow 2 300
    check '... is slow' not fetches 2 0.4
    check '... and works' fetches 2 3
    check 'slow 0' lab slow 2 0
    check '... is fast again' fetches 2 0.2
    local disk path
    for disk in data:/data etc:/etc backup:/var/backups csync2-backup:/var/backup/csync2; do
        path=${disk#*:} disk=${disk%:*}
        check "fill $disk" lab fill 4 "$disk"
        check '... no byte fits' gives 1 'No space left' lab on 4 bash -c "echo x >$path/x"
        check "unfill $disk" lab unfill 4 "$disk"
        check '... fits again' lab on 4 bash -c "echo x >$path/x"
    done
    local service
    for service in sshd httpd csync2; do
        check "stop $service" lab stop 5 "$service"
        check '... port is closed' not lab exec bash -c "exec 3<>/dev/tcp/10.77.0.15/$(port "$service")"
        check "stop $service again" lab stop 5 "$service"
        check "start $service" lab start 5 "$service"
        check '... port answers' lab exec bash -c "exec 3<>/dev/tcp/10.77.0.15/$(port "$service")"
        check "start $service again" lab start 5 "$service"
    done
    ssh_lab -i "$STATE/id_ed25519" -- root@10.77.0.15 'echo in; sleep 60' >"$WORK/session" 2>/dev/null &
    local session=$!
    for _ in {1..100}; do grep -q in "$WORK/session" && break; sleep 0.05; done
    check 'stop sshd ends sessions' lab stop 5 sshd
    check '... within 2 s' timeout 2 tail --pid="$session" -f /dev/null
    check 'stop haproxy' lab stop lb01 haproxy
    check '... gone' not fetches 0
    check 'start haproxy' lab start lb01 haproxy
    check 'cron' lab start 1 cron
    lab on 1 bash -c 'echo "* * * * * root echo \$CSYNC2_SYSTEM_DIR >/tmp/cron-ran" >/etc/cron.d/probe'
    check 'hang csync2' lab hang 2 csync2
    check '... hangs' gives 124 '' lab on 1 timeout 1 csync2 -T
    check 'start csync2' lab start 2 csync2
    check '... answers' gives 2 '' lab on 1 timeout 5 csync2 -T
    check 'systemd' lab start 4 systemd
    check '... ssh goes to where it is' gives 0 running ssh_lab -i "$STATE/id_ed25519" -o BatchMode=yes -- root@10.77.0.14 systemctl is-system-running
    check 'stop systemd' lab stop 4 systemd
    check '... ssh works without it' gives 0 '' ssh_lab -i "$STATE/id_ed25519" -o BatchMode=yes -- root@10.77.0.14 true
    check 'clock +1h' lab clock 2 +1h
    check '... is ahead' lab on 2 bash -c "(( \$(date +%s) - $(date +%s) > 3500 ))"
    check '... files keep their times' gives 2 '' lab on 2 bash -c 'csync2 -cr / && csync2 -M'
    check 'clock 0' lab clock 2 0
    check '... is right again' lab on 2 bash -c "(( \$(date +%s) - $(date +%s) < 60 ))"
    check 'clock tomorrow' gives 2 'not an offset' lab clock 2 tomorrow
    check 'hostkey' lab hostkey 3
    check '... is refused' gives 255 'IDENTIFICATION HAS CHANGED' ssh_lab -i "$STATE/id_ed25519" -o BatchMode=yes -- root@10.77.0.13 true
    check 'hostkey restore' lab hostkey 3 restore
    check '... is accepted' ssh_lab -i "$STATE/id_ed25519" -o BatchMode=yes -- root@10.77.0.13 true
    check 'cron ran, with csync2 set up' timeout 70 bash -c "until ${LAB[*]} on 1 grep -qx /etc/csync2 /tmp/cron-ran; do sleep 1; done" 2>/dev/null
    check 'status' gives 0 'cron=up dirty=0' lab status
    lab stop 1 httpd; lab cut 2; lab slow 3 100; lab fill 4; lab fill 5 etc; lab hang 4 csync2; lab hostkey 5
    lab on 2 bash -c 'rm -rf /etc/csync2 /etc/httpd /data/www; echo x >/var/spool/cron/crontabs/root'
    check 'reset mends all of that' lab reset
    check '... the cluster is whole' gives 0 "$(printf 'APP0%d link=up sshd=up httpd=up csync2=up cron=down dirty=0\n' 1)" lab status
    check '... the cron files are gone' lab on 2 bash -c '[[ -z $(ls -A /var/spool/cron/crontabs /etc/cron.d | grep -v :) ]]'
    check '... the host key is the first one' ssh_lab -i "$STATE/id_ed25519" -o BatchMode=yes -- root@10.77.0.15 true
    check '... no fill is left' lab on 4 bash -c '[[ ! -e /data/.uflab-fill ]]'
}

port() { case $1 in sshd) echo 22 ;; httpd) echo 80 ;; csync2) echo 30865 ;; esac; }

test_conflicts() {
    local kind
    check 'conflict 1400' lab conflict 1400
    check '... 5600 rows' rows_are 3 5600
    check 'reset' lab reset
    for kind in '' --identical --chmod --delete --type; do
        # shellcheck disable=SC2086
        check "conflict 10 $kind on 1,2,4" lab conflict 10 $kind --nodes 1,2,APP04
        check '... 40 rows' rows_are 4 40
        check '... none elsewhere' rows_are 3 0
        # A push must be refused for real, unless the content is the same.
        lab on 1 timeout 60 csync2 -x -P cd163820-l-ultrafarma-app02 >/dev/null 2>&1
        if [[ $kind == --identical ]]; then
            check '... a push clears it' gives 0 '' bash -c "[[ \$(${LAB[*]} on 1 csync2 -M | grep -c app02) == 0 ]]"
        else
            check '... a push is refused' gives 0 '' bash -c "[[ \$(${LAB[*]} on 1 csync2 -M | grep -c app02) == 10 ]]"
        fi
        check 'reset' lab reset
    done
    check 'stale 20' lab stale 20
    check '... APP02 owes APP03' rows_are 2 20
    check '... APP01 has rows for all' rows_are 1 80
    lab on 1 timeout 60 csync2 -x >/dev/null 2>&1
    check '... APP02 refuses APP01' bash -c "[[ \$(${LAB[*]} on 1 csync2 -M | grep -c app02) == 20 ]]"
    check 'reset' lab reset
}

test_usage() {
    check 'no command' gives 2 'Usage' lab
    check 'unknown command' gives 2 'Usage' lab frobnicate
    check 'unknown node' gives 2 'not a node' lab on APPX true
    check 'node that is not there' gives 1 'no node APP44' lab on 44 true
    check 'bad name' gives 2 'not a lab name' "$HERE/lab.sh" --name ../x up
    check 'not up' gives 1 'not up' "$HERE/lab.sh" --name selfx status
    check 'down on nothing' "$HERE/lab.sh" --name selfx down
    check 'help' gives 0 'Usage' lab --help
    check 'needs root' gives 1 'needs root' setpriv --reuid=65534 --regid=65534 --clear-groups "$HERE/lab.sh" up
}

test_two_labs() {
    check 'a second lab beside' "${OTHER[@]}" up 2
    check '... its own csync2' gives 2 '' "${OTHER[@]}" on 1 csync2 -T
    check '... has no APP03' gives 1 '' "${OTHER[@]}" on 3 true
    check '... down' "${OTHER[@]}" down
    check '... the first one lives' fetches 5
}

kill_quietly() { { kill -9 "$1"; wait "$1"; } 2>/dev/null; }

test_killed() {
    local delay victim
    lab on 2 true
    victim=$(cat "$STATE/nodes/APP02/pid")
    kill -9 "$victim"
    check 'a killed node is made anew by up' gives 0 'made anew: APP02' lab up
    check '... and is in sync' gives 2 '' lab on 1 csync2 -T
    for _ in 1 2 3; do
        lab slow 2 100
        kill -9 "$(<"$STATE/nodes/APP02/pid")" "$(<"$STATE/nodes/APP04/pid")"
        check '... two at once, and at once again' gives 0 'made anew: APP02 APP04' lab up
        check '... reached from lb01' fetches 2 1
    done
    lab exec sleep 1000 &
    disown
    lab on 3 bash -c 'setsid sleep 1000 & sleep 1000' &
    disown
    sleep 0.2
    check 'down, called under exec' lab exec "$HERE/lab.sh" --name selfa down
    check '... leaves nothing' nothing_left
    for delay in 0.02 0.1 0.3 0.5 0.7 0.9 1.1 1.3 1.5 1.7 1.9; do
        setsid "${LAB[@]}" up >/dev/null 2>&1 &
        victim=$!
        sleep "$delay"
        kill_quietly "$victim"
        check "down after kill -9 of up at $delay s" lab down
        sleep 0.2
        check '... leaves nothing' nothing_left
    done
    setsid "${LAB[@]}" up >/dev/null 2>&1 &
    victim=$!
    sleep 0.5
    kill_quietly "$victim"
    check 'up after kill -9 of up' gives 0 'is up' lab up
    kill -9 "$(<"$STATE/nodes/switch/pid")"
    check 'down after the switch was killed' lab down
    check '... leaves nothing' nothing_left
}

test_many() {
    check "up $1" lab up "$1"
    check 'conflict 100' lab conflict 100
    check "... $((100 * ($1 - 1))) rows" rows_are "$1" $((100 * ($1 - 1)))
    check 'reset' lab reset
    check 'down' lab down
    check '... leaves nothing' nothing_left
}

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"; lab down; "${OTHER[@]}" down' EXIT
lab down
"${OTHER[@]}" down
BEFORE=$(traces)
test_usage
test_commands
test_faults
test_conflicts
test_two_labs
test_killed
(($# == 0)) || test_many "$1"
echo "$PROBLEMS problems"
((PROBLEMS == 0))
