#!/usr/bin/env bash
# Starts what is built: serve.sh [flags of ./run]. A cluster that is told of no PostgreSQL gets the one of its data folder.
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
source "$root/scripts/postgres.sh"

# The relay node is a program of its own, so the role counts before any settings are read: what the flag says, else the variable.
role="${CONSULTCLUSTER_ROLE:-control}" previous=''
for word in "$@"; do
    if [ "$previous" = --role ]; then role="$word"; fi
    case "$word" in --role=*) role="${word#*=}" ;; esac
    previous="$word"
done
if [ "$role" = relay ]; then
    say "Starting relays ..."
    exec dotnet "$relay_node_dll" "$@"
fi

# `recover NAME` prints a link for an administrator who cannot sign in; the server's flags follow.
command=()
if [ "${1:-}" = recover ]; then
    command=(recover "${2:-}")
    shift "$(($# > 1 ? 2 : 1))"
fi

# Cluster and data folder, one on each line, if flags, variables and files name a cluster and no database. Wrong settings end here.
own="$(dotnet "$server_dll" own-postgres "$@")" || exit
if [ -n "$own" ]; then use_postgres "${own#*$'\n'}" "${own%%$'\n'*}"; fi

if [ "${#command[@]}" -gt 0 ]; then exec dotnet "$server_dll" "${command[@]}" "$@"; fi
say "Starting ..."
exec dotnet "$server_dll" "$@"
