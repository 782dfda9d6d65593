-- security_stamp, failed_sign_ins and locked_until are read by no server of this version; older ones of a cluster that is being updated
-- still do.
ALTER TABLE people ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE people ADD COLUMN one_time_until timestamptz;
ALTER TABLE people ADD COLUMN reset_by text;
ALTER TABLE people ADD COLUMN reset_at timestamptz;
ALTER TABLE people ADD COLUMN reset_seen boolean NOT NULL DEFAULT false;

-- One row for each sign-in. The id is the hash of the secret in the cookie.
CREATE TABLE sessions (
    id         text COLLATE "C" PRIMARY KEY,
    person_id  text COLLATE "C" NOT NULL REFERENCES people (id),
    started_at timestamptz NOT NULL,
    used_at    timestamptz NOT NULL,
    source     text NOT NULL,
    agent      text NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (person_id);
CREATE INDEX sessions_by_use ON sessions (used_at);

-- At most one for an account: the code of a link that the server's console printed, as a hash.
CREATE TABLE recovery_codes (
    person_id  text COLLATE "C" PRIMARY KEY REFERENCES people (id),
    code_hash  text COLLATE "C" NOT NULL UNIQUE,
    good_until timestamptz NOT NULL
);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'consultcluster_application') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, recovery_codes TO consultcluster_application;
    END IF;
END
$$;
