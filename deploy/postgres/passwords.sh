#!/bin/bash
# For the postgres image, after create.sql at the first start: gives the two roles that sign in their passwords, out of secret files.
# psql reads the files itself, so no password is in a process list; and none of these statements goes to the server's log.
set -eu
psql -v ON_ERROR_STOP=1 --no-password --username "${POSTGRES_USER:-postgres}" --dbname postgres --quiet <<'SQL'
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SET password_encryption = 'scram-sha-256';
\set owner `cat "${SECRETS_FOLDER:-/run/secrets}/postgres_owner"`
\set server `cat "${SECRETS_FOLDER:-/run/secrets}/postgres_server"`
ALTER ROLE consultcluster_owner PASSWORD :'owner';
ALTER ROLE consultcluster PASSWORD :'server';
SQL
