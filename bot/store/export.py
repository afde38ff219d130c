"""Every row that knows one person, table by table."""

from bot.store.reader import Reader, Row

ENROLMENTS = "SELECT * FROM enrolments WHERE learner_id = ? ORDER BY started_at, course"
COMPLETIONS = "SELECT * FROM completions WHERE learner_id = ? ORDER BY completed_at, activity"
TESTS = "SELECT * FROM tests_taken WHERE learner_id = ? ORDER BY taken_at"
ANSWERS = "SELECT * FROM answers WHERE learner_id = ? ORDER BY id"
FEEDBACK = "SELECT * FROM feedback WHERE learner_id = ? ORDER BY id"
ADDRESSES = "SELECT * FROM addresses WHERE learner_id = ? ORDER BY channel, address"
LEARNER = "SELECT * FROM learners WHERE id = ?"
CERTIFICATES = "SELECT * FROM certificates WHERE learner_id = ? ORDER BY issued_at, id"
MESSAGES = "SELECT * FROM outbox WHERE learner_id = ? ORDER BY id"
ROLES = "SELECT * FROM roles WHERE learner_id = ? ORDER BY role"
GROUPS = (
    "SELECT m.*, g.name FROM members m JOIN groups g ON g.id = m.group_id"
    " WHERE m.learner_id = ? ORDER BY m.since, m.group_id"
)
ON_LISTS = "SELECT * FROM allowed WHERE learner_id = ? ORDER BY used_at, group_id"
WRONG_WORDS = "SELECT * FROM wrong_words WHERE learner_id = ? ORDER BY said_at, group_id"
THREADS = "SELECT * FROM threads WHERE learner_id = ? ORDER BY thread"
TEAM_ANSWERS = (
    "SELECT a.* FROM answers_to_feedback a JOIN threads t ON t.thread = a.thread"
    " WHERE t.learner_id = ? ORDER BY a.id"
)
LETTERBOXES = (
    "SELECT l.address, t.* FROM letterboxes l JOIN threads t ON t.letterbox = l.address"
    " WHERE l.learner_id = ? ORDER BY l.address"
)
ANONYMOUS = (
    "SELECT f.* FROM feedback f JOIN threads t ON t.thread = f.thread"
    " JOIN letterboxes l ON l.address = t.letterbox WHERE l.learner_id = ? ORDER BY f.id"
)
ANONYMOUS_ANSWERS = (
    "SELECT a.* FROM answers_to_feedback a JOIN threads t ON t.thread = a.thread"
    " JOIN letterboxes l ON l.address = t.letterbox WHERE l.learner_id = ? ORDER BY a.id"
)
WISHES = (
    "SELECT w.*, t.titles FROM wishes w JOIN topics t ON t.id = w.topic"
    " WHERE w.learner_id = ? ORDER BY w.wished_at, w.topic"
)
ALERTS = "SELECT * FROM alerts WHERE learner_id = ?"
ANNOUNCEMENTS = "SELECT * FROM recipients WHERE learner_id = ? ORDER BY id"
PROMPTS = "SELECT * FROM prompts WHERE learner_id = ? ORDER BY on_day"
PLANS = "SELECT * FROM plans WHERE learner_id = ? ORDER BY made_at, plan"
SURVEYS = "SELECT * FROM survey_people WHERE learner_id = ? ORDER BY opened_on, survey"
PLAN_REPORTS = "SELECT * FROM plan_reports WHERE learner_id = ? ORDER BY id"
SESSIONS = "SELECT * FROM sessions WHERE learner_id = ? ORDER BY made_at"
SIGN_IN_LINKS = "SELECT * FROM sign_in_links WHERE learner_id = ?"
DIGESTS = "SELECT * FROM digests WHERE learner_id = ?"
WARNED = "SELECT * FROM warned WHERE learner_id = ?"
TIMERS = "SELECT * FROM timers WHERE learner_id = ? ORDER BY due_at"
CHAT = (
    "SELECT c.* FROM chat_events c JOIN addresses a ON a.channel = 'web' AND a.address = c.address"
    " WHERE a.learner_id = ? ORDER BY c.seq"
)
PUT_ASIDE = (
    "SELECT i.* FROM inbox i JOIN addresses a ON a.channel = i.channel AND a.address = i.address"
    " WHERE a.learner_id = ? AND i.body IS NOT NULL ORDER BY i.id"
)


async def everything(reader: Reader, learner_id: str) -> dict[str, list[Row]]:
    """All rows of one person as of one moment. Without `learner`: there is nobody of that id."""
    names = {
        "learner": LEARNER, "addresses": ADDRESSES, "enrolments": ENROLMENTS,
        "completions": COMPLETIONS, "tests": TESTS, "answers": ANSWERS, "feedback": FEEDBACK,
        "certificates": CERTIFICATES, "messages": MESSAGES, "timers": TIMERS, "prompts": PROMPTS,
        "plans": PLANS, "plan_reports": PLAN_REPORTS, "surveys": SURVEYS,
        "sessions": SESSIONS, "sign_in_links": SIGN_IN_LINKS,
        "digests": DIGESTS, "warned": WARNED, "roles": ROLES, "groups": GROUPS, "on_lists": ON_LISTS,
        "wrong_words": WRONG_WORDS,
        "threads": THREADS, "team_answers": TEAM_ANSWERS, "letterboxes": LETTERBOXES,
        "anonymous": ANONYMOUS, "anonymous_answers": ANONYMOUS_ANSWERS, "wishes": WISHES,
        "alerts": ALERTS,
        "announcements": ANNOUNCEMENTS, "chat": CHAT,
        "put_aside": PUT_ASIDE,
    }  # fmt: skip
    return await reader.snapshot({name: (sql, (learner_id,)) for name, sql in names.items()})
