-- Whoever has many updates waiting stands behind those who have few: see bot/service/line.py.
ALTER TABLE inbox ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
DROP INDEX inbox_waiting;
CREATE INDEX inbox_waiting ON inbox (place, id) WHERE status = 'waiting';
