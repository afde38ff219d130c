-- Surveys: questionnaires without a course, anonymous where they say so.

-- Who has opened a survey, and who has answered it. Of both only the day is kept.
CREATE TABLE survey_people (
    learner_id  TEXT NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    survey      TEXT NOT NULL,
    release     TEXT NOT NULL REFERENCES releases (hash),
    opened_on   TEXT NOT NULL,
    answered_on TEXT,
    PRIMARY KEY (learner_id, survey)
) WITHOUT ROWID;
CREATE INDEX survey_people_survey ON survey_people (survey);

-- What was answered in anonymous surveys. A response is random, and nothing says whose it is: no
-- learner, no day, no language. Without row ids the order in which people answered is lost as well.
CREATE TABLE survey_answers (
    response TEXT NOT NULL,
    survey   TEXT NOT NULL,
    step     TEXT NOT NULL,
    answer   TEXT NOT NULL,
    PRIMARY KEY (response, step)
) WITHOUT ROWID;
CREATE INDEX survey_answers_step ON survey_answers (survey, step, answer);
