# Sourced by run: a PostgreSQL of its own for a cluster on one machine, for whoever names none. It is kept from start to start, and shared by the
# processes that are started beside each other.

# The server refuses to run as root: then it gets Debian's user, whose folders have to be where that user may go.
if [ "$(id -u)" -eq 0 ]; then
    database="/var/lib/consultcluster/postgres"
    as_postgres() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }
else
    database="$root/data/postgres"
    as_postgres() { "$@"; }
fi

# start_postgres: sets CONSULTCLUSTER_POSTGRES. Whoever started it ends it.
start_postgres() {
    need_postgres
    # Not local: stop_postgres needs it when this is long over.
    programs="$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 || true)")"
    if [ ! -x "$programs/initdb" ]; then programs="$(dirname "$(command -v initdb)")"; fi
    if [ ! -e "$database/PG_VERSION" ]; then
        say "Making a database in $database ..."
        mkdir -p "$database"
        chmod 700 "$database"
        if [ "$(id -u)" -eq 0 ]; then chmod 755 "$(dirname "$database")"; chown postgres:postgres "$database"; fi
        (cd / && as_postgres "$programs/initdb" -D "$database" -U consultcluster --auth=trust --encoding=UTF8 --locale=C >"$root/artifacts/postgres.log" 2>&1) \
            || { cat "$root/artifacts/postgres.log" >&2; fail "PostgreSQL cannot make its folder."; }
    fi

    if ! (cd / && as_postgres "$programs/pg_ctl" -D "$database" status >/dev/null); then
        say "Starting PostgreSQL ..."
        # A socket that only this account may enter; nothing on the network. In a session of its own, so that Ctrl+C reaches the servers first.
        (cd / && as_postgres setsid "$programs/pg_ctl" -D "$database" -w -l "$database/log" -o "-k $database -c listen_addresses= -c max_connections=300" start >/dev/null) \
            || fail "PostgreSQL does not start; its log is $database/log."
        stop_postgres() { (cd / && as_postgres "$programs/pg_ctl" -D "$database" -w -m fast stop >/dev/null); }
    else
        stop_postgres() { :; }
    fi

    if [ -z "$("$programs/psql" -h "$database" -U consultcluster -d postgres -tAc "SELECT 1 FROM pg_database WHERE datname = 'consultcluster'")" ]; then
        "$programs/createdb" -h "$database" -U consultcluster consultcluster
    fi

    export CONSULTCLUSTER_POSTGRES="Host=$database;Username=consultcluster;Database=consultcluster"
}
