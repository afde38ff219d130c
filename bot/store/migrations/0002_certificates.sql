-- What was certified. The id is random and all that its public page is asked by. Without a learner
-- it outlived an erasure, because the person asked for that.

CREATE TABLE certificates (
    id         TEXT   PRIMARY KEY,
    learner_id TEXT   REFERENCES learners (id) ON DELETE CASCADE,
    course     TEXT   NOT NULL,
    release    TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    language   TEXT   NOT NULL,
    document   TEXT   NOT NULL,
    issued_at  BIGINT NOT NULL,
    asked_at   BIGINT NOT NULL,
    revoked_at BIGINT,
    UNIQUE (learner_id, course, name, language)
);
