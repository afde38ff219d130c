-- Announcements: what is told, to whom, and what became of it for every single person.

ALTER TABLE learners ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
UPDATE learners SET language = coalesce(json_extract(state, '$.language'), 'en');
-- Who they are and what they speak, without reading their states.
CREATE INDEX learners_language ON learners (id, language);

CREATE TABLE announcements (
    id          TEXT   PRIMARY KEY,
    author      TEXT   REFERENCES learners (id) ON DELETE SET NULL,
    state       TEXT   NOT NULL DEFAULT 'draft' CHECK (state IN (
                    'draft', 'asked', 'sending', 'paused', 'cancelled', 'done')),
    texts       TEXT   NOT NULL DEFAULT '{}',
    audience    TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    begun_at    BIGINT,
    ended_at    BIGINT,
    shown_turn    BIGINT,
    shown_ordinal INTEGER
);
CREATE INDEX announcements_sending ON announcements (state) WHERE state = 'sending';

-- A person who is erased leaves only that there was one.
CREATE TABLE recipients (
    id           INTEGER PRIMARY KEY,
    announcement TEXT    NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
    learner_id   TEXT    REFERENCES learners (id) ON DELETE SET NULL,
    language     TEXT    NOT NULL,
    status       TEXT    NOT NULL DEFAULT 'waiting' CHECK (status IN (
                     'waiting', 'queued', 'sent', 'blocked', 'deactivated', 'skipped', 'failed',
                     'unknown')),
    reason       TEXT,
    UNIQUE (learner_id, announcement)
);
CREATE INDEX recipients_status ON recipients (announcement, status, id);

ALTER TABLE outbox ADD COLUMN recipient INTEGER;
CREATE INDEX outbox_announced ON outbox (recipient)
    WHERE recipient IS NOT NULL AND status IN ('pending', 'claimed');
