# Makes this node the winner for the paths it is given, at all peers, and tells what came of it.
# $1, $2: bytes of the SQL and of the mark list on stdin; the list of all paths follows, each path ended by NUL.
# $3: seconds that one peer may take. $4: the only peers that get anything, separated by blanks, or "*" for all.
# $5: by what stop.sh knows this push.
# It runs to its end also when whoever started it is gone: a force mark that nobody pushes would later overwrite
# what nobody looked at. For the same reason no mark outlives this script.
sql_bytes=$1 mark_bytes=$2 patience=$3 only=" $4 "
trap '' PIPE HUP
mkdir -p "$runtime" && exec 8>>"$runtime/csync2.push" || exit 1
flock -w 20 8 || { echo "another push of ours still runs on this node" >&2; exit 75; }
work=$(mktemp -d) || exit 1
read -r _ _ _ _ group _ </proc/self/stat
printf '%s %s\n' "${5:-}" "$group" >"$runtime/csync2.push"
head -c "$sql_bytes" >"$work/sql"
head -c "$mark_bytes" >"$work/mark"
cat >"$work/all"

literal() { printf '%s' "$1" | sed "s/'/''/g"; }
live=$(literal "$database")
base=$(literal "$work")
query() { sqlite3 -batch -noheader -bail -init /dev/null -cmd '.timeout 20000' -separator '	' "$@"; }
direct=
if command -v sqlite3 >/dev/null 2>&1 && [ -r "$database" ]; then direct=yes; fi

# csync2 with some options and a list of paths, in as few processes as there can be.
listed() {
    list=$1
    shift
    [ -s "$list" ] || return 0
    xargs -0 -r -s 1000000 "$csync2" ${name:+-C "$name"} "$@" -- <"$list" 8>&-
}

# Takes back every mark that was not there before us, also one that csync2 put on another name than ours: it resolves
# links and prefixes in its own way.
unforce() {
    trap '' TERM INT
    if [ -n "$direct" ]; then
        printf '%s\n' "attach '$base/wanted.db' as w;
            update dirty set forced = 0 where forced = 1 and (filename in (select filename from w.wanted)
                or not exists (select 1 from w.before b where b.filename = dirty.filename and b.peername = dirty.peername));" |
            query "$database"
    elif csync -M 2>/dev/null 8>&- | grep -q '^force'; then
        # csync2 takes a mark back for all peers at once and so marks for those that have it; an equal file costs them nothing.
        listed "$work/all" -m
        while read -r peer; do
            timeout --foreground -k 2 "$patience" "$csync2" ${name:+-C "$name"} -u -P "$peer" >/dev/null 2>&1 8>&-
        done <"$work/reached"
    fi
    rm -rf "$work"
}
: >"$work/reached"
trap 'unforce; exit 143' TERM INT
trap unforce EXIT

