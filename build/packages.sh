# shellcheck shell=bash
# Debian packages that the lab needs. Sourced.

lab_packages=(haproxy apache2 csync2 openssh-server openssh-client iproute2 curl wrk sqlite3 cron openssl systemd procps perl tmux python3-prometheus-client zip chromium poppler-utils libfaketime logrotate rsync)

missing_packages() {
    local package
    for package in "${lab_packages[@]}"; do
        [ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || echo "$package"
    done
}

# The lab starts its own servers in its own namespaces: installing must not start any on this machine.
install_packages() {
    local policy=/usr/sbin/policy-rc.d made=
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
        made=yes
    fi
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    local status=$?
    if [ -n "$made" ]; then rm -f "$policy"; fi
    return "$status"
}

need_lab() {
    [ "$(uname -s)" = Linux ] || { echo "The lab needs Linux: network and mount namespaces." >&2; exit 1; }
    [ "$(id -u)" -eq 0 ] || { echo "The lab needs root, for namespaces and for Debian packages: run this with sudo." >&2; exit 1; }
    command -v dpkg-query >/dev/null || return 0
    local missing
    mapfile -t missing < <(missing_packages)
    [ "${#missing[@]}" -eq 0 ] && return 0
    echo "Installing Debian packages: ${missing[*]}"
    install_packages "${missing[@]}" || { echo "apt-get failed; install by hand: apt-get install ${missing[*]}" >&2; exit 1; }
}
