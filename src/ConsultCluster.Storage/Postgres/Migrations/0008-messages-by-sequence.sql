-- The chat is read in pages from its end.
CREATE INDEX messages_by_sequence ON messages (group_id, sequence);
