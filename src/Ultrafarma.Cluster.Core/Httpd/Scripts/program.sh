# Puts the folder of a program, which comes as a compressed tar on stdin, under the name "$1": whole, or not at all.
folder=$root/program/$1
if [ -x "$folder/ufcluster" ]; then exit 0; fi
for tool in tar gzip; do
    command -v "$tool" >/dev/null || { echo "$tool: not found" >&2; exit 127; }
done
part=$root/program/.$1.$$
# Whom nobody listens to any more cleans up all the same.
trap '' PIPE
# The word to end comes more than once, to all of us: what cleans up must not heed it.
trap 'trap "" TERM INT HUP; [ -z "${!:-}" ] || kill "$!" 2>/dev/null; wait; exit 143' TERM INT HUP
trap 'trap "" TERM INT HUP; rm -rf -- "$part"; rmdir -- "$root/program" "$root" 2>/dev/null' EXIT
mkdir -p "$part" || exit 1
# What runs that were cut off left.
find "$root/program" -maxdepth 1 -name '.*.*' -mmin +60 -exec rm -rf -- {} +
# In the background, because a word to end that comes just before tar begins would wait for tar's end.
exec 3<&0
tar -C "$part" -xzf - <&3 &
wait "$!" || { echo "the upload of the program came incomplete, or found no room; nothing was installed" >&2; exit 1; }
[ -x "$part/ufcluster" ] || { echo "the upload holds no program ufcluster; nothing was installed" >&2; exit 1; }
# After a power cut the name must not stand for half of it.
sync -f "$part" 2>/dev/null || true
mv -T -- "$part" "$folder" 2>/dev/null || [ -x "$folder/ufcluster" ]
