-- Where the desk has shown what learners wrote: in messages that wait or were sent, and in what the
-- chat pages of the team keep. `source` is a thread, a survey, or what was sought.
CREATE TABLE outbox_copies (
    source    TEXT   NOT NULL,
    outbox_id BIGINT NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    PRIMARY KEY (source, outbox_id)
);
INSERT INTO outbox_copies (source, outbox_id) SELECT 'thread ' || thread, outbox_id FROM thread_copies;
DROP TABLE thread_copies;
CREATE INDEX outbox_copies_outbox ON outbox_copies (outbox_id);

CREATE TABLE page_copies (
    source TEXT   NOT NULL,
    seq    BIGINT NOT NULL REFERENCES chat_events (seq) ON DELETE CASCADE,
    PRIMARY KEY (source, seq)
);
CREATE INDEX page_copies_seq ON page_copies (seq);

-- What was shown before this was written down cannot be found any more by whose words it holds.
DELETE FROM outbox WHERE status NOT IN ('pending', 'claimed')
    AND (message LIKE '%"kind":"survey"%' OR message LIKE '%"kind":"inbox"%'
        OR message LIKE '%"kind":"inbox-filter"%');
DELETE FROM chat_events WHERE address IN (
    SELECT address FROM addresses WHERE channel = 'web'
        AND (learner_id IN (SELECT learner_id FROM roles) OR learner_id IN (SELECT who FROM audit)));

-- The newest lines of one person.
CREATE INDEX audit_who ON audit (who, at);
