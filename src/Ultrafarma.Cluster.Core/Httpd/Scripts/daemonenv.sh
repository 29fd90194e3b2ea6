# Read before the scripts that look at, put and remove the services on a node.
set -u
cd / || exit 1
export LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 077
root=/var/lib/ultrafarma-cluster
units=/etc/systemd/system inits=/etc/init.d
sum_of() { sum=$(sha256sum <"$1") && printf '%s\n' "${sum%% *}"; }
# A service that somebody else wrote under the same name is none of ours.
is_ours() { [ -f "$1" ] && grep -q '^# Installed by Ultrafarma.Cluster' "$1"; }
# Programs that no service names any more, and what uploads that were killed left.
prune() {
    find "$root/program" -mindepth 1 -maxdepth 1 -name '.*.*' -mmin +60 -exec rm -rf -- {} + 2>/dev/null
    for folder in "$root"/program/*; do
        [ -d "$folder" ] || continue
        used=
        for settings in "$root"/*/settings; do
            if [ -f "$settings" ] && grep -qF -- "$folder/" "$settings"; then used=yes; fi
        done
        [ -n "$used" ] || rm -rf -- "$folder"
    done
    rmdir -- "$root/program" "$root" 2>/dev/null || true
}
# While a service runs, its program must stay.
lock() {
    exec 9>"$1/lock" || exit 1
    flock -w 20 9 || { echo "$2 runs just now; run this again when it has ended" >&2; exit 75; }
}
