# Looks at what csync2's config names on this node, and asks csync2 itself about it. Stdin: pairs of lines, a kind and a value, up to
# an empty kind; then, when "$1" is not empty, a config to look at in place of this node's own. "$2" is csync2's port. Answers fields
# that end with NUL. Changes nothing.
port=$2
for tool in timeout sha256sum getent readlink; do
    command -v "$tool" >/dev/null || { echo "$tool: not found" >&2; exit 127; }
done
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
trap '' PIPE
trap 'trap "" TERM INT HUP; exit 143' TERM INT HUP
say() { printf '%s\0' "$@"; }
yes_no() { if "$@"; then echo y; else echo n; fi; }

# The key is in a variable of this shell alone: no process gets it as an argument or in its environment.
key() {
    if [ ! -f "$1" ]; then say key "$1" '' 0 n ''; return; fi
    if [ ! -r "$1" ]; then echo "$1: Permission denied" >&2; exit 1; fi
    key=$(head -c 4096 -- "$1" | tr -d '\0' | head -n 1)
    case $key in *[!A-Za-z0-9._]*) plain=n ;; *) plain=y ;; esac
    hash=$(printf %s "$key" | sha256sum)
    say key "$1" "$(stat -L -c %a -- "$1")" "${#key}" "$plain" "${hash%% *}"
}
resolves() { timeout --foreground -k 1 5 getent ahosts "$1" >/dev/null 2>&1; }
# csync2's server answers everything, also what begins no session of its protocol.
# shellcheck disable=SC2016
answers() {
    timeout --foreground -k 1 5 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf "BYE\n" >&3 && IFS= read -r line <&3 && [ -n "$line" ]' \
        bash "$1" "$port" >/dev/null 2>&1
}

say host "$host"
if [ -e "$CSYNC2_SYSTEM_DIR/csync2.lock" ]; then say lock "$CSYNC2_SYSTEM_DIR/csync2.lock"; fi
count=100000
while IFS= read -r kind && [ -n "$kind" ] && IFS= read -r value; do
    count=$((count + 1))
    # A name or a server that does not answer takes seconds, so these are asked side by side.
    case $kind in
        key) key "$value" ;;
        folder) say folder "$value" "$(yes_no test -d "$value")" ;;
        name) { say name "$value" "$(yes_no resolves "$value")" >"$work/$count"; } & ;;
        server) if command -v bash >/dev/null; then { say server "$value" "$(yes_no answers "$value")" >"$work/$count"; } & fi ;;
    esac
done
if [ -n "$1" ]; then
    cat >"$work/config" || exit 1
    check "$work/config" "$(readlink -f -- "$config")"
else
    check
fi
case $? in
    0) ;;
    65) say refused "$said" ;;
    *) say unasked "$(words)" ;;
esac
wait
for answer in "$work"/1*; do if [ -f "$answer" ]; then cat "$answer"; fi; done
say end
