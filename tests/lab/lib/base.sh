# shellcheck shell=bash
# The files of a lab, made once by `up`: keys, accounts, configurations, the site. `reset` copies them
# again.

LAB_PASSWORD='Lab-Passw0rd!'
LAB_PASSPHRASE='lab-passphrase'

# ---- what all nodes have in common --------------------------------------------------------------

make_ssh_keys() {
    local askpass=$STATE/askpass
    ssh-keygen -q -t ed25519 -N '' -C "lab $LAB_NAME" -f "$STATE/id_ed25519"
    # Through an askpass program, since `-N passphrase` would show it to everyone with `ps`.
    printf '#!/bin/sh\ncat <<X\n%s\nX\n' "$LAB_PASSPHRASE" >"$askpass"
    chmod 700 "$askpass"
    SSH_ASKPASS=$askpass SSH_ASKPASS_REQUIRE=force \
        ssh-keygen -q -t ed25519 -C "lab $LAB_NAME encrypted" -f "$STATE/id_ed25519_enc"
    rm "$askpass"
}

make_accounts() { # etc directory
    local etc=$1 hash
    hash=$(openssl passwd -6 -stdin <<<"$LAB_PASSWORD")
    { grep -v '^deploy:' /etc/passwd; echo 'deploy:x:1999:1999:no rights:/var/home/deploy:/bin/bash'; } >"$etc/passwd"
    { grep -v '^deploy:' /etc/group; echo 'deploy:x:1999:'; } >"$etc/group"
    {
        printf 'root:%s:20000:0:99999:7:::\ndeploy:%s:20000:0:99999:7:::\n' "$hash" "$hash"
        # Nobody else gets in, whatever the host's shadow file says.
        awk -F: '$1 != "root" && $1 != "deploy" { print $1 ":*:20000:0:99999:7:::" }' /etc/passwd
    } >"$etc/shadow"
    chmod 640 "$etc/shadow"
    chgrp shadow "$etc/shadow"
}

make_hosts() {
    local node
    echo '127.0.0.1 localhost'
    echo "$SUBNET.10 lb01"
    for node in $(app_nodes "$1"); do
        echo "$(node_address "$node") $NODE_PREFIX$node $node"
    done
}

make_csync_config() {
    local node
    printf 'group firewalls-data-dir\n{\n'
    for node in $(app_nodes "$1"); do printf '    host %s%s;\n' "$NODE_PREFIX" "$node"; done
    cat "$LAB_HOME/templates/csync2.cfg.tail"
}

# The site: the same bytes and the same times on all nodes, so that every node can call them known.
make_site() {
    local root=$1$DOCROOT file i=0
    mkdir -p "$root"/{css,js,img,produtos,upload}
    for file in index.html sobre.html contato.html robots.txt sitemap.xml css/{site,print}.css \
        js/{app,cart,search}.js img/{logo,banner,frete}.svg produtos/{a,b,c,d,e}{1,2}.html; do
        i=$((i + 1))
        printf '<!-- %s of %s, sample %d -->\n' "$file" "$SITE" "$i" >"$root/$file"
        printf 'line %d\n' {1..40} >>"$root/$file"
        touch -d "2024-05-01 12:00:00 UTC + $i hours" "$root/$file"
    done
    mkdir -p "$1/data/www/html/sphinx"
}

make_base() {
    local n=$1 base=$STATE/base
    mkdir -p "$base"/{etc/ssh,etc/cron.d,etc-app/csync2,root/.ssh,site}
    make_ssh_keys
    make_accounts "$base/etc"
    make_hosts "$n" >"$base/etc/hosts"
    echo '# no resolver: names are in /etc/hosts' >"$base/etc/resolv.conf"
    # Read by pam_env, that is by cron's jobs.
    echo 'CSYNC2_SYSTEM_DIR=/etc/csync2' >"$base/etc/environment"
    printf 'SHELL=/bin/sh\nPATH=/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin\n' >"$base/etc/crontab"
    cp "$LAB_HOME/templates/sshd_config" "$base/etc/ssh/sshd_config"
    cp /etc/skel/.bashrc /etc/skel/.profile "$base/root/"
    cat "$STATE/id_ed25519.pub" "$STATE/id_ed25519_enc.pub" >"$base/root/.ssh/authorized_keys"
    chmod 700 "$base/root" "$base/root/.ssh"
    chmod 600 "$base/root/.ssh/authorized_keys"
    make_csync_config "$n" >"$base/etc-app/csync2/csync2.cfg"
    csync2 -k "$base/etc-app/csync2/chave_cluster.key" >/dev/null
    make_site "$base/site"
}

