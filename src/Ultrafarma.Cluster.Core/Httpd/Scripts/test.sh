# Lets Apache check the config that stands there. Its words go to stderr.
printf '%s\n' "$config"
"$httpd" -t -f "$config" </dev/null
