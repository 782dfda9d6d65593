-- Roles and database of a ConsultCluster installation. Run once, by a superuser, on PostgreSQL 14 or newer:
--
--     psql -v ON_ERROR_STOP=1 -d postgres -f deploy/postgres/create.sql
--
-- then give the two roles that sign in their passwords (psql's \password sends them hashed and leaves no trace in logs):
--
--     \password consultcluster_owner
--     \password consultcluster
--
-- The tables are not made here: the server makes them at its first start, and brings them forward after an update, as their owner.
--
--     CONSULTCLUSTER_POSTGRES_OWNER="Host=db;Database=consultcluster;Username=consultcluster_owner;Password=…"   only needed then
--     CONSULTCLUSTER_POSTGRES="Host=db;Database=consultcluster;Username=consultcluster;Password=…;SSL Mode=VerifyFull"
--
-- Whoever holds the second one alone can read and go on writing, but can neither change nor delete the audit, nor take away a
-- request or a message, nor alter a table.

-- Owns database and tables. Not for everyday use.
CREATE ROLE consultcluster_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;

-- What servers may do. The migrations grant their tables to this role by name (0004-application-rights.sql), so do not rename it.
CREATE ROLE consultcluster_application NOLOGIN;

-- What servers sign in as. Connections: 20 for each server (PostgresOptions.MaxConnections), and some for updates.
CREATE ROLE consultcluster LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 90 IN ROLE consultcluster_application;

-- UTF-8 is required: names and messages are in Chinese and English. The tables sort ids by bytes, so the language is yours to choose.
CREATE DATABASE consultcluster OWNER consultcluster_owner ENCODING 'UTF8' TEMPLATE template0;

-- Nobody else on this database server has any business here.
REVOKE ALL ON DATABASE consultcluster FROM PUBLIC;
GRANT CONNECT ON DATABASE consultcluster TO consultcluster_application;

-- The detail of an error quotes the row, and rows hold patients: it must not reach the server's log.
ALTER ROLE consultcluster SET log_error_verbosity = 'terse';
ALTER ROLE consultcluster_owner SET log_error_verbosity = 'terse';

-- What was acknowledged has to survive. If the server has synchronous standbys, "on" waits for them as well.
ALTER ROLE consultcluster SET synchronous_commit = 'on';

\connect consultcluster

-- Before PostgreSQL 15 everybody could make tables in "public". The owner of the database still can.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO consultcluster_owner;
GRANT USAGE ON SCHEMA public TO consultcluster_application;
