# For scripts that ask csync2 itself about a config; they have made the folder $work.
# check FILE PLACE ... lets csync2 read its config with each FILE in its PLACE, from a folder of links, so that neither its lock file
# nor its database is touched. 0: it takes it; 65: it does not, and its words are in $said; else it could not be asked, see $work/said.
check() {
    rm -rf -- "$work/system" && mkdir "$work/system" "$work/system/.db" || return 1
    ln -s -t "$work/system" -- "$CSYNC2_SYSTEM_DIR"/* 2>"$work/said" && rm -f "$work/system/csync2.lock" "$work/system/${config##*/}" || return 1
    main=$config
    pairs=$#
    while [ "$pairs" -gt 0 ]; do
        if [ "$2" = "$(readlink -f -- "$config")" ]; then main=$1; elif [ "$1" != "$2" ]; then set -- "$@" "$1" "$2"; fi
        shift 2
        pairs=$((pairs - 2))
    done
    ln -s -- "$main" "$work/system/${config##*/}"
    # Files that the config reads in its midst, and keys, are put in their places where only this process sees it.
    # shellcheck disable=SC2016
    if [ $# -gt 0 ]; then
        set -- unshare -m -- sh -c 'n=$1; shift
            while [ "$n" -gt 0 ]; do mount --bind -- "$1" "$2" || exit 3; shift 2; n=$((n - 2)); done; exec "$@"' sh $# "$@"
    fi
    # In our own process group, so that whoever ends us ends csync2, too.
    CSYNC2_SYSTEM_DIR=$work/system "$@" timeout --foreground -k 2 30 "$csync2" ${name:+-C "$name"} -D "$work/system/.db/" -H \
        </dev/null >/dev/null 2>"$work/said"
    case $? in 0 | 2) return 0 ;; 1) ;; *) return 1 ;; esac
    # csync2 prints a character of a bad key; that does not leave the node.
    said=$(sed "s/^\(ERROR: \)*Unallowed character '.*' in key file/Unallowed character in key file/" "$work/said" | tail -n 3 | tr '\0\n' '  ')
    while :; do
        case $said in
            *"$work/system"*) said=${said%%"$work/system"*}$CSYNC2_SYSTEM_DIR${said#*"$work/system"} ;;
            *) return 65 ;;
        esac
    done
}
words() { tail -n 3 "$work/said" | tr '\0\n' '  '; }
