-- Who wants a summary on Mondays, and when the next one is due.
CREATE TABLE digests (
    learner_id TEXT   PRIMARY KEY REFERENCES learners (id) ON DELETE CASCADE,
    next_at    BIGINT NOT NULL
);
CREATE INDEX digests_next ON digests (next_at);

-- What reports count, course by course.
CREATE INDEX enrolments_course ON enrolments (course, started_at, completed_at, learner_id);
CREATE INDEX enrolments_completed ON enrolments (completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX completions_course ON completions (course, activity, learner_id);
CREATE INDEX answers_asked ON answers (course, activity, step, about, learner_id, id);
CREATE INDEX tests_course ON tests_taken (course, learner_id, test, attempt, correct, asked);
CREATE INDEX plans_course ON plans (course, learner_id, plan);
CREATE INDEX learners_created ON learners (created_at);
