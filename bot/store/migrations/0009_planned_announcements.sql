-- Announcements with a date, an end, a picture or a file, and buttons.

-- Who they are, what they speak and where, without reading their states.
ALTER TABLE learners ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE learners ADD COLUMN agreed INTEGER NOT NULL DEFAULT 0;
UPDATE learners SET zone = coalesce(json_extract(state, '$.zone'), 'UTC'),
    agreed = json_extract(state, '$.consented_at') IS NOT NULL;
DROP INDEX learners_language;
CREATE INDEX learners_told ON learners (id, language, zone, agreed, active_at);

-- `begins_at` is when the first of the recipients are to get it; `speed` is in messages a second.
CREATE TABLE planned_announcements (
    id          TEXT   PRIMARY KEY,
    author      TEXT   REFERENCES learners (id) ON DELETE SET NULL,
    state       TEXT   NOT NULL DEFAULT 'draft' CHECK (state IN (
                    'draft', 'asked', 'planned', 'sending', 'paused', 'cancelled', 'done')),
    texts       TEXT   NOT NULL DEFAULT '{}',
    audience    TEXT   NOT NULL,
    details     TEXT   NOT NULL DEFAULT '{}',
    seconded    INTEGER NOT NULL DEFAULT 0,
    made_at     BIGINT NOT NULL,
    begins_at   BIGINT,
    begun_at    BIGINT,
    ended_at    BIGINT,
    speed       REAL,
    shown_turn    BIGINT,
    shown_ordinal INTEGER
);
INSERT INTO planned_announcements (id, author, state, texts, audience, made_at, begins_at, begun_at,
        ended_at, shown_turn, shown_ordinal)
    SELECT id, author, state, texts, audience, made_at, begun_at, begun_at,
        ended_at, shown_turn, shown_ordinal FROM announcements;

-- Nobody gets it before `not_before`, nor later than the announcement lasts after it.
CREATE TABLE planned_recipients (
    id           INTEGER PRIMARY KEY,
    announcement TEXT    NOT NULL REFERENCES planned_announcements (id) ON DELETE CASCADE,
    learner_id   TEXT    REFERENCES learners (id) ON DELETE SET NULL,
    language     TEXT    NOT NULL,
    not_before   BIGINT  NOT NULL,
    status       TEXT    NOT NULL DEFAULT 'waiting' CHECK (status IN (
                     'waiting', 'queued', 'sent', 'blocked', 'deactivated', 'skipped', 'failed',
                     'unknown')),
    reason       TEXT,
    UNIQUE (learner_id, announcement)
);
INSERT INTO planned_recipients (id, announcement, learner_id, language, not_before, status, reason)
    SELECT r.id, r.announcement, r.learner_id, r.language, coalesce(a.begun_at, a.made_at),
        r.status, r.reason
    FROM recipients r JOIN announcements a ON a.id = r.announcement;

DROP TABLE recipients;
DROP TABLE announcements;
ALTER TABLE planned_announcements RENAME TO announcements;
ALTER TABLE planned_recipients RENAME TO recipients;
CREATE INDEX announcements_sending ON announcements (state)
    WHERE state IN ('planned', 'sending', 'paused');
CREATE INDEX recipients_status ON recipients (announcement, status, not_before, id);

-- What goes with an announcement and is no picture.
CREATE TABLE files (
    sha256     TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    content    BLOB NOT NULL
);

-- What a coordinator has offered for a draft, until it is fetched from the channel and described.
CREATE TABLE incoming_files (
    announcement TEXT    PRIMARY KEY REFERENCES announcements (id) ON DELETE CASCADE,
    handle       TEXT    NOT NULL,
    media_type   TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    description  TEXT,
    sha256       TEXT,
    width        INTEGER,
    height       INTEGER,
    tries        INTEGER NOT NULL DEFAULT 0,
    since        BIGINT  NOT NULL
);
