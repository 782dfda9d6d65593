-- Signatures over the hashes; null in entries from before.
ALTER TABLE audit ADD COLUMN signed_by TEXT;
ALTER TABLE audit ADD COLUMN signature TEXT;

-- INSERT OR REPLACE deletes without asking the trigger for deletions; so an entry that does not continue the audit is refused before.
CREATE TRIGGER audit_is_only_continued BEFORE INSERT ON audit
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
