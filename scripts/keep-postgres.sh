#!/usr/bin/env bash
# keep-postgres.sh PROGRAMS DATA: keeps the PostgreSQL of that data folder running until no server uses it, then stops it. Started by
# postgres.sh. File descriptor 7 holds the lock that says there is a keeper.
set -u
source "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"
programs="$1" data="$2"
cd /
folder="$(readlink -f "$data/postgres")"
socket="$(sed -n 5p "$folder/postmaster.pid")"
exec 9>>"$data/postgres.users"

# A PostgreSQL that ends again and again within minutes needs somebody who reads its log. The next start of a server tries once more.
attempts=0 most=5 last=0
restart_postgres() {
    if ((SECONDS - last > 600)); then attempts=0; fi
    if ((attempts >= most)) || postgres_runs "$folder"; then return; fi
    # Whoever holds this lock is starting it.
    exec 8>>"$data/postgres.start"
    if flock -n 8 && ! postgres_runs "$folder"; then
        attempts=$((attempts + 1)) last=$SECONDS
        printf '%s keeper: PostgreSQL has ended while servers use it; starting it again, attempt %d of %d\n' "$(date -u +'%F %T UTC')" "$attempts" "$most" \
            | as_postgres tee -a "$folder/log" >/dev/null 8>&-
        start_postgres "$data"
    fi
    exec 8>&-
}

until flock -x -w 2 9; do restart_postgres; done
# Immediate if it must: everything acknowledged is on disk, and the next start recovers.
as_postgres "$programs/pg_ctl" -D "$folder" -w -t 30 -m fast stop || as_postgres "$programs/pg_ctl" -D "$folder" -w -m immediate stop
# In this order: whoever gets the users' lock next has to find no keeper.
exec 7>&-
case "$socket" in /tmp/consultcluster-*) rm -rf "$socket" ;; esac
