# Pushes what is pending to one peer after the other, tells why the rest stays, and keeps what came of it. $1: seconds for one
# peer, $2: when the run began, $3: by what stop.sh knows it, $4: the only group, or '' for all, $5: what is
# kept of who ran it, $6: how many bytes of SQL come first on stdin, which names what is to go of what lies under a prefix. Then the
# only paths, each ended by NUL, or nothing for all.
patience=$1 started=$2 token=$3 group=$4 by=$5 sql_bytes=$6
trap '' PIPE
mkdir -p "$runtime" && exec 8>>"$runtime/csync2.push" || exit 1
flock -w 20 8 || { echo "another push of ours still runs on this node" >&2; exit 75; }
work=$(mktemp -d) || exit 1
result=0
# A second signal comes when the connection ends; it must not end this.
finish() {
    trap '' TERM INT HUP
    rm -rf "$work"
    remember "$started" "$result" "$by"
}
trap finish EXIT
trap 'trap "" TERM INT HUP; result=143; exit 143' TERM INT HUP
read -r _ _ _ _ leader _ </proc/self/stat
printf '%s %s\n' "$token" "$leader" >"$runtime/csync2.push"
head -c "$sql_bytes" >"$work/sql"
cat >"$work/paths"

push() {
    if [ -s "$work/paths" ]; then
        # The worst of all pieces.
        echo 0 >"$work/status"
        # shellcheck disable=SC2016 # expanded by the inner sh
        xargs -0 -s 1000000 sh -c '"$@"; s=$?; read -r worst <"$0"; [ "$s" -le "$worst" ] || echo "$s" >"$0"' "$work/status" timeout --foreground -k 2 "$patience" \
            "$csync2" ${name:+-C "$name"} ${group:+-G "$group"} -u -r "$1" -P "$peer" -- <"$work/paths"
    else
        timeout --foreground -k 2 "$patience" "$csync2" ${name:+-C "$name"} ${group:+-G "$group"} -u "$1" -P "$peer"
        echo $? >"$work/status"
    fi 2>&1 8>&- | words
}

# csync2 -u takes no path under a prefix, and all of them only without any path. So these go from a small database of their own.
query() { sqlite3 -batch -noheader -bail -init /dev/null -cmd '.timeout 20000' "$@"; }
literal() { printf '%s' "$1" | sed "s/'/''/g"; }
push_prefixed() {
    [ -s "$work/sql" ] || return 0
    if ! command -v sqlite3 >/dev/null 2>&1; then
        printf 'said\t%s\tsqlite3 is not installed, and without it nothing under a prefix can be pushed alone\n' "$peer"
        return 0
    fi
    copy=$work/copy
    rm -rf "$copy" && mkdir "$copy" || return 1
    live=$(literal "$database") base=$(literal "$work") file=$(literal "${database##*/}")
    printf '%s\n' "
        create table file (filename, checktxt, unique (filename) on conflict replace);
        create table dirty (filename, forced, myname, peername, unique (filename, peername) on conflict ignore);
        create table hint (filename, recursive, unique (filename, recursive) on conflict ignore);
        create table action (filename, command, logfile, unique (filename, command) on conflict ignore);
        create table x509_cert (peername, certdata, unique (peername) on conflict ignore);
        attach '$live' as live;
        attach '$base/wanted.db' as w;
        begin;
        insert into dirty select filename, forced, myname, peername from live.dirty
            where peername = '$peer' and filename in (select filename from w.wanted);
        insert into file select filename, checktxt from live.file where filename in (select filename from dirty);
        create table seen as select filename, checktxt from file;
        insert into x509_cert select peername, certdata from live.x509_cert;
        commit;
        select count(*) from dirty;" | query "$copy/${database##*/}" >"$work/count" || return 1
    [ "$(cat "$work/count")" -gt 0 ] || return 0
    for level in -v -vvv; do
        { timeout --foreground -k 2 "$patience" "$csync2" ${name:+-C "$name"} -D "$copy" ${group:+-G "$group"} -u "$level" -P "$peer" 2>&1 8>&-; echo $? >"$work/status"; } | words
        [ "$(cat "$work/status")" -eq 1 ] || break
    done
    # What csync2's check has seen anew meanwhile is owed again.
    printf '%s\n' "
        attach '$base/copy/$file' as copy;
        attach '$base/wanted.db' as w;
        begin immediate;
        delete from dirty where peername = '$peer' and filename in (select filename from w.wanted)
            and filename not in (select filename from copy.dirty)
            and (select checktxt from file where file.filename = dirty.filename) is (select checktxt from copy.seen where seen.filename = dirty.filename);
        insert or ignore into dirty select filename, 0, myname, peername from copy.dirty
            where filename not in (select filename from w.wanted);
        insert or ignore into x509_cert select peername, certdata from copy.x509_cert;
        commit;" | query "$database"
}
if [ -s "$work/sql" ] && command -v sqlite3 >/dev/null 2>&1; then query "$work/wanted.db" <"$work/sql" || exit 1; fi

csync ${group:+-G "$group"} -M >"$work/rows" 2>/dev/null 8>&-
case $? in 0 | 2) ;; *) result=1; echo "csync2 -M failed, so nothing was pushed" >&2; exit 1 ;; esac
# As csync2 itself goes through them.
for peer in $(cut -f 3 "$work/rows" | sort -ru); do
    push -v
    # Why a file is refused is told in a second pass only.
    if [ "$(cat "$work/status")" -eq 1 ]; then push -vvv; fi
    status=$(cat "$work/status")
    echo 0 >"$work/status"
    push_prefixed || echo 1 >"$work/status"
    if [ "$(cat "$work/status")" -gt "$status" ]; then status=$(cat "$work/status"); fi
    printf 'pushed\t%s\t%s\n' "$peer" "$status"
    if [ "$status" -gt "$result" ]; then result=$status; fi
done
exit 0
