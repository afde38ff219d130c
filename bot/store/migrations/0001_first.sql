-- Times are milliseconds since 1970 UTC. Documents are JSON.

CREATE TABLE learners (
    id           TEXT   PRIMARY KEY,
    state        TEXT   NOT NULL,
    created_at   BIGINT NOT NULL
);

CREATE TABLE addresses (
    channel    TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    learner_id TEXT    NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    reachable  INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (channel, address)
);
CREATE INDEX addresses_learner ON addresses (learner_id);

-- Updates as they came. The body goes as soon as the update has taken effect. Whose it is stands
-- there only for what was put aside, so that an erasure finds it.
CREATE TABLE inbox (
    id          INTEGER PRIMARY KEY,
    channel     TEXT    NOT NULL,
    update_id   TEXT    NOT NULL,
    received_at BIGINT  NOT NULL,
    status      TEXT    NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'quarantined')),
    body        TEXT,
    address     TEXT,
    tries       INTEGER NOT NULL DEFAULT 0,
    UNIQUE (channel, update_id)
);
CREATE INDEX inbox_waiting ON inbox (id) WHERE status = 'waiting';
CREATE INDEX inbox_received ON inbox (received_at);
CREATE INDEX inbox_quarantined ON inbox (channel, address) WHERE status = 'quarantined';

CREATE TABLE releases (
    hash      TEXT   PRIMARY KEY,
    course    TEXT   NOT NULL,
    stored_at BIGINT NOT NULL,
    document  TEXT   NOT NULL
);

CREATE TABLE pictures (
    sha256     TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    content    BLOB NOT NULL
);

CREATE TABLE enrolments (
    learner_id   TEXT   NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    course       TEXT   NOT NULL,
    release      TEXT   NOT NULL REFERENCES releases (hash),
    started_at   BIGINT NOT NULL,
    completed_at BIGINT,
    PRIMARY KEY (learner_id, course)
);
CREATE INDEX enrolments_release ON enrolments (release);

CREATE TABLE completions (
    learner_id   TEXT   NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    course       TEXT   NOT NULL,
    activity     TEXT   NOT NULL,
    sort         TEXT   NOT NULL CHECK (sort IN ('episode', 'test')),
    completed_at BIGINT NOT NULL,
    PRIMARY KEY (learner_id, course, activity)
);

CREATE TABLE answers (
    id          INTEGER PRIMARY KEY,
    learner_id  TEXT    NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    course      TEXT    NOT NULL,
    release     TEXT    NOT NULL,
    activity    TEXT    NOT NULL,
    step        TEXT    NOT NULL,
    attempt     INTEGER NOT NULL,
    about       TEXT,
    response    TEXT    NOT NULL,
    correct     INTEGER,
    language    TEXT    NOT NULL,
    answered_at BIGINT  NOT NULL
);
CREATE INDEX answers_learner ON answers (learner_id, course, activity, step, id);

CREATE TABLE tests_taken (
    learner_id TEXT    NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    course     TEXT    NOT NULL,
    test       TEXT    NOT NULL,
    attempt    INTEGER NOT NULL,
    correct    INTEGER NOT NULL,
    asked      INTEGER NOT NULL,
    passed     INTEGER NOT NULL,
    taken_at   BIGINT  NOT NULL,
    PRIMARY KEY (learner_id, course, test, attempt)
);

CREATE TABLE feedback (
    id         INTEGER PRIMARY KEY,
    learner_id TEXT    NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    thread     TEXT    NOT NULL,
    course     TEXT,
    activity   TEXT,
    step       TEXT,
    language   TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    written_at BIGINT  NOT NULL
);
CREATE INDEX feedback_learner ON feedback (learner_id, id);

CREATE TABLE timers (
    learner_id TEXT    NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL,
    due_at     BIGINT  NOT NULL,
    turn       INTEGER NOT NULL,
    PRIMARY KEY (learner_id, kind)
);
CREATE INDEX timers_due ON timers (due_at);

-- What is to be sent, and what became of it. `turn` and `ordinal` make each message unique.
-- An id is never given twice: a message may be under way when its row is erased.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token      TEXT    NOT NULL UNIQUE,
    channel    TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    learner_id TEXT    REFERENCES learners (id) ON DELETE CASCADE,
    turn       INTEGER NOT NULL,
    ordinal    INTEGER NOT NULL,
    replaces   BIGINT,
    language   TEXT    NOT NULL,
    pictures   INTEGER NOT NULL,
    message    TEXT    NOT NULL,
    status     TEXT    NOT NULL DEFAULT 'pending' CHECK (status IN (
                   'pending', 'claimed', 'sent', 'blocked', 'deactivated', 'failed', 'unknown')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    unknowns   INTEGER NOT NULL DEFAULT 0,
    not_before BIGINT  NOT NULL DEFAULT 0,
    lease_until BIGINT,
    platform_id TEXT,
    platform_form TEXT,
    reason     TEXT,
    created_at BIGINT  NOT NULL,
    settled_at BIGINT,
    UNIQUE (learner_id, turn, ordinal)
);
CREATE INDEX outbox_waiting ON outbox (channel, address, id) WHERE status IN ('pending', 'claimed');
CREATE INDEX outbox_pending ON outbox (channel, id) WHERE status = 'pending';
CREATE INDEX outbox_later ON outbox (channel, not_before) WHERE status = 'pending';
CREATE INDEX outbox_claimed ON outbox (lease_until) WHERE status = 'claimed';

-- The handle under which a channel keeps a picture that was sent once.
CREATE TABLE uploads (
    channel TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    handle  TEXT NOT NULL,
    PRIMARY KEY (channel, sha256)
);

-- Small facts about the program itself: secrets of this installation, what was told to Telegram.
CREATE TABLE marks (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- The chat page's history: what its browser shows after a reload.
CREATE TABLE chat_events (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    address    TEXT    NOT NULL,
    message_id TEXT    NOT NULL,
    event      TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    expires_at BIGINT
);
CREATE INDEX chat_events_expiry ON chat_events (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX chat_events_address ON chat_events (address, seq);
