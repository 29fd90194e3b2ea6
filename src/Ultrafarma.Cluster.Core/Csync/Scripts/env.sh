# Read before every other script here. $1 is csync2's command, $2 its config or '', $3 the folder of its databases.
set -u
# csync2 run from a folder that is reached through a symlink matches nothing.
cd / || exit 1
export LC_ALL=C
umask 077
csync2=$1 config=$2 dbdir=$3
shift 3
if [ -n "$config" ]; then
    CSYNC2_SYSTEM_DIR=${config%/*}
elif [ -z "${CSYNC2_SYSTEM_DIR:-}" ]; then
    CSYNC2_SYSTEM_DIR=/etc
    if [ ! -e /etc/csync2.cfg ] && [ -e /etc/csync2/csync2.cfg ]; then CSYNC2_SYSTEM_DIR=/etc/csync2; fi
    config=$CSYNC2_SYSTEM_DIR/csync2.cfg
else
    config=$CSYNC2_SYSTEM_DIR/csync2.cfg
fi
export CSYNC2_SYSTEM_DIR
# A login over ssh often lacks the sbin folders.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
name=${config##*/}
name=${name%.cfg}
name=${name#csync2}
name=${name#_}
# From where uname -n has it, by one process less.
host=$(tr '[:upper:]' '[:lower:]' </proc/sys/kernel/hostname)
database=$dbdir/$host${name:+_$name}.db3
csync() { "$csync2" ${name:+-C "$name"} "$@"; }
# Only root writes here: in a folder that everybody writes to, anybody could hold our locks.
runtime=/run/ultrafarma-cluster
# What ends a script may come twice, by the word to it and by the end of its connection; the second must not cut off its last words.
trap 'trap "" TERM INT HUP; exit 143' TERM INT HUP
command -v "$csync2" >/dev/null 2>&1 || { echo "$csync2: not found" >&2; exit 127; }
