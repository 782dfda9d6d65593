-- What grains of a lone silo keep for their next activation (decision 0025), in a file of its own. The same table and statements as
-- orleans_state in deploy/postgres/orleans.sql, in SQLite's words.

CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey TEXT PRIMARY KEY,
    QueryText TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS orleans_state (
    service_id TEXT NOT NULL,
    state_name TEXT NOT NULL,
    id_n0 INTEGER NOT NULL,
    id_n1 INTEGER NOT NULL,
    id_text TEXT NOT NULL,
    payload BLOB,
    version INTEGER NOT NULL,
    PRIMARY KEY (service_id, state_name, id_n0, id_n1, id_text)
) WITHOUT ROWID;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
    SELECT payload AS PayloadBinary, version AS Version
    FROM orleans_state
    WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1
        AND id_text = COALESCE(@GrainIdExtensionString, '''')
'),
('WriteToStorageKey', '
    INSERT INTO orleans_state (service_id, state_name, id_n0, id_n1, id_text, payload, version)
    VALUES (@ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(@GrainIdExtensionString, ''''), @PayloadBinary,
            COALESCE(@GrainStateVersion, 0) + 1)
    ON CONFLICT (service_id, state_name, id_n0, id_n1, id_text) DO UPDATE
        SET payload = excluded.payload, version = orleans_state.version + 1
        WHERE orleans_state.version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion
'),
('ClearStorageKey', '
    UPDATE orleans_state SET payload = NULL, version = version + 1
    WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1
        AND id_text = COALESCE(@GrainIdExtensionString, '''') AND version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion
'),
('DeleteStorageKey', '
    DELETE FROM orleans_state
    WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1
        AND id_text = COALESCE(@GrainIdExtensionString, '''') AND version = @GrainStateVersion
    RETURNING version + 1 AS NewGrainStateVersion
')
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;
