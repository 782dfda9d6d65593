-- What a cluster keeps in PostgreSQL besides the consultations: which silos there are, when to wake which group, and what
-- grains keep for their next activation. Servers of a cluster (--cluster) apply this at start, with the owner's connection; it can also be
-- run by hand, any number of times:
--
--     psql -v ON_ERROR_STOP=1 --single-transaction -d consultcluster -f deploy/postgres/orleans.sql
--
-- The providers know one name only, the table OrleansQuery: they read their statements from it by key and give them these parameters.
-- The tables behind the statements are ours. Every statement is one SQL statement, so it is atomic without a transaction.

-- One server at a time, also when several start together.
SELECT pg_advisory_xact_lock(74156324716548);

CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey text PRIMARY KEY,
    QueryText text NOT NULL
);

-- A cluster's membership as a whole: every change of a silo's row takes the next version, and only one of two that saw the same version
-- can take it.
CREATE TABLE IF NOT EXISTS orleans_cluster (
    deployment_id text PRIMARY KEY,
    version integer NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
);

-- Processes that are or were silos; a restarted one is another generation.
CREATE TABLE IF NOT EXISTS orleans_silo (
    deployment_id text NOT NULL REFERENCES orleans_cluster ON DELETE CASCADE,
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    silo_name text NOT NULL,
    host_name text NOT NULL,
    -- 3 is active, 6 is dead; what lies between is coming or going.
    status integer NOT NULL,
    -- Port for gateways; 0 when it takes none.
    proxy_port integer NOT NULL,
    -- Who finds it silent, and since when.
    suspect_times text,
    start_time timestamptz NOT NULL,
    alive_time timestamptz NOT NULL,
    PRIMARY KEY (deployment_id, address, port, generation)
);

CREATE TABLE IF NOT EXISTS orleans_reminder (
    service_id text NOT NULL,
    grain_id text NOT NULL,
    name text NOT NULL,
    start_time timestamptz NOT NULL,
    -- Milliseconds.
    period bigint NOT NULL,
    -- Decides which silo watches it; the whole range of the type is used, as a ring.
    grain_hash integer NOT NULL,
    version integer NOT NULL DEFAULT 0,
    PRIMARY KEY (service_id, grain_id, name)
);

-- What grains keep for their next activation (decision 0025): may be seconds old or missing, holds no patient data.
CREATE TABLE IF NOT EXISTS orleans_state (
    service_id text NOT NULL,
    state_name text NOT NULL,
    -- The grain's key: a number, or a text beside zeros.
    id_n0 bigint NOT NULL,
    id_n1 bigint NOT NULL,
    id_text text NOT NULL,
    -- JSON in UTF-8; null when cleared without being deleted.
    payload bytea,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service_id, state_name, id_n0, id_n1, id_text)
);

