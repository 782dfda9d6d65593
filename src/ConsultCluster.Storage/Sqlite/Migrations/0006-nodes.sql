-- Keys of relay nodes and what was decided about each. A key is never deleted once it was decided about.
CREATE TABLE nodes (
    key_id       TEXT PRIMARY KEY,
    node         TEXT NOT NULL,
    public_key   BLOB NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'enrolled', 'revoked')),
    address      TEXT NOT NULL,
    network      TEXT NOT NULL,
    via          TEXT NOT NULL,
    fingerprints TEXT NOT NULL,
    instance     TEXT NOT NULL,
    asked_at     TEXT NOT NULL,
    decided_at   TEXT,
    decided_by   TEXT NOT NULL
);
CREATE UNIQUE INDEX nodes_one_name ON nodes (node) WHERE state = 'enrolled';

-- Codes with which one node enrols itself, once. The verifier is encrypted with the key in the data folder.
CREATE TABLE join_codes (
    id         TEXT PRIMARY KEY,
    verifier   BLOB NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_by    TEXT
);
