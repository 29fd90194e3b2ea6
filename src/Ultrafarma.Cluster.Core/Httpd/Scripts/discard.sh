# Removes an upload that is not used.
case ${1##*/} in .*.ultrafarma-*) rm -f -- "$1" ;; esac
