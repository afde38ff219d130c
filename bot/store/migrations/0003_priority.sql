-- How soon a message leaves: 0 a reply, 1 a prompt, 2 an announcement.
ALTER TABLE outbox ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
DROP INDEX outbox_pending;
CREATE INDEX outbox_pending ON outbox (channel, priority, id) WHERE status = 'pending';
CREATE INDEX outbox_prompts ON outbox (id) WHERE status = 'pending' AND priority = 1;

-- Every kind by itself, so that those of one kind do not hide those of another.
DROP INDEX timers_due;
CREATE INDEX timers_due ON timers (kind, due_at);
