CREATE TABLE people (
    id              TEXT PRIMARY KEY,
    user_name       TEXT NOT NULL,
    user_name_key   TEXT NOT NULL UNIQUE,
    display_name    TEXT NOT NULL,
    role            TEXT NOT NULL CHECK (role IN ('applicant', 'expert', 'coordinator', 'administrator')),
    password_hash   TEXT NOT NULL,
    failed_sign_ins INTEGER NOT NULL,
    locked_until    TEXT,
    disabled        INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    security_stamp  TEXT NOT NULL,
    created_at      TEXT NOT NULL
);

-- At most one row: the code for the first administrator, as a hash.
CREATE TABLE setup (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    code_hash  TEXT NOT NULL,
    created_at TEXT NOT NULL,
    used_at    TEXT
);

-- Private keys and secrets are encrypted with the key in the data folder.
CREATE TABLE signing_keys (
    kid         TEXT PRIMARY KEY,
    private_key BLOB NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('active', 'retired')),
    created_at  TEXT NOT NULL,
    retired_at  TEXT
);
CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys (state) WHERE state = 'active';

CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
);
