-- Times are UTC text, yyyy-MM-ddTHH:mm:ss.fffffffZ: they sort as they are. Words are those of the hub and HTTP messages.

-- The only table with patient data.
CREATE TABLE requests (
    id                TEXT PRIMARY KEY,
    group_id          TEXT NOT NULL UNIQUE,
    applicant_id      TEXT NOT NULL,
    applicant_name    TEXT NOT NULL,
    hospital          TEXT,
    department        TEXT,
    patient_name      TEXT NOT NULL,
    patient_age       INTEGER,
    patient_sex       TEXT,
    patient_id_number TEXT,
    patient_phone     TEXT,
    complaint         TEXT,
    purpose           TEXT NOT NULL,
    specialty         TEXT,
    urgency           TEXT NOT NULL,
    capacity          INTEGER NOT NULL,
    requested_at      TEXT NOT NULL
);
CREATE INDEX requests_by_applicant ON requests (applicant_id);

CREATE TABLE groups (
    id           TEXT PRIMARY KEY,
    request_id   TEXT NOT NULL UNIQUE REFERENCES requests (id),
    state        TEXT NOT NULL CHECK (state IN ('open', 'active', 'closed', 'expired')),
    sequence     INTEGER NOT NULL,
    epoch        INTEGER NOT NULL,
    requested_at TEXT NOT NULL,
    connected_at TEXT,
    closed_at    TEXT,
    version      INTEGER NOT NULL,
    document     TEXT NOT NULL
);
CREATE INDEX groups_newest ON groups (requested_at DESC, id DESC);
CREATE INDEX groups_by_state ON groups (state, requested_at DESC, id DESC);

-- One row per token; the signed text itself is never stored.
CREATE TABLE tokens (
    id                  TEXT PRIMARY KEY,
    group_id            TEXT NOT NULL REFERENCES groups (id),
    person_id           TEXT NOT NULL,
    display_name        TEXT NOT NULL,
    role                TEXT NOT NULL,
    permissions         TEXT NOT NULL,
    terminal_kind       TEXT NOT NULL,
    single_use          INTEGER NOT NULL CHECK (single_use IN (0, 1)),
    patient_hash        TEXT NOT NULL,
    state               TEXT NOT NULL CHECK (state IN ('issued', 'used', 'revoked', 'expired')),
    issued_by           TEXT NOT NULL,
    issued_at           TEXT NOT NULL,
    expires_at          TEXT NOT NULL,
    bound_seat_key_hash TEXT,
    first_used_at       TEXT,
    revoked_at          TEXT
);
CREATE INDEX tokens_of_group ON tokens (group_id);
CREATE INDEX tokens_of_person ON tokens (person_id, group_id);

-- One row per stay.
CREATE TABLE participants (
    group_id      TEXT NOT NULL REFERENCES groups (id),
    terminal_id   TEXT NOT NULL,
    entered_at    TEXT NOT NULL,
    token_id      TEXT NOT NULL REFERENCES tokens (id),
    person_id     TEXT NOT NULL,
    display_name  TEXT NOT NULL,
    role          TEXT NOT NULL,
    permissions   TEXT NOT NULL,
    terminal_kind TEXT NOT NULL,
    connected_at  TEXT,
    left_at       TEXT,
    left_reason   TEXT,
    PRIMARY KEY (group_id, terminal_id, entered_at)
);

CREATE TABLE messages (
    group_id     TEXT NOT NULL REFERENCES groups (id),
    terminal_id  TEXT NOT NULL,
    id           TEXT NOT NULL,
    sequence     INTEGER NOT NULL,
    person_id    TEXT NOT NULL,
    display_name TEXT NOT NULL,
    text         TEXT NOT NULL,
    sent_at      TEXT NOT NULL,
    PRIMARY KEY (group_id, terminal_id, id)
);