CREATE INDEX IF NOT EXISTS orleans_reminder_by_hash ON orleans_reminder (service_id, grain_hash);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('GatewaysQueryKey', $q$
    SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
    FROM orleans_silo
    WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0
$q$),
-- A row even where there is no silo: the version alone is an answer too.
('MembershipReadRowKey', $q$
    SELECT s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName, s.host_name AS HostName,
           s.status AS Status, s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.start_time AS StartTime,
           s.alive_time AS IAmAliveTime, c.version AS Version
    FROM orleans_cluster c
    LEFT JOIN orleans_silo s
        ON s.deployment_id = c.deployment_id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
    WHERE c.deployment_id = @DeploymentId
$q$),
('MembershipReadAllKey', $q$
    SELECT s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName, s.host_name AS HostName,
           s.status AS Status, s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.start_time AS StartTime,
           s.alive_time AS IAmAliveTime, c.version AS Version
    FROM orleans_cluster c
    LEFT JOIN orleans_silo s ON s.deployment_id = c.deployment_id
    WHERE c.deployment_id = @DeploymentId
$q$),
('InsertMembershipVersionKey', $q$
    WITH added AS (
        INSERT INTO orleans_cluster (deployment_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT EXISTS (SELECT FROM added)
$q$),
-- The version's row is locked first: of two writers the later one finds another version and changes nothing.
('InsertMembershipKey', $q$
    WITH stepped AS (
        UPDATE orleans_cluster SET version = version + 1, changed_at = now()
        WHERE deployment_id = @DeploymentId AND version = @Version AND NOT EXISTS (
            SELECT FROM orleans_silo
            WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING 1
    ), added AS (
        INSERT INTO orleans_silo
            (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
        SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM stepped
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM added)
$q$),
('UpdateMembershipKey', $q$
    WITH stepped AS (
        UPDATE orleans_cluster SET version = version + 1, changed_at = now()
        WHERE deployment_id = @DeploymentId AND version = @Version AND EXISTS (
            SELECT FROM orleans_silo
            WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING 1
    ), changed AS (
        UPDATE orleans_silo SET status = @Status, suspect_times = @SuspectTimes, alive_time = @IAmAliveTime
        FROM stepped
        WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM changed)
$q$),
-- Not a change of the membership: no version.
('UpdateIAmAlivetimeKey', $q$
    UPDATE orleans_silo SET alive_time = @IAmAliveTime
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$q$),
('DeleteMembershipTableEntriesKey', $q$
    DELETE FROM orleans_cluster WHERE deployment_id = @DeploymentId
$q$),
('CleanupDefunctSiloEntriesKey', $q$
    DELETE FROM orleans_silo WHERE deployment_id = @DeploymentId AND alive_time < @IAmAliveTime AND status = 6
$q$),
('ReadReminderRowsKey', $q$
    SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
    FROM orleans_reminder
    WHERE service_id = @ServiceId AND grain_id = @GrainId
$q$),
('ReadReminderRowKey', $q$
    SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
    FROM orleans_reminder
    WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName
$q$),
-- A stretch of the ring without its end's beginning, and one that goes over the end.
('ReadRangeRows1Key', $q$
    SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
    FROM orleans_reminder
    WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash
$q$),
('ReadRangeRows2Key', $q$
    SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
    FROM orleans_reminder
    WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)
$q$),
('UpsertReminderRowKey', $q$
    INSERT INTO orleans_reminder AS r (service_id, grain_id, name, start_time, period, grain_hash)
    VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
    ON CONFLICT (service_id, grain_id, name) DO UPDATE
        SET start_time = EXCLUDED.start_time, period = EXCLUDED.period, grain_hash = EXCLUDED.grain_hash, version = r.version + 1
    RETURNING version AS Version
$q$),
('DeleteReminderRowKey', $q$
    WITH gone AS (
        DELETE FROM orleans_reminder
        WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM gone)
$q$),
('DeleteReminderRowsKey', $q$
    DELETE FROM orleans_reminder WHERE service_id = @ServiceId
$q$),
('ReadFromStorageKey', $q$
    SELECT payload AS PayloadBinary, version AS Version
    FROM orleans_state
    WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1
        AND id_text = COALESCE(CAST(@GrainIdExtensionString AS text), '')
$q$),
-- No row comes back when another activation has written since: its version is another one. A row that was deleted meanwhile is made anew.
('WriteToStorageKey', $q$
    INSERT INTO orleans_state AS s (service_id, state_name, id_n0, id_n1, id_text, payload, version)
    VALUES (@ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(CAST(@GrainIdExtensionString AS text), ''), @PayloadBinary,
            COALESCE(CAST(@GrainStateVersion AS integer), 0) + 1)
    ON CONFLICT (service_id, state_name, id_n0, id_n1, id_text) DO UPDATE
        SET payload = EXCLUDED.payload, version = s.version + 1, changed_at = now()
        WHERE s.version = CAST(@GrainStateVersion AS integer)
    RETURNING version AS NewGrainStateVersion
$q$),
('ClearStorageKey', $q$
    UPDATE orleans_state SET payload = NULL, version = version + 1, changed_at = now()
    WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1
        AND id_text = COALESCE(CAST(@GrainIdExtensionString AS text), '') AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version AS NewGrainStateVersion
$q$),
('DeleteStorageKey', $q$
    DELETE FROM orleans_state
    WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1
        AND id_text = COALESCE(CAST(@GrainIdExtensionString AS text), '') AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version + 1 AS NewGrainStateVersion
$q$)
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = EXCLUDED.QueryText;

-- Where create.sql was used, the role that servers sign in with is not the owner.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'consultcluster_application') THEN
        GRANT SELECT ON OrleansQuery TO consultcluster_application;
        GRANT SELECT, INSERT, UPDATE, DELETE ON orleans_cluster, orleans_silo, orleans_reminder, orleans_state TO consultcluster_application;
    END IF;
END
$$;
