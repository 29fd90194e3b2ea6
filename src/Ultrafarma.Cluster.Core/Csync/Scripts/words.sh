# Reads csync2's output about $peer on stdin and passes on only numbers, names and fixed words: at -vvv csync2 prints the
# group key and file content, and those must not leave the node.
words() {
    awk -v peer="$peer" '
        BEGIN {
            known = "^(File is also marked dirty here!|Parent dir missing\\.|Identification failed!|SSL expected!|" \
                "Permission denied!?|Permission denied for slave!|Connection closed\\.|No space left on device|" \
                "Read-only file system|Directory not empty|Operation not permitted|File exists|Not a directory|" \
                "Is a directory|No such file or directory|Disk quota exceeded|File name too long|Input/output error)$"
        }
        /^(Updating|Deleting) / { if (++n % 100 == 0) { print "count\t" peer "\t" n; fflush() } next }
        /^ERROR: |^Peer did provide a wrong SSL/ { if (++said <= 3) print "said\t" peer "\t" $0; next }
        /^Got an error from librsync|^(Write|Read|Format)-error while (sending|receiving) data/ { if (++said <= 3) print "said\t" peer "\t" $0 " (its disk may be full)"; next }
        /^response from peer\(/ {
            # The last place where it can stand: a file name may hold the same words, the answer of a peer does not.
            mark = "): " peer " ["
            at = 0
            while (next_at = index(substr($0, at + 1), mark)) at += next_at
            if (!at) next
            rest = substr($0, at + length(mark))
            if (rest !~ /^[0-9]+\] <- /) next
            code = rest + 0
            text = rest
            sub(/^[0-9]+\] <- /, "", text)
            if (code >= 8) print "why\t" code "\t" peer "\t" (text ~ known ? text : "") "\t" substr($0, 20, at - 20)
        }'
}
