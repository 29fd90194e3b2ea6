# Lists kept copies: "$1" is the folder that holds ours, one dated folder a run; csync2's own backup folders follow. Prints records of
# three fields, each ended by NUL: "H", this host's name; "D", a folder, whose copies follow; "K", a copy, its size and time; "L",
# a copy whose name may be that of another one; at last "end". Changes nothing.
ours=$1
shift
printf 'H\0%s\0\0' "$host"
for folder; do
    [ -d "$folder" ] || continue
    printf 'D\0%s\0\0' "$folder"
    find "$folder" \( -type f -o -type l \) -printf 'K\0%p\0%s\t%T@\0' || exit 1
    # csync2 gives the older copy of "a" and the copy of "a.2" one name: whether there is an "a.2" tells.
    find "$folder" -name '*.[0-9]*' -print0 | xargs -0 -r sh -c '
        folder=$1
        shift
        for copy; do
            if [ -e "${copy#"$folder"}" ]; then printf "L\0%s\0\0" "$copy"; fi
        done' sh "$folder" || exit 1
done
if [ -d "$ours" ]; then
    printf 'D\0%s\0\0' "$ours"
    find "$ours" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*T[0-9]*Z-*' \
        -exec find {} \( -type f -o -type l \) -printf 'K\0%p\0%s\t%T@\0' \; || exit 1
fi
printf 'end\0\0\0'
