# Sourced by serve.sh and keep-postgres.sh: the PostgreSQL of a cluster on one machine, for servers that are told of no other.
#
# It belongs to a data folder: servers that share the folder share the database. Each cluster name is a database of its own in it.
# Every server holds a shared lock on DATA/postgres.users; the kernel releases it when the process ends, even by kill -9. A keeper in a
# session of its own restarts PostgreSQL if it ends, waits for the exclusive lock and then stops PostgreSQL, so the last server ends it,
# whichever that is. DATA/postgres.start is locked by whoever starts PostgreSQL.

# use_postgres DATA CLUSTER: starts PostgreSQL unless it runs, sets CONSULTCLUSTER_POSTGRES, and leaves the lock in file descriptor 9 for
# the server that replaces this shell.
use_postgres() {
    local data="$1" name="consultcluster_$2" mask
    need_postgres
    postgres_programs
    # A folder that is there already keeps the mode that it has.
    mkdir -p -m 700 "$data"
    data="$(cd "$data" && pwd -P)"
    mask="$(umask)"
    umask 077
    exec 8>>"$data/postgres.start" 9>>"$data/postgres.users"
    # One start at a time, and none while the keeper stops PostgreSQL.
    flock -w 120 8 || fail "Another start on $data has not finished for two minutes."
    flock -s -w 120 9 || fail "PostgreSQL in $data has not stopped for two minutes; its log is $data/postgres/log."
    postgres_folder "$data"
    keep_postgres "$data"
    umask "$mask"

    # Line 5 of the file is the folder of the socket.
    local socket; socket="$(sed -n 5p "$data/postgres/postmaster.pid")"
    wait_for_postgres "$data" "$socket"
    local psql=(env PGCONNECT_TIMEOUT=10 timeout 60 "$programs/psql" -X -h "$socket" -U consultcluster -d postgres -qtA) there
    there="$("${psql[@]}" -c "SELECT count(*) FROM pg_database WHERE datname = '$name'")" || fail "PostgreSQL in $data/postgres cannot list its databases."
    if [ "$there" = 0 ]; then
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

# postgres_processes FOLDER: the ids of PostgreSQL's living processes there, which is their working folder. A killed process has none from
# the moment it is dead, while its id stays in use until its parent has noticed.
postgres_processes() {
    local process name
    for process in /proc/[0-9]*; do
        if [ "$process/cwd" -ef "$1" ] && read -r name <"$process/comm" && [ "$name" = postgres ]; then printf '%s\n' "${process#/proc/}"; fi
    done 2>/dev/null
}

# postgres_runs FOLDER: its main process lives.
postgres_runs() {
    local pid
    pid="$(sed -n 1p "$1/postmaster.pid" 2>/dev/null)" && [ -n "$pid" ] && postgres_processes "$1" | grep -qx "$pid"
}

# start_postgres DATA: with a socket that only this account may enter, nothing on the network. Fails when PostgreSQL does not start.
start_postgres() {
    local folder socket waited
    folder="$(readlink -f "$1/postgres")"
    # What is left of a killed one ends by itself, before the next may start.
    for ((waited = 0; waited < 60; waited++)); do
        if [ -z "$(postgres_processes "$folder")" ]; then break; fi
        sleep 1
    done
    if ((waited == 60)); then
        printf '%s\n' "Processes of a PostgreSQL that has ended are still in $folder: $(postgres_processes "$folder" | tr '\n' ' ')" >&2
        return 1
    fi

    # Servers may wait at the socket of the killed one. A path of a socket has at most 107 bytes.
    socket="$(sed -n 5p "$folder/postmaster.pid" 2>/dev/null || true)"
    if [ -z "$socket" ] || ! as_postgres test -O "$socket"; then
        socket="$folder"
        if [ "${#folder}" -gt 80 ]; then socket="$(as_postgres mktemp -d /tmp/consultcluster-XXXXXX)"; fi
    fi
    # It runs in another container, whose processes are not seen here.
    if "$programs/pg_isready" -q -U consultcluster -d postgres -h "$socket" -t 5; then return; fi
    # Nothing runs there, so these files are of a dead one; PostgreSQL believes them as long as the id is in use.
    rm -f "$folder/postmaster.pid" "$socket"/.s.PGSQL.*.lock
    # In a session of its own, so that Ctrl+C reaches the servers only.
    as_postgres setsid "$programs/pg_ctl" -D "$folder" -w -t 120 -l "$folder/log" \
        -o "-k $(printf %q "$socket") -c listen_addresses= -c max_connections=300" start >/dev/null 7>&- 8>&- 9>&-
}

# wait_for_postgres DATA SOCKET: until it takes connections. After a crash it recovers first and says so; one that hangs says nothing.
wait_for_postgres() {
    local code heard=$SECONDS started=$SECONDS
    until code=0; "$programs/pg_isready" -q -U consultcluster -d postgres -h "$2" -t 5 || code=$?; [ "$code" -eq 0 ]; do
        if [ "$code" -eq 1 ]; then heard=$SECONDS; fi
        if ((SECONDS - heard >= 30)); then
            fail "PostgreSQL in $1/postgres, process $(sed -n 1p "$1/postgres/postmaster.pid"), does not answer. End that process and start again; its log is $1/postgres/log."
        fi
        if ((SECONDS - started >= 120)); then fail "PostgreSQL in $1/postgres has been starting for two minutes; its log is $1/postgres/log."; fi
        sleep 1
    done
}

# keep_postgres DATA: a keeper, unless there is one, and PostgreSQL, unless it runs.
keep_postgres() {
    local data="$1" has_keeper=''
    exec 7>>"$data/postgres.keeper"
    if ! flock -n 7; then
        exec 7>&-
        has_keeper=yes
    fi

    if ! postgres_runs "$(readlink -f "$data/postgres")"; then
        say "Starting PostgreSQL ..."
        start_postgres "$data" || fail "PostgreSQL does not start; its log is $data/postgres/log."
    fi

    if [ -z "$has_keeper" ]; then
        setsid bash "$root/scripts/keep-postgres.sh" "$programs" "$data" </dev/null >/dev/null 2>&1 8>&- 9>&- &
        disown
        exec 7>&-
    fi
}
