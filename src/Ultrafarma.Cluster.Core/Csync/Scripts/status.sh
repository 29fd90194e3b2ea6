# Tells how csync2 does on this node, a fact a line, words separated by tabs: "host"; "database", its bytes; "server", whether it
# answers at port "$1"; "hints", how many; "own", the end of this host's certificate; "pinned", a peer and the end of the certificate that is
# recorded for it; "last", a line about the last run. "failed" names what cannot be told, and why. After "rows" comes what the
# function rows prints, which is rows.sh. Changes nothing.
port=$1
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

if [ -r /var/lib/ultrafarma-cluster/csync2.last ]; then
    head -n 20 /var/lib/ultrafarma-cluster/csync2.last | sed 's/^/last	/'
fi
certificate=$CSYNC2_SYSTEM_DIR/csync2_ssl_cert.pem
if [ -r "$certificate" ]; then
    printf 'own\t%s\n' "$(sed -n '/^-----BEGIN CERT/,/^-----END/{/^-----END/q;/^-----/!p;}' "$certificate" |
        base64 -d | tail -c 32 | od -An -v -tx1 | tr -d ' \n' | tr a-f A-F)"
fi

# csync2 would make a database where there is none.
if [ ! -r "$database" ]; then
    failed database "$database: not there, or not to be read"
    exit 0
fi
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
