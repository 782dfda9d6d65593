-- Keys of relay nodes and what was decided about each. A key is never deleted once it was decided about.
CREATE TABLE nodes (
    key_id       text COLLATE "C" PRIMARY KEY,
    node         text COLLATE "C" NOT NULL,
    public_key   bytea NOT NULL,
    state        text NOT NULL CHECK (state IN ('waiting', 'enrolled', 'revoked')),
    address      text NOT NULL,
    network      text NOT NULL,
    via          text NOT NULL,
    fingerprints text NOT NULL,
    instance     text NOT NULL,
    asked_at     timestamptz NOT NULL,
    decided_at   timestamptz,
    decided_by   text NOT NULL
);
CREATE UNIQUE INDEX nodes_one_name ON nodes (node) WHERE state = 'enrolled';

-- Codes with which one node enrols itself, once. The verifier is encrypted with the key in the data folder.
CREATE TABLE join_codes (
    id         text COLLATE "C" PRIMARY KEY,
    verifier   bytea NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_by    text
);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'consultcluster_application') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON nodes, join_codes TO consultcluster_application;
    END IF;
END
$$;
