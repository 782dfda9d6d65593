# Sourced by serve.sh: the PostgreSQL of a cluster on one machine, for servers that are told of no other.
#
# It belongs to a data folder: servers that share the folder share the database. Each cluster name is a database of its own in it.
# Every server holds a shared lock on DATA/postgres.users; the kernel releases it when the process ends, even by kill -9. A keeper in a
# session of its own waits for the exclusive lock and then stops PostgreSQL, so the last server ends it, whichever that is.

# use_postgres DATA CLUSTER: starts PostgreSQL unless it runs, sets CONSULTCLUSTER_POSTGRES, and leaves the lock in file descriptor 9 for
# the server that replaces this shell.
use_postgres() {
    local data="$1" name="consultcluster_$2" code=0
    need_postgres
    postgres_programs
    mkdir -p "$data"
    chmod 700 "$data"
    data="$(cd "$data" && pwd -P)"
    exec 8>>"$data/postgres.start" 9>>"$data/postgres.users"
    # One start at a time, and none while the keeper stops PostgreSQL.
    flock -w 120 8 || fail "Another start on $data has not finished for two minutes."
    flock -s -w 120 9 || fail "PostgreSQL in $data has not stopped for two minutes; its log is $data/postgres/log."
    postgres_folder "$data"
    keep_postgres "$data"

    # Line 5 of the file is the folder of the socket.
    local socket; socket="$(sed -n 5p "$data/postgres/postmaster.pid")"
    local psql=("$programs/psql" -X -h "$socket" -U consultcluster -d postgres -qtA)
    if [ "$("${psql[@]}" -c "SELECT count(*) FROM pg_database WHERE datname = '$name'")" = 0 ]; then
        "${psql[@]}" -c "CREATE DATABASE \"$name\"" || fail "PostgreSQL cannot create the database $name."
    fi
    exec 8>&-
    export CONSULTCLUSTER_POSTGRES="Host=$socket;Username=consultcluster;Database=$name"
}

postgres_programs() {
    programs="$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 || true)")"
    if [ ! -x "$programs/initdb" ]; then programs="$(dirname "$(command -v initdb)")"; fi
}

# PostgreSQL refuses to run as root: then Debian's user runs it.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && exec setpriv --reuid postgres --regid postgres --clear-groups "$@")
    else
        "$@"
    fi
}

# postgres_folder DATA: makes DATA/postgres. Only its owner may enter the data folder, so as root it is a link to where the user postgres may go.
postgres_folder() {
    local link="$1/postgres" folder
    if [ ! -e "$link" ]; then
        folder="$link"
        if [ "$(id -u)" -eq 0 ]; then
            folder="$(mktemp -d /var/lib/consultcluster-postgres-XXXXXX)"
            chown postgres:postgres "$folder"
            ln -sfn "$folder" "$link"
        fi
        mkdir -p -m 700 "$folder"
    fi
    if [ ! -e "$link/PG_VERSION" ]; then
        say "Making a PostgreSQL database in $link ..."
        folder="$(readlink -f "$link")"
        as_postgres "$programs/initdb" -D "$folder" -U consultcluster --auth=trust --encoding=UTF8 --locale=C >"$1/postgres.initdb.log" 2>&1 8>&- 9>&- \
            || { cat "$1/postgres.initdb.log" >&2; fail "PostgreSQL cannot make its folder $link."; }
        rm -f "$1/postgres.initdb.log"
    fi
}

# keep_postgres DATA: a keeper, unless there is one; returns when PostgreSQL answers.
keep_postgres() {
    local data="$1" folder socket
    folder="$(readlink -f "$data/postgres")"
    exec 7>>"$data/postgres.keeper"
    if ! flock -n 7; then
        exec 7>&-
        as_postgres "$programs/pg_ctl" -D "$folder" status >/dev/null 8>&- 9>&- && return
        # Its keeper lives, but PostgreSQL does not, as after a crash: start it again for the servers that are still there.
    fi

    if ! as_postgres "$programs/pg_ctl" -D "$folder" status >/dev/null 7>&- 8>&- 9>&-; then
        say "Starting PostgreSQL ..."
        # A socket that only this account may enter, nothing on the network. A path of a socket has at most 107 bytes.
        socket="$folder"
        if [ "${#folder}" -gt 80 ]; then socket="$(as_postgres mktemp -d /tmp/consultcluster-XXXXXX)"; fi
        # In a session of its own, so that Ctrl+C reaches the servers only.
        as_postgres setsid "$programs/pg_ctl" -D "$folder" -w -t 120 -l "$folder/log" \
            -o "-k $socket -c listen_addresses= -c max_connections=300" start >/dev/null 7>&- 8>&- 9>&- \
            || fail "PostgreSQL does not start; its log is $data/postgres/log."
    fi

    if { true >&7; } 2>/dev/null; then
        setsid bash "$root/scripts/keep-postgres.sh" "$programs" "$data" </dev/null >/dev/null 2>&1 8>&- 9>&- &
        disown
        exec 7>&-
    fi
}
