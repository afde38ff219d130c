-- What is gone for good, so that no restored backup brings it back: random names that lead to nobody
-- once it is done. `written` says whether the file beside the database has it, too.
CREATE TABLE erasures (
    id      INTEGER PRIMARY KEY,
    kind    TEXT    NOT NULL CHECK (kind IN (
                'keeps-certificates', 'learner', 'certificate', 'revocation')),
    subject TEXT    NOT NULL,
    written INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, subject)
);
CREATE INDEX erasures_unwritten ON erasures (id) WHERE written = 0;

-- Who was told that their data will be erased, because they have not come for so long.
CREATE TABLE warned (
    learner_id TEXT   PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    warned_at  BIGINT NOT NULL
);
CREATE INDEX learners_never_back ON learners (created_at) WHERE agreed = 1 AND active_at IS NULL;

-- The update that a message answers, by its number in the inbox: for the log.
ALTER TABLE outbox ADD COLUMN cause BIGINT;
