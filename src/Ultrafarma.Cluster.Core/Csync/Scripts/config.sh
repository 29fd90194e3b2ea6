# Prints csync2's config. Changes nothing.
cat "$config"
