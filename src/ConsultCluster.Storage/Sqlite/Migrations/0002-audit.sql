-- Append-only and hash-chained: each hash covers the one before. AUTOINCREMENT remembers the highest number ever given, so
-- that rows missing at the end are noticed too.
CREATE TABLE audit (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    at        TEXT NOT NULL,
    group_id  TEXT,
    person_id TEXT NOT NULL,
    source    TEXT NOT NULL,
    action    TEXT NOT NULL,
    detail    TEXT NOT NULL,
    hash      TEXT NOT NULL
);
CREATE INDEX audit_of_group ON audit (group_id, number);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
