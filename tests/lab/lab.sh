#!/usr/bin/env bash
# A lab of real servers (sshd, Apache, csync2, haproxy, cron) in Linux namespaces.
# `lab.sh --help` tells how to use it; README-like notes stand in lib/*.sh where they matter.
set -euo pipefail

LAB_HOME=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
LAB_NAME=uf
LAB_ROOT=/var/tmp/uflab

usage() {
    cat <<'USAGE'
Usage: lab.sh [--name NAME] COMMAND      (NAME: a-z 0-9 -, default uf; needs root)

  up [N=5]                     start N nodes (CD163820-L-ULTRAFARMA-APP01..) and the balancer lb01
  down                         stop and remove everything, whatever state it is in
  reset                        back to a clean, synced cluster (lb01's network namespace survives)
  status                       one line a node
  state                        print the lab's state directory (inventory.psd1, keys, known_hosts)
  on NODE CMD...               run CMD on a node; NODE: full name, APP01, 1 or lb01
  exec CMD...                  run CMD with this file system, but in the network of lb01
  cut NODE | heal NODE         unplug / plug in the network cable
  slow NODE MS                 every packet from and to NODE takes MS/2 ms longer (0: undo)
  fill NODE [data|etc|backup|csync2-backup]     fill that disk (default data)
  unfill NODE [data|etc|backup|csync2-backup]   undo (drain-disk is another name for it)
  stop|start NODE SERVICE      SERVICE: sshd httpd csync2 cron haproxy systemd
  reload lb01 haproxy          reload its configuration, as systemctl reload does
  hang NODE csync2             csync2's port accepts and never answers (undo: start NODE csync2)
  clock NODE OFFSET            the node's clock is off by this, such as +1h or -90s (undo: 0)
  hostkey NODE [restore]       give NODE a new ssh host key, or its first one again
  conflict COUNT [--nodes 1,2] [--identical|--chmod|--delete|--type] [--dir NAME]
                               make COUNT files that are in conflict among the nodes (default: all)
  stale COUNT                  the false conflict of three nodes (1 edits, 2 still owes it to 3)
USAGE
}

die() { printf 'lab.sh: %s\n' "$*" >&2; exit 1; }
usage_error() { printf 'lab.sh: %s\n\n' "$*" >&2; usage >&2; exit 2; }

while (($#)); do
    case $1 in
        --name) (($# >= 2)) || usage_error '--name needs a value'; LAB_NAME=$2; shift 2 ;;
        --name=*) LAB_NAME=${1#--name=}; shift ;;
        -h | --help | help) usage; exit 0 ;;
        -*) usage_error "unknown option $1" ;;
        *) break ;;
    esac
done
(($#)) || usage_error 'a command is missing'
[[ $LAB_NAME =~ ^[a-z0-9]([a-z0-9-]{0,14}[a-z0-9])?$ ]] || usage_error "not a lab name: $LAB_NAME"
COMMAND=$1; shift
STATE=$LAB_ROOT/$LAB_NAME

# shellcheck source=lib/common.sh
source "$LAB_HOME/lib/common.sh"

((EUID == 0)) || die 'needs root: namespaces, mounts and the servers themselves (try sudo)'

# The two commands that tests call all the time come before anything is sourced or checked.
case $COMMAND in
    on)
        (($# >= 2)) || usage_error 'on NODE CMD...'
        node=$(resolve_node "$1"); shift
        pid=$(node_pid "$node")
        exec env -i "${NODE_ENV[@]}" "TERM=${TERM:-dumb}" nsenter -t "$pid" -m -u -i -n -p -- "$@"
        ;;
    exec)
        (($# >= 1)) || usage_error 'exec CMD...'
        pid=$(node_pid lb01)
        # The mark lets `down` find what was left running here.
        UFLAB_LAB=$LAB_NAME exec nsenter -t "$pid" -n -- "$@"
        ;;
esac

for part in network base node services faults conflicts; do
    # shellcheck source=/dev/null
    source "$LAB_HOME/lib/$part.sh"
done

# Commands with children of their own carry the mark in their environment from the start, so that
# `down` also finds the children of a lab.sh that was killed.
case $COMMAND in
    up | reset | conflict | stale)
        if [[ ${UFLAB_LAB:-} != "$LAB_NAME" || ${UFLAB_MARKED:-} != "$$" ]]; then
            UFLAB_LAB=$LAB_NAME UFLAB_MARKED=$$ exec bash "$LAB_HOME/lab.sh" --name "$LAB_NAME" "$COMMAND" "$@"
        fi
        ;;
    down)
        # ... and `down` must not find its own children when it is called under `exec`.
        [[ -z ${UFLAB_LAB:-} ]] || exec env -u UFLAB_LAB bash "$LAB_HOME/lab.sh" --name "$LAB_NAME" down "$@"
        ;;
esac

arguments() { # min max usage given...
    local min=$1 max=$2 text=$3; shift 3
    (($# >= min && $# <= max)) || usage_error "$text"
}

case $COMMAND in
    up) arguments 0 1 'up [N]' "$@"; lab_up "$@" ;;
    down) arguments 0 0 'down' "$@"; lab_down ;;
    reset) arguments 0 0 'reset' "$@"; lab_reset ;;
    status) arguments 0 0 'status' "$@"; lab_status ;;
    state) arguments 0 0 'state' "$@"; printf '%s\n' "$STATE" ;;
    cut) arguments 1 1 'cut NODE' "$@"; need_up; link_set "$(resolve_node "$1")" down ;;
    heal) arguments 1 1 'heal NODE' "$@"; need_up; link_set "$(resolve_node "$1")" up ;;
    slow) arguments 2 2 'slow NODE MS' "$@"; need_up; link_delay "$(resolve_node "$1")" "$2" ;;
    fill) arguments 1 2 'fill NODE [DISK]' "$@"; need_up; disk_fill "$(resolve_node "$1")" "${2:-data}" ;;
    unfill | drain-disk) arguments 1 2 'unfill NODE [DISK]' "$@"; need_up; disk_unfill "$(resolve_node "$1")" "${2:-data}" ;;
    start | stop) arguments 2 2 "$COMMAND NODE SERVICE" "$@"; need_up; service_do "$COMMAND" "$(resolve_node "$1")" "$2" ;;
    reload) arguments 2 2 'reload lb01 haproxy' "$@"; need_up; service_reload "$(resolve_node "$1")" "$2" ;;
    hang) arguments 2 2 'hang NODE csync2' "$@"; need_up; service_hang "$(resolve_node "$1")" "$2" ;;
    clock) arguments 2 2 'clock NODE OFFSET' "$@"; need_up; clock_move "$(resolve_node "$1")" "$2" ;;
    hostkey) arguments 1 2 'hostkey NODE [restore]' "$@"; need_up; hostkey_change "$(resolve_node "$1")" "${2:-new}" ;;
    conflict) need_up; make_conflict "$@" ;;
    stale) arguments 1 1 'stale COUNT' "$@"; need_up; make_stale "$1" ;;
    *) usage_error "unknown command $COMMAND" ;;
esac
