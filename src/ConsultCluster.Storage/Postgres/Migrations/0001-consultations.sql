-- The same tables as in SQLite, with PostgreSQL's types. COLLATE "C": ids sort by their bytes, as they do in SQLite, whatever the
-- database's language. Documents and details are text, not jsonb: they have to come back byte for byte (docs/decisions/0011).

-- The only table with patient data.
CREATE TABLE requests (
    id                text COLLATE "C" PRIMARY KEY,
    group_id          text COLLATE "C" NOT NULL UNIQUE,
    applicant_id      text COLLATE "C" NOT NULL,
    applicant_name    text NOT NULL,
    hospital          text,
    department        text,
    patient_name      text NOT NULL,
    patient_age       integer,
    patient_sex       text,
    patient_id_number text,
    patient_phone     text,
    complaint         text,
    purpose           text NOT NULL,
    specialty         text,
    urgency           text NOT NULL,
    capacity          integer NOT NULL,
    requested_at      timestamptz NOT NULL
);
CREATE INDEX requests_by_applicant ON requests (applicant_id);

-- A row is rewritten by every turn: the room left in its page keeps the new version beside the old one, without touching an index.
CREATE TABLE groups (
    id           text COLLATE "C" PRIMARY KEY,
    request_id   text COLLATE "C" NOT NULL UNIQUE REFERENCES requests (id),
    state        text NOT NULL CHECK (state IN ('open', 'active', 'closed', 'expired')),
    sequence     bigint NOT NULL,
    epoch        bigint NOT NULL,
    requested_at timestamptz NOT NULL,
    connected_at timestamptz,
    closed_at    timestamptz,
    version      bigint NOT NULL,
    document     text NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX groups_newest ON groups (requested_at DESC, id DESC);
CREATE INDEX groups_by_state ON groups (state, requested_at DESC, id DESC);

-- One row per token; the signed text itself is never stored. "added" keeps the order of what happened at the same time.
CREATE TABLE tokens (
    id                  text COLLATE "C" PRIMARY KEY,
    added               bigint GENERATED ALWAYS AS IDENTITY,
    group_id            text COLLATE "C" NOT NULL REFERENCES groups (id),
    person_id           text COLLATE "C" NOT NULL,
    display_name        text NOT NULL,
    role                text NOT NULL,
    permissions         text NOT NULL,
    terminal_kind       text NOT NULL,
    single_use          boolean NOT NULL,
    patient_hash        text NOT NULL,
    state               text NOT NULL CHECK (state IN ('issued', 'used', 'revoked', 'expired')),
    issued_by           text COLLATE "C" NOT NULL,
    issued_at           timestamptz NOT NULL,
    expires_at          timestamptz NOT NULL,
    bound_seat_key_hash text,
    first_used_at       timestamptz,
    revoked_at          timestamptz
);
CREATE INDEX tokens_of_group ON tokens (group_id);
CREATE INDEX tokens_of_person ON tokens (person_id, group_id);

-- One row per stay.
CREATE TABLE participants (
    group_id      text COLLATE "C" NOT NULL REFERENCES groups (id),
    terminal_id   text COLLATE "C" NOT NULL,
    entered_at    timestamptz NOT NULL,
    added         bigint GENERATED ALWAYS AS IDENTITY,
    token_id      text COLLATE "C" NOT NULL REFERENCES tokens (id),
    person_id     text COLLATE "C" NOT NULL,
    display_name  text NOT NULL,
    role          text NOT NULL,
    permissions   text NOT NULL,
    terminal_kind text NOT NULL,
    connected_at  timestamptz,
    left_at       timestamptz,
    left_reason   text,
    PRIMARY KEY (group_id, terminal_id, entered_at)
);

CREATE TABLE messages (
    group_id     text COLLATE "C" NOT NULL REFERENCES groups (id),
    terminal_id  text COLLATE "C" NOT NULL,
    id           text COLLATE "C" NOT NULL,
    sequence     bigint NOT NULL,
    person_id    text COLLATE "C" NOT NULL,
    display_name text NOT NULL,
    text         text NOT NULL,
    sent_at      timestamptz NOT NULL,
    PRIMARY KEY (group_id, terminal_id, id)
);