# Pushes to one peer from a small database of its own: only our paths go, and no peer waits for another's lock. A folder
# above them that the peer has not got yet goes too, unforced: without it they could not.
push_beside() {
    copy=$work/$number
    mkdir "$copy" || return 1
    printf '%s\n' "
        create table file (filename, checktxt, unique (filename) on conflict replace);
        create table dirty (filename, forced, myname, peername, unique (filename, peername) on conflict ignore);
        create table hint (filename, recursive, unique (filename, recursive) on conflict ignore);
        create table action (filename, command, logfile, unique (filename, command) on conflict ignore);
        create table x509_cert (peername, certdata, unique (peername) on conflict ignore);
        attach '$live' as live;
        attach '$base/wanted.db' as w;
        insert into dirty select filename, forced, myname, peername from live.dirty
            where peername = '$peer' and forced = 1 and filename in (select filename from w.wanted);
        insert into dirty select filename, 0, myname, peername from live.dirty
            where peername = '$peer' and filename in (select filename from w.ancestor);
        create table sent as select filename from dirty;
        insert into file select filename, checktxt from live.file
            where filename in (select filename from w.wanted union select filename from w.ancestor);
        insert into x509_cert select peername, certdata from live.x509_cert;" |
        query "$copy/${database##*/}" || return 1
    { timeout --foreground -k 2 "$patience" "$csync2" ${name:+-C "$name"} -D "$copy" -u -v 2>&1 8>&-; echo $? >"$copy/status"; } | words
    if [ "$(cat "$copy/status")" -eq 1 ]; then
        timeout --foreground -k 2 "$patience" "$csync2" ${name:+-C "$name"} -D "$copy" -u -vvv 2>&1 8>&- | words
    fi
    # A row that was marked anew meanwhile is not forced and stays.
    printf '%s\n' "
        attach '$base/$number/$(literal "${database##*/}")' as copy;
        attach '$base/wanted.db' as w;
        begin immediate;
        delete from dirty where peername = '$peer' and forced = 1 and filename in (select filename from w.wanted)
            and filename not in (select filename from copy.dirty);
        delete from dirty where peername = '$peer' and filename in (select filename from w.ancestor)
            and filename in (select filename from copy.sent) and filename not in (select filename from copy.dirty);
        insert or ignore into dirty select filename, 0, myname, peername from copy.dirty
            where filename not in (select filename from w.wanted);
        insert or ignore into x509_cert select peername, certdata from copy.x509_cert;
        commit;" | query "$database" || return 1
    printf 'pushed\t%s\t%s\n' "$peer" "$(cat "$copy/status")"
}

# Without sqlite3: one peer after the other, with csync2 alone.
push_in_turn() {
    { timeout --foreground -k 2 "$patience" "$csync2" ${name:+-C "$name"} -u -v -P "$peer" 2>&1 8>&-; echo $? >"$work/status"; } | words
    if [ "$(cat "$work/status")" -eq 1 ]; then
        timeout --foreground -k 2 "$patience" "$csync2" ${name:+-C "$name"} -u -vvv -P "$peer" 2>&1 8>&- | words
    fi
    if [ "$(cat "$work/status")" -lt 2 ]; then echo "$peer" >>"$work/reached"; fi
    printf 'pushed\t%s\t%s\n' "$peer" "$(cat "$work/status")"
}

if [ -n "$direct" ]; then
    query "$work/wanted.db" <"$work/sql" || exit 1
    printf '%s\n' "attach '$live' as live;
        create table before as select filename, peername from live.dirty where forced = 1;" | query "$work/wanted.db" || exit 1
fi

# The check brings csync2's picture of the winner's own files up to date; without it the next one would mark them again.
listed "$work/all" -c || exit 1
listed "$work/mark" -m -F || exit 1
if [ -n "$direct" ]; then
    # By name, since csync2 -f may take a path for another one.
    printf '%s\n' "attach '$base/wanted.db' as w;
        update dirty set forced = 1 where filename in (select filename from w.wanted);" | query "$database" || exit 1
else
    listed "$work/all" -f || exit 1
fi
# The marks are read back: exit status 0 of csync2 -f proves nothing.
if [ -n "$direct" ]; then
    printf '%s\n' "attach '$base/wanted.db' as w;
        select 'unmarked', filename from w.wanted where filename not in (select filename from dirty where forced = 1);
        select distinct 'peer', peername from dirty where forced = 1 and filename in (select filename from w.wanted);" |
        query "$database" >"$work/marks" || exit 1
else
    csync -M >"$work/rows" 2>/dev/null 8>&-
    awk -F '\t' '$1 == "force" && !seen[$3]++ { print "peer\t" $3 }' "$work/rows" >"$work/marks"
fi
grep '^unmarked' "$work/marks"
number=0
for peer in $(sed -n 's/^peer	//p' "$work/marks"); do
    case $only in
    ' * ' | *" $peer "*) ;;
    *)
        printf 'absent\t%s\n' "$peer"
        continue
        ;;
    esac
    number=$((number + 1))
    if [ -n "$direct" ]; then
        push_beside &
        # More pushes at once than this only wait for the winner's processors.
        if [ $((number % 8)) -eq 0 ]; then wait; fi
    else
        push_in_turn
    fi
done
wait
exit 0
