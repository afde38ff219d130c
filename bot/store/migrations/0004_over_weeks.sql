-- What happens over weeks: prompts, plans, and a code that links somebody's answers without a name.

-- One prompt for a learner and a day of their calendar.
CREATE TABLE prompts (
    learner_id TEXT   NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    on_day     TEXT   NOT NULL,
    items      TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    PRIMARY KEY (learner_id, on_day)
);

CREATE TABLE plans (
    learner_id TEXT   NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    plan       TEXT   NOT NULL,
    course     TEXT   NOT NULL,
    module     TEXT   NOT NULL,
    text       TEXT   NOT NULL,
    due_on     TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    PRIMARY KEY (learner_id, plan)
);

CREATE TABLE plan_reports (
    id          INTEGER PRIMARY KEY,
    learner_id  TEXT    NOT NULL,
    plan        TEXT    NOT NULL,
    result      TEXT    NOT NULL CHECK (result IN ('done', 'partly', 'not-yet', 'dropped')),
    note        TEXT,
    reported_at BIGINT  NOT NULL,
    FOREIGN KEY (learner_id, plan) REFERENCES plans (learner_id, plan) ON DELETE CASCADE
);
CREATE INDEX plan_reports_plan ON plan_reports (learner_id, plan);

-- The pseudonym under which answers before and after a course belong together.
ALTER TABLE enrolments ADD COLUMN code TEXT;
UPDATE enrolments SET code = lower(hex(randomblob(8)));
CREATE UNIQUE INDEX enrolments_code ON enrolments (code);

-- A prompt that could not leave on its day is taken back.
ALTER TABLE outbox ADD COLUMN expires_at BIGINT;
CREATE INDEX outbox_unsent_prompts ON outbox (learner_id) WHERE status = 'pending' AND expires_at IS NOT NULL;
CREATE INDEX outbox_expiring ON outbox (expires_at) WHERE status = 'pending' AND expires_at IS NOT NULL;
