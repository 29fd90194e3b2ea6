# shellcheck shell=bash
# Real conflicts, made the way they come about: files change on several nodes, each node checks.

# A file writer for one node. Arguments: what, number of this node among the chosen ones, count,
# directory, nodes in all, a base for the times. The times are fixed in relation to each other so that the youngest
# version is on another node from file to file.
# shellcheck disable=SC2016  # perl's variables
WRITER='
    use strict; use warnings; use utf8;
    my ($what, $me, $count, $dir, $nodes, $start) = @ARGV;
    my @modes = (0600, 0640, 0660, 0664, 0666, 0700, 0750, 0755);
    sub put { my ($name, $text, $time) = @_;
        open my $f, ">", $name or die "$name: $!"; print $f $text; close $f or die "$name: $!";
        utime $time, $time, $name or die "$name: $!"; }
    sub gone { my $name = shift; unlink $name or rmdir $name if -l $name || -e $name; }
    for my $i (1 .. $count) {
        my $name = sprintf "%s/upload-%05d.txt", $dir, $i;
        my $time = $start + $i + 60 * (($i + $me) % $nodes);
        my $line = sprintf "upload %05d\n", $i;
        if ($what eq "common") { gone($name); put($name, $line x 20, $start + $i); chmod 0644, $name; }
        elsif ($what eq "identical") { gone($name); put($name, $line x 20, $time); }
        elsif ($what eq "chmod") { chmod $me <= @modes ? $modes[$me - 1] : 0601 + $me, $name or die "$name: $!"; }
        elsif ($what eq "delete" && $me == 1) { unlink $name or die "$name: $!"; }
        elsif ($what eq "type" && $me == 1) {
            gone($name);
            $i % 2 ? symlink("../index.html", $name) : mkdir($name) or die "$name: $!"; }
        else {
            gone($name) if $what ne "delete";
            my $text = $line x 20 . sprintf "written by %02d\n", $me;
            $text .= "more\n" x $me if $i % 2;
            put($name, $text, $time); }
    }'

# One for all nodes, whatever second it is when their turn comes.
BASE_TIME=$((EPOCHSECONDS / 3600 * 3600 - 86400))

write_files() { # what node index count directory
    agent "$2" perl -e "$WRITER" "$1" "$3" "$4" "$5" "$(node_count)" "$BASE_TIME"
}

check_files() { agent "$1" csync2 -cr "$2"; }
# Known and not dirty, as after a push to all.
know_files() { agent "$1" csync2 -cIr "$2"; }

# The same files, in sync and known, on all nodes, without waiting for a push.
common_files() { # count directory
    COMMON_COUNT=$1 DIRECTORY=$2
    # shellcheck disable=SC2046
    run_parallel common_node $(app_nodes)
}

common_node() {
    agent "$1" mkdir -p "$DIRECTORY"
    write_files common "$1" 0 "$COMMON_COUNT" "$DIRECTORY"
    know_files "$1" "$DIRECTORY"
}

conflict_node() { # node=index
    local node=${1%=*}
    write_files "$WHAT" "$node" "${1#*=}" "$COUNT" "$DIRECTORY"
    check_files "$node" "$DOCROOT"
}

make_conflict() {
    [[ ${1:-} =~ ^[1-9][0-9]{0,5}$ ]] || usage_error 'conflict COUNT [...]'
    local name=upload chosen node i=0 pairs=()
    COUNT=$1 WHAT=content; shift
    mapfile -t chosen < <(app_nodes)
    while (($#)); do
        case $1 in
            --identical | --chmod | --delete | --type) [[ $WHAT == content ]] || usage_error 'only one kind at a time'; WHAT=${1#--} ;;
            --nodes) parse_nodes "${2:-}"; chosen=("${PARSED[@]}"); shift ;;
            --dir) [[ ${2:-} =~ ^[A-Za-z0-9_-][A-Za-z0-9._-]*$ ]] || usage_error '--dir NAME'; name=$2; shift ;;
            *) usage_error "conflict: unknown argument $1" ;;
        esac
        shift
    done
    DIRECTORY=$DOCROOT/$name
    case $WHAT in
        chmod | delete) common_files "$COUNT" "$DIRECTORY" ;;
        # The directory is no part of the conflict.
        *) common_files 0 "$DIRECTORY" ;;
    esac
    for node in "${chosen[@]}"; do
        i=$((i + 1))
        pairs+=("$node=$i")
    done
    run_parallel conflict_node "${pairs[@]}"
}

parse_nodes() { # 1,2,APP03 -> PARSED
    local given
    PARSED=()
    [[ -n $1 ]] || usage_error '--nodes 1,2'
    IFS=, read -r -a given <<<"$1"
    for given in "${given[@]}"; do
        given=$(resolve_node "$given")
        if [[ $given == lb01 ]] || (($(node_number "$given") > $(node_count))); then
            usage_error "no such node: $given"
        fi
        PARSED+=("$given")
    done
}

# APP03 is away; APP02 changes the files and pushes them to all others; APP01 gets them, and changes
# them again. APP02 will refuse APP01, although nothing on APP02 is newer: it only still owes APP03.
make_stale() {
    [[ $1 =~ ^[1-9][0-9]{0,5}$ ]] || usage_error 'stale COUNT'
    (($(node_count) >= 3)) || die 'stale needs 3 nodes'
    local count=$1 directory=$DOCROOT/upload node others=()
    common_files "$count" "$directory"
    for node in $(app_nodes); do
        [[ $node == APP02 || $node == APP03 ]] || others+=("$(node_fullname "$node")")
    done
    link_set APP03 down
    write_files content APP02 2 "$count" "$directory"
    check_files APP02 "$DOCROOT"
    # -P: it would only wait for APP03 in vain; its rows stay either way.
    agent APP02 csync2 -u -P "$(IFS=,; echo "${others[*]}")"
    write_files content APP01 1 "$count" "$directory"
    check_files APP01 "$DOCROOT"
    link_set APP03 up
}
