#!/usr/bin/env bash
# Starts what is built: serve.sh [flags of ./run]. A cluster that is told of no PostgreSQL gets the one of its data folder.
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
source "$root/scripts/postgres.sh"

# setting NAME DEFAULT [flags]: what a flag says, else its variable, else the default. What a file says is the server's alone.
setting() {
    local flag="--$1" value="$2" variable previous=''
    variable="CONSULTCLUSTER_$(printf '%s' "$1" | tr 'a-z-' 'A-Z_')"
    value="${!variable:-$value}"
    shift 2
    for word in "$@"; do
        if [ "$previous" = "$flag" ]; then value="$word"; fi
        case "$word" in "$flag="*) value="${word#*=}" ;; esac
        previous="$word"
    done
    printf '%s' "$value"
}

role="$(setting role control "$@")"
if [ "$role" = relay ]; then
    say "Starting relays ..."
    exec dotnet "$relay_node_dll" "$@"
fi

data="$(setting data "$root/data" "$@")" cluster="$(setting cluster '' "$@")"
# Names that the server refuses get no database; it says what is wrong with them.
if [[ "$cluster" =~ ^[A-Za-z0-9_-]+$ ]] && [ -z "$(setting postgres '' "$@")$(setting postgres-file '' "$@")" ]; then
    use_postgres "$data" "$cluster"
fi

say "Starting ..."
exec dotnet "$server_dll" "$@"
