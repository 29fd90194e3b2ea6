# Copies the paths on stdin, each ended by NUL, with mode, owner and times to folder $1. Fails as a whole: a version that
# could not be kept must not be overwritten.
mkdir -p "$1" || exit 1
xargs -0 -r cp -a --parents --target-directory="$1" --
