# Tells how csync2 does on this node, a fact a line, words separated by tabs: "host"; "database", its bytes; "server", whether it
# answers at port "$1"; "hints", how many; "own", this host's certificate in base64; "pinned", a peer and the last 64 hex digits of
# the certificate that is recorded for it; "last", a line about the last run; and what the function clockjobs, which is clockjobs.sh, finds
# for the pattern "$2". "failed" names what cannot be told, and why. After "rows" comes what the function rows prints, which is rows.sh.
# Changes nothing.
port=$1 pattern=$2
failed() { printf 'failed\t%s\t%s\n' "$1" "$(printf '%s' "$2" | tr '\t\n' '  ')"; }
printf 'host\t%s\n' "$host"

# It answers a word that is out of place. 1: nobody listens there; more: no answer in time.
# shellcheck disable=SC2016 # expanded by bash
ask() { timeout --foreground -k 1 5 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf "BYE\n" >&3 && IFS= read -r -t 3 _ <&3' bash "$1" "$port" 2>/dev/null; }
if ! command -v bash >/dev/null 2>&1; then
    failed server 'bash: not found'
else
    ask 127.0.0.1
    answer=$?
    if [ "$answer" -eq 1 ]; then ask "$host"; answer=$?; fi
    if [ "$answer" -eq 0 ]; then printf 'server\tyes\n'; else printf 'server\tno\n'; fi
fi

# Without a process each: at many nodes they add up.
last=/var/lib/ultrafarma-cluster/csync2.last
if [ -r "$last" ]; then
    while IFS= read -r line; do printf 'last\t%s\n' "$line"; done <"$last"
fi
clockjobs "$pattern"
certificate=$CSYNC2_SYSTEM_DIR/csync2_ssl_cert.pem
if [ -r "$certificate" ]; then
    own=
    while IFS= read -r line; do
        case $line in -----END*) break ;; -----BEGIN*) own= ;; *) own=$own$line ;; esac
    done <"$certificate"
    printf 'own\t%s\n' "$own"
fi

# csync2 would make a database where there is none.
if [ ! -r "$database" ]; then
    failed database "$database: not there, or not to be read"
    exit 0
fi
case $host in *[!a-z0-9._-]*) isplain= ;; *) isplain=yes ;; esac
# All of it by one process, and into memory first: whoever reads slowly must not hold the database meanwhile.
if [ -n "$isplain" ] && command -v sqlite3 >/dev/null 2>&1 &&
    said=$(sqlite3 -readonly -batch -noheader -init /dev/null -separator '	' -cmd '.timeout 15000' "$database" "
        select 'database', page_count * page_size from pragma_page_count, pragma_page_size;
        select 'hints', count(*) from hint;
        select 'pinned', peername, substr(certdata, -64) from x509_cert;
        select 'rows';
        select 'encoded $host';
        select forced, myname, group_concat(peername), filename from dirty group by filename, myname, forced;" 2>/dev/null); then
    printf '%s\nend\n' "$said"
    exit 0
fi

# What cannot be told is told part by part.
printf 'database\t%s\n' "$(stat -c %s -- "$database")"
if command -v sqlite3 >/dev/null 2>&1; then
    { said=$(printf '%s\n' '.timeout 15000' "select 'hints', count(*) from hint; select 'pinned', peername, substr(certdata, -64) from x509_cert;" |
        sqlite3 -readonly -batch -noheader -init /dev/null -separator '	' "$database" 2>&1 >&3); } 3>&1 || failed hints "$said"
else
    list=$(csync -H 2>/dev/null)
    case $? in
        0 | 2) printf 'hints\t%s\n' "$(printf '%s\n' "$list" | grep -c .)" ;;
        *) failed hints 'csync2 -H fails' ;;
    esac
fi
echo rows
{ said=$(rows 2>&1 >&3); } 3>&1 || failed rows "$said"
exit 0
