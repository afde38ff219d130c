-- Who has confirmed an announcement: their right to it is asked for once more when it begins.
-- What was confirmed before is confirmed anew.

ALTER TABLE announcements ADD COLUMN second TEXT REFERENCES learners (id) ON DELETE SET NULL;
ALTER TABLE announcements DROP COLUMN seconded;
