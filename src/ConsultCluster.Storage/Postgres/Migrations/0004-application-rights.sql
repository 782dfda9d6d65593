-- Where deploy/postgres was used, the role that servers sign in with is not the owner of the tables. This says what it may do: never
-- change or delete the audit, never delete what was said or decided. Elsewhere the role does not exist and the owner serves itself.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'consultcluster_application') THEN
        GRANT SELECT ON schema_version, audit_head TO consultcluster_application;
        GRANT SELECT, INSERT ON requests, messages, audit, secrets TO consultcluster_application;
        GRANT SELECT, INSERT, UPDATE ON groups, tokens, participants, people, setup TO consultcluster_application;
        GRANT SELECT, INSERT, UPDATE, DELETE ON signing_keys TO consultcluster_application;
    END IF;
END
$$;
