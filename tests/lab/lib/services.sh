# shellcheck shell=bash
# Starting and stopping single services on a node.

check_service() { # node service
    case $2 in
        sshd | cron | systemd) ;;
        httpd | csync2) [[ $1 != lb01 ]] || usage_error "lb01 has no $2" ;;
        haproxy) [[ $1 == lb01 ]] || usage_error "only lb01 has haproxy" ;;
        *) usage_error "unknown service $2" ;;
    esac
}

service_do() { # start|stop node service
    check_service "$2" "$3"
    agent "$2" "$1" "$3"
}

service_reload() { # node service
    [[ $2 == haproxy ]] || usage_error 'only haproxy can be reloaded'
    check_service "$1" "$2"
    agent "$1" reload
}

service_hang() { # node service
    [[ $2 == csync2 ]] || usage_error 'only csync2 can hang'
    check_service "$1" "$2"
    agent "$1" hang
}