# ---- what is each node's own --------------------------------------------------------------------

fill_template() { # file node
    local text
    text=$(<"$LAB_HOME/templates/$1")
    text=${text//@NODE@/$(node_fullname "$2")}
    text=${text//@ADDRESS@/$(node_address "$2")}
    text=${text//@SUBNET@/$SUBNET}
    text=${text//@SITE@/$SITE}
    printf '%s\n' "${text//@DOCROOT@/$DOCROOT}"
}

make_node_files() {
    local node=$1 etc=$STATE/nodes/$1/etc full
    full=$(node_fullname "$node")
    mkdir -p "$etc/ssh"
    echo "$full" >"$etc/hostname"
    ssh-keygen -q -t ed25519 -N '' -C "$full" -f "$etc/ssh/ssh_host_ed25519_key"
    if [[ $node == lb01 ]]; then
        mkdir -p "$etc/haproxy"
        make_haproxy_config >"$etc/haproxy/haproxy.cfg"
        chmod 600 "$etc/haproxy/haproxy.cfg"
        return
    fi
    mkdir -p "$etc/csync2" "$etc/httpd/conf"
    fill_template httpd.conf "$node" >"$etc/httpd/conf/httpd.conf"
    # The same subject on all nodes: csync2 offers its own certificate's name as the only accepted
    # issuer, and a peer whose certificate bears another name then sends none.
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /O=Ultrafarma/CN=csync2 \
        -keyout "$etc/csync2/csync2_ssl_key.pem" -out "$etc/csync2/csync2_ssl_cert.pem" 2>"$STATE/nodes/$node/openssl.log" \
        || die "openssl failed for $node: $(cat "$STATE/nodes/$node/openssl.log")"
    chmod 600 "$etc/csync2/csync2_ssl_key.pem"
}

make_haproxy_config() {
    local node
    fill_template haproxy.cfg lb01
    for node in $(app_nodes); do
        printf '    server %s%s %s:80 check cookie %s\n' "$NODE_PREFIX" "$node" "$(node_address "$node")" "$node"
    done
}

# A cluster that has run for years: every node has already pinned every other node's certificate.
make_pinned_certificates() {
    local node hex
    for node in $(app_nodes); do
        hex=$(openssl x509 -outform DER -in "$STATE/nodes/$node/etc/csync2/csync2_ssl_cert.pem" | od -An -v -tx1 | tr -d ' \n')
        printf "INSERT INTO x509_cert (peername, certdata) VALUES ('%s', '%s');\n" "${NODE_PREFIX,,}${node,,}" "${hex^^}"
    done >"$STATE/base/certificates.sql"
}

make_known_hosts() {
    local node key
    for node in lb01 $(app_nodes); do
        key=$(cut -d' ' -f1,2 "$STATE/nodes/$node/etc/ssh/ssh_host_ed25519_key.pub")
        printf '%s,%s,%s %s\n' "$(node_fullname "$node")" "$node" "$(node_address "$node")" "$key"
    done | sed 's/^lb01,lb01,/lb01,/' >"$STATE/known_hosts"
}

make_inventory() {
    local node roles
    printf "@{\n    Name  = '%s'\n    Nodes = @(\n" "$LAB_NAME"
    for node in $(app_nodes); do
        roles=
        [[ $node != APP01 ]] || roles="; Roles = @('Upload')"
        printf "        @{ Name = '%s%s'; Address = '%s'%s }\n" "$NODE_PREFIX" "$node" "$(node_address "$node")" "$roles"
    done
    cat <<TAIL
    )
    Ssh = @{ User = 'root'; KeyFile = '$STATE/id_ed25519'; KnownHostsFile = '$STATE/known_hosts'; ConfigFile = 'none'; ConnectTimeoutSeconds = 5 }
    Csync = @{ ConfigPath = '/etc/csync2/csync2.cfg' }
    Httpd = @{ ConfigPath = '/etc/httpd/conf/httpd.conf'; HealthUrl = 'http://{Address}/health.txt' }
    Haproxy = @{
        Uri = 'http://$SUBNET.10:8404/haproxy?stats'
        Socket = '/run/haproxy/admin.sock'; Node = 'lb01'; Address = '$SUBNET.10'
    }
}
TAIL
}
