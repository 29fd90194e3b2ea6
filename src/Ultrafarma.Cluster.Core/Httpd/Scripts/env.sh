# Read before every other script here. $1 is Apache's program or '', $2 the main config.
set -u
cd / || exit 1
export LC_ALL=C
# A login over ssh often lacks the sbin folders.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
httpd=$1 config=$2
shift 2
if [ -z "$httpd" ]; then
    for httpd in httpd apache2; do command -v "$httpd" >/dev/null 2>&1 && break; done
fi
command -v "$httpd" >/dev/null 2>&1 || { echo "$httpd: not found" >&2; exit 127; }
# Debian's own place, where nobody named another. Where the folder is there, its file is only gone: another would be the wrong one.
if [ "$config" = /etc/httpd/conf/httpd.conf ] && [ ! -e /etc/httpd/conf ] && [ -e /etc/apache2/apache2.conf ]; then
    config=/etc/apache2/apache2.conf
fi
# Debian's config takes its folders from there.
case $config in
    /etc/apache2/*)
        set +u
        # shellcheck disable=SC1091
        [ ! -r /etc/apache2/envvars ] || . /etc/apache2/envvars
        set -u
        ;;
esac
umask 077
# Only root writes here: in a folder that everybody writes to, anybody could hold our locks.
runtime=/run/ultrafarma-cluster
hash_of() { sum=$(sha256sum <"$1") && printf '%s\n' "${sum%% *}"; }
