-- security_stamp, failed_sign_ins and locked_until are read by no server of this version; older ones of a cluster that is being updated
-- still do.
ALTER TABLE people ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE people ADD COLUMN one_time_until TEXT;
ALTER TABLE people ADD COLUMN reset_by TEXT;
ALTER TABLE people ADD COLUMN reset_at TEXT;
ALTER TABLE people ADD COLUMN reset_seen INTEGER NOT NULL DEFAULT 0 CHECK (reset_seen IN (0, 1));

-- One row for each sign-in. The id is the hash of the secret in the cookie.
CREATE TABLE sessions (
    id         TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES people (id),
    started_at TEXT NOT NULL,
    used_at    TEXT NOT NULL,
    source     TEXT NOT NULL,
    agent      TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_of_person ON sessions (person_id);
CREATE INDEX sessions_by_use ON sessions (used_at);

-- At most one for an account: the code of a link that the server's console printed, as a hash.
CREATE TABLE recovery_codes (
    person_id  TEXT PRIMARY KEY REFERENCES people (id),
    code_hash  TEXT NOT NULL UNIQUE,
    good_until TEXT NOT NULL
) WITHOUT ROWID;
