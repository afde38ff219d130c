-- The desk in a browser: how one comes in, and who is there. Of links and sessions only hashes are
-- kept: whoever reads the database cannot use them.

CREATE TABLE sign_in_links (
    learner_id TEXT   PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    token_hash TEXT   NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    token_hash TEXT   PRIMARY KEY,
    learner_id TEXT   NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    language   TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_learner ON sessions (learner_id);
