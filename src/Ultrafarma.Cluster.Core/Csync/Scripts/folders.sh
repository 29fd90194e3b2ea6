# Reads folders on stdin, each ended by NUL; prints where each really is, without links, in the same order. Changes nothing.
xargs -0 -r realpath -m -z --
