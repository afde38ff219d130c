-- Groups of learners, and roles over a group or a course in place of everything.

CREATE TABLE groups (
    id         TEXT    PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind IN ('edition', 'organisation', 'region')),
    name       TEXT    NOT NULL,
    course     TEXT,
    starts_on  TEXT,
    places     INTEGER CHECK (places > 0),
    joining    TEXT    NOT NULL DEFAULT 'open' CHECK (joining IN ('open', 'approval', 'list')),
    token      TEXT    NOT NULL UNIQUE,
    made_at    BIGINT  NOT NULL,
    closed_at  BIGINT
);

-- `in_line` orders the waiting list; `until` is the last moment at which an offered place can be
-- taken; `started_at` is when the course of the group was brought, `look_at` when to look again
-- whether it is time for that.
CREATE TABLE members (
    learner_id TEXT    NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    group_id   TEXT    NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    state      TEXT    NOT NULL CHECK (state IN ('in', 'waiting', 'asked', 'offered')),
    since      BIGINT  NOT NULL,
    in_line    INTEGER,
    until      BIGINT,
    started_at BIGINT,
    look_at    BIGINT  NOT NULL DEFAULT 0,
    PRIMARY KEY (learner_id, group_id)
);
CREATE INDEX members_group ON members (group_id, state, since);
CREATE INDEX members_to_begin ON members (group_id, look_at)
    WHERE state = 'in' AND started_at IS NULL;
CREATE INDEX members_hoping ON members (group_id) WHERE state <> 'in';
CREATE UNIQUE INDEX members_line ON members (group_id, in_line) WHERE in_line IS NOT NULL;
CREATE INDEX members_offered ON members (until) WHERE until IS NOT NULL;

-- What people have agreed to be known by, hashed with a secret of this installation. Each is used
-- once, and bound to the first account that says it.
CREATE TABLE allowed (
    group_id   TEXT    NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    word_hash  TEXT    NOT NULL,
    learner_id TEXT    REFERENCES learners (id) ON DELETE SET NULL,
    used_at    BIGINT,
    PRIMARY KEY (group_id, word_hash)
);
CREATE INDEX allowed_learner ON allowed (learner_id) WHERE learner_id IS NOT NULL;

-- Words that were not on the list: only that there was one, so that nobody tries them all.
CREATE TABLE wrong_words (
    group_id   TEXT    NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    learner_id TEXT    REFERENCES learners (id) ON DELETE SET NULL,
    said_at    BIGINT  NOT NULL
);
CREATE INDEX wrong_words_group ON wrong_words (group_id, said_at);
CREATE INDEX wrong_words_learner ON wrong_words (learner_id) WHERE learner_id IS NOT NULL;

CREATE TABLE roles_over (
    learner_id TEXT   NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    role       TEXT   NOT NULL CHECK (role IN ('administrator', 'coordinator', 'author', 'viewer')),
    granted_over TEXT NOT NULL DEFAULT '',
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (learner_id, role, granted_over)
);
INSERT INTO roles_over (learner_id, role, granted_at) SELECT learner_id, role, granted_at FROM roles;
DROP TABLE roles;
ALTER TABLE roles_over RENAME TO roles;

CREATE TABLE invitations_over (
    token_hash TEXT   PRIMARY KEY,
    role       TEXT   NOT NULL CHECK (role IN ('administrator', 'coordinator', 'author', 'viewer')),
    granted_over TEXT NOT NULL DEFAULT '',
    made_by    TEXT   REFERENCES learners (id) ON DELETE CASCADE,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
INSERT INTO invitations_over (token_hash, role, made_at, expires_at, used_at)
    SELECT token_hash, role, made_at, expires_at, used_at FROM invitations;
DROP TABLE invitations;
ALTER TABLE invitations_over RENAME TO invitations;

-- The number by which a learner may let the course team find them.
ALTER TABLE learners ADD COLUMN number TEXT;
UPDATE learners SET number = upper(hex(randomblob(4)));
CREATE UNIQUE INDEX learners_number ON learners (number);

-- The last time that the person did anything, without reading their state.
ALTER TABLE learners ADD COLUMN active_at BIGINT;
UPDATE learners SET active_at = CAST(strftime('%s', json_extract(state, '$.active_at')) AS INTEGER) * 1000;
