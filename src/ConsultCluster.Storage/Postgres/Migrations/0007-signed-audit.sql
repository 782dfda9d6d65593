-- Signatures over the hashes; null in entries from before.
ALTER TABLE audit ADD COLUMN signed_by text COLLATE "C";
ALTER TABLE audit ADD COLUMN signature text COLLATE "C";

-- The end of the chain moves with a new entry only: at depth 1 it is the statement of somebody, deeper that of audit_continues.
CREATE FUNCTION audit_head_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_head_only_follows BEFORE UPDATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_head_follows();
ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_only_follows;
