-- The desk: who may do what, who did what, and threads of feedback that are answered.

CREATE TABLE roles (
    learner_id TEXT   NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    role       TEXT   NOT NULL CHECK (role IN ('administrator', 'coordinator')),
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (learner_id, role)
);

-- Only a hash is kept: whoever reads the database cannot use an invitation.
CREATE TABLE invitations (
    token_hash TEXT   PRIMARY KEY,
    role       TEXT   NOT NULL CHECK (role IN ('administrator', 'coordinator')),
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

-- Who is a name that tells nothing outside this database, and stays when the person is erased.
CREATE TABLE audit (
    id     INTEGER PRIMARY KEY,
    at     BIGINT  NOT NULL,
    who    TEXT    NOT NULL,
    action TEXT    NOT NULL,
    about  TEXT    NOT NULL
);

CREATE TABLE threads (
    thread     TEXT    PRIMARY KEY,
    learner_id TEXT    NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    state      TEXT    NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'open', 'done')),
    complaint  INTEGER NOT NULL DEFAULT 0,
    moved_at   BIGINT  NOT NULL
);
CREATE INDEX threads_state ON threads (state, moved_at);
CREATE INDEX threads_learner ON threads (learner_id);
INSERT INTO threads (thread, learner_id, moved_at)
    SELECT thread, learner_id, max(written_at) FROM feedback GROUP BY thread, learner_id;

CREATE TABLE answers_to_feedback (
    id         INTEGER PRIMARY KEY,
    thread     TEXT    NOT NULL REFERENCES threads (thread) ON DELETE CASCADE,
    text       TEXT    NOT NULL,
    written_at BIGINT  NOT NULL
);
CREATE INDEX answers_to_feedback_thread ON answers_to_feedback (thread, id);
