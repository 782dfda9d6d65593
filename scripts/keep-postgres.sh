#!/usr/bin/env bash
# keep-postgres.sh PROGRAMS DATA: waits until no server uses the PostgreSQL of that data folder, then stops it. Started by postgres.sh.
# File descriptor 7 holds the lock that says there is a keeper.
set -u
programs="$1" data="$2"
cd /
folder="$(readlink -f "$data/postgres")"
socket="$(sed -n 5p "$folder/postmaster.pid")"
as_owner=()
if [ "$(id -u)" -eq 0 ]; then as_owner=(setpriv --reuid postgres --regid postgres --clear-groups); fi

exec 9>>"$data/postgres.users"
flock -x 9
# Immediate if it must: everything acknowledged is on disk, and the next start recovers.
"${as_owner[@]}" "$programs/pg_ctl" -D "$folder" -w -t 30 -m fast stop || "${as_owner[@]}" "$programs/pg_ctl" -D "$folder" -w -m immediate stop
# In this order: whoever gets the users' lock next has to find no keeper.
exec 7>&-
case "$socket" in /tmp/consultcluster-*) rm -rf "$socket" ;; esac
