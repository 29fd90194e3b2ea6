# Says who this machine is and which machines its csync2 names: name, tab, addresses; itself first.
own() { hostname -I 2>/dev/null || ip -o addr show scope global | awk '{ sub("/.*", "", $4); print $4 }' | tr '\n' ' '; }
printf '%s\t%s\n' "$(uname -n)" "$(own)"
for file in /etc/csync2.cfg /etc/csync2/csync2.cfg; do
    if [ -r "$file" ]; then
        # "host A B (C) D@10.0.0.4;", over several lines too.
        sed 's/#.*//' "$file" | tr '\n{};()' ' \n\n\n  ' | awk '$1 == "host" { for (i = 2; i <= NF; i++) { sub("@.*", "", $i); print $i } }'
        break
    fi
done | sort -u | while IFS= read -r name; do
    printf '%s\t%s\n' "$name" "$(getent ahosts "$name" 2>/dev/null | awk '{ print $1 }' | sort -u | tr '\n' ' ')"
done
