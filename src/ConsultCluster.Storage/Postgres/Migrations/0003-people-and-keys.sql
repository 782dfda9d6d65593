CREATE TABLE people (
    id              text COLLATE "C" PRIMARY KEY,
    user_name       text NOT NULL,
    user_name_key   text COLLATE "C" NOT NULL UNIQUE,
    display_name    text NOT NULL,
    role            text NOT NULL CHECK (role IN ('applicant', 'expert', 'coordinator', 'administrator')),
    password_hash   text NOT NULL,
    failed_sign_ins integer NOT NULL,
    locked_until    timestamptz,
    disabled        boolean NOT NULL,
    security_stamp  text NOT NULL,
    created_at      timestamptz NOT NULL
);

-- At most one row: the code for the first administrator, as a hash.
CREATE TABLE setup (
    id         integer PRIMARY KEY CHECK (id = 1),
    code_hash  text NOT NULL,
    created_at timestamptz NOT NULL,
    used_at    timestamptz
);

-- Private keys and secrets are encrypted with the key in the data folder.
CREATE TABLE signing_keys (
    kid         text COLLATE "C" PRIMARY KEY,
    added       bigint GENERATED ALWAYS AS IDENTITY,
    private_key bytea NOT NULL,
    state       text NOT NULL CHECK (state IN ('active', 'retired')),
    created_at  timestamptz NOT NULL,
    retired_at  timestamptz
);
CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys (state) WHERE state = 'active';

CREATE TABLE secrets (
    name  text COLLATE "C" PRIMARY KEY,
    value bytea NOT NULL
);
