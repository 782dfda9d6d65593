-- Append-only and hash-chained: each hash covers the one before.
CREATE TABLE audit (
    number    bigint PRIMARY KEY,
    at        timestamptz NOT NULL,
    group_id  text COLLATE "C",
    person_id text COLLATE "C" NOT NULL,
    source    text NOT NULL,
    action    text NOT NULL,
    detail    text NOT NULL,
    hash      text COLLATE "C" NOT NULL
);
CREATE INDEX audit_of_group ON audit (group_id, number);

-- One row: the end of the chain. A sequence would have gaps where a transaction was taken back; this has none, and it shows when
-- rows are missing at the end.
CREATE TABLE audit_head (
    id     integer PRIMARY KEY CHECK (id = 1),
    number bigint NOT NULL,
    hash   text COLLATE "C" NOT NULL
) WITH (fillfactor = 10);
INSERT INTO audit_head (id, number, hash) VALUES (1, 0, repeat('0', 64));

-- Moves the end of the chain with every new row, and takes no row that does not continue it. Runs as the tables' owner, so that the
-- application needs no right to change audit_head.
CREATE FUNCTION audit_continues() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved bigint;
BEGIN
    EXECUTE format('UPDATE %I.audit_head SET number = $1, hash = $2 WHERE number = $1 - 1', TG_TABLE_SCHEMA) USING NEW.number, NEW.hash;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved <> 1 THEN
        RAISE EXCEPTION 'entry % does not continue the audit', NEW.number USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER audit_continues AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_continues();
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_head_is_never_removed BEFORE DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Also for sessions that have switched ordinary triggers off.
ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_continues;
ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_is_never_changed;
ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_is_never_removed;
