-- The inbox: anonymous threads, search, topics that people wish for, and who is told of what is new.

-- A thread belongs to a person or, if they wrote anonymously, to a letterbox, and never to both.
-- `tell_from`: when the team may hear of it; of anonymous words not before the next day.
CREATE TABLE inbox_threads (
    thread     TEXT    PRIMARY KEY,
    learner_id TEXT    REFERENCES learners (id) ON DELETE CASCADE,
    letterbox  TEXT    UNIQUE,
    state      TEXT    NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'open', 'done')),
    complaint  INTEGER NOT NULL DEFAULT 0,
    wish       INTEGER NOT NULL DEFAULT 0,
    moved_at   BIGINT  NOT NULL,
    tell_from  BIGINT  NOT NULL,
    CHECK ((learner_id IS NULL) <> (letterbox IS NULL))
);
INSERT INTO inbox_threads (thread, learner_id, state, complaint, moved_at, tell_from)
    SELECT thread, learner_id, state, complaint, moved_at, moved_at FROM threads;

-- `folded`: the same words without case, for searching; NULL until they are searched for the first time.
CREATE TABLE inbox_answers (
    id         INTEGER PRIMARY KEY,
    thread     TEXT    NOT NULL REFERENCES inbox_threads (thread) ON DELETE CASCADE,
    text       TEXT    NOT NULL,
    folded     TEXT,
    written_at BIGINT  NOT NULL
);
INSERT INTO inbox_answers (id, thread, text, written_at)
    SELECT id, thread, text, written_at FROM answers_to_feedback;
DROP TABLE answers_to_feedback;
DROP TABLE threads;
ALTER TABLE inbox_threads RENAME TO threads;
ALTER TABLE inbox_answers RENAME TO answers_to_feedback;
CREATE INDEX threads_state ON threads (state, moved_at);
CREATE INDEX threads_learner ON threads (learner_id, moved_at);
CREATE INDEX threads_new ON threads (tell_from) WHERE state = 'new';
CREATE INDEX answers_to_feedback_thread ON answers_to_feedback (thread, id);
CREATE INDEX answers_to_feedback_unfolded ON answers_to_feedback (id) WHERE folded IS NULL;

-- `message`: the channel's own name of the message, so that the answer can be a reply to it.
CREATE TABLE inbox_feedback (
    id         INTEGER PRIMARY KEY,
    learner_id TEXT    REFERENCES learners (id) ON DELETE CASCADE,
    thread     TEXT    NOT NULL REFERENCES threads (thread) ON DELETE CASCADE,
    course     TEXT,
    activity   TEXT,
    step       TEXT,
    language   TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    folded     TEXT,
    message    TEXT,
    written_at BIGINT  NOT NULL
);
INSERT INTO inbox_feedback (id, learner_id, thread, course, activity, step, language, text, written_at)
    SELECT id, learner_id, thread, course, activity, step, language, text, written_at FROM feedback;
DROP TABLE feedback;
ALTER TABLE inbox_feedback RENAME TO feedback;
CREATE INDEX feedback_learner ON feedback (learner_id, id);
CREATE INDEX feedback_thread ON feedback (thread, id);
CREATE INDEX feedback_unfolded ON feedback (id) WHERE folded IS NULL;

-- The only way from anonymous words to a person: by it an answer comes back. It goes with the person.
CREATE TABLE letterboxes (
    address    TEXT PRIMARY KEY,
    learner_id TEXT NOT NULL REFERENCES learners (id) ON DELETE CASCADE
);
CREATE INDEX letterboxes_learner ON letterboxes (learner_id);

-- Where the desk has shown a thread: those copies go when the person who wrote is erased.
CREATE TABLE thread_copies (
    thread    TEXT   NOT NULL REFERENCES threads (thread) ON DELETE CASCADE,
    outbox_id BIGINT NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    PRIMARY KEY (thread, outbox_id)
);
CREATE INDEX thread_copies_outbox ON thread_copies (outbox_id);

-- What the desk showed before this was written down cannot be found by its thread.
DELETE FROM outbox WHERE status NOT IN ('pending', 'claimed')
    AND (message LIKE '%"kind":"inbox"%' OR message LIKE '%"kind":"thread"%');

CREATE TABLE topics (
    id      TEXT   PRIMARY KEY,
    titles  TEXT   NOT NULL,
    made_at BIGINT NOT NULL,
    done_at BIGINT
);

CREATE TABLE wishes (
    topic      TEXT   NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
    learner_id TEXT   NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    wished_at  BIGINT NOT NULL,
    PRIMARY KEY (topic, learner_id)
);
CREATE INDEX wishes_learner ON wishes (learner_id);

-- Who of the team is told of new messages, and up to which moment they have been.
CREATE TABLE alerts (
    learner_id TEXT   PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    how        TEXT   NOT NULL CHECK (how IN ('each', 'hourly')),
    told_at    BIGINT NOT NULL
);
