#!/bin/bash
# Makes the secret files of compose.yaml, each once: secrets.sh FOLDER. What is there stays as it is.
# The folder is its owner's alone. The files in it may be read by anybody who gets there, because containers see them one by one
# under users of their own.
set -euo pipefail
folder="${1:?say where: secrets.sh FOLDER}"
umask 077
mkdir -p "$folder"
chmod 700 "$folder"

# make NAME: the file out of standard input, whole or not at all.
make() {
    cat >"$folder/.$1.new"
    chmod 444 "$folder/.$1.new"
    mv "$folder/.$1.new" "$folder/$1"
    echo "made $folder/$1"
}
missing() { [ ! -s "$folder/$1" ]; }
# 256 random bits without characters that pgpass files or connection strings treat specially.
random() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

for name in postgres-superuser postgres-owner postgres-server node.key; do
    if missing "$name"; then random | make "$name"; fi
done
# What Npgsql's Passfile reads: host:port:database:user:password.
if missing pgpass; then printf '*:*:*:consultcluster:%s\n' "$(cat "$folder/postgres-server")" | make pgpass; fi
if missing pgpass-owner; then printf '*:*:*:consultcluster_owner:%s\n' "$(cat "$folder/postgres-owner")" | make pgpass-owner; fi
