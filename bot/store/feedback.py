"""What learners write to the team, as it is kept.

named        goes on in the learner's thread, or begins one where the last is done and old
anonymous    a thread without a learner; by its letterbox alone an answer finds its way back

Of anonymous words nothing is kept that would single out who wrote them: no message, no moment, no
step, and a course or an episode only if enough people know it.
"""

import secrets
from datetime import UTC, datetime, time, timedelta

from bot.course.facts import FeedbackGiven, FeedbackGivenAnonymously
from bot.store.folding import folded
from bot.store.times import to_ms
from bot.store.writer import Tx

DONE_FOR = timedelta(days=14)
"""How long a thread that is done with is still gone on in."""
CROWD = 20
"""Only a course or an episode with so many people is named beside anonymous words."""


def given(tx: Tx, learner_id: str, language: str, fact: FeedbackGiven, now: datetime) -> None:
    """The thread is new, whatever it was before; a complaint or a wish begins one of its own."""
    own = fact.complaint or fact.wish
    thread = None if own else _under_way(tx, learner_id, now)
    if thread is None:
        thread = secrets.token_urlsafe(12)
        tx.execute(
            "INSERT INTO threads (thread, learner_id, complaint, wish, moved_at, tell_from)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (thread, learner_id, fact.complaint, fact.wish, to_ms(now), to_ms(now)),
        )
    _renew(tx, thread, to_ms(now), to_ms(now))
    tx.execute(
        "INSERT INTO feedback (learner_id, thread, course, activity, step, language, text, folded,"
        " message, written_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            learner_id, thread, fact.course, fact.activity, fact.step, language, fact.text,
            folded(fact.text), fact.message, to_ms(now),
        ),
    )  # fmt: skip


def given_anonymously(
    tx: Tx, learner_id: str, language: str, fact: FeedbackGivenAnonymously, now: datetime
) -> None:
    """Goes on in the thread of the letterbox if it is this learner's own; else in a new one."""
    day = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    tomorrow = to_ms(day + timedelta(days=1))
    thread = _behind(tx, learner_id, fact.letterbox)
    if thread is None:
        thread, address = secrets.token_urlsafe(12), secrets.token_urlsafe(16)
        tx.execute(
            "INSERT INTO letterboxes (address, learner_id) VALUES (?, ?)", (address, learner_id)
        )
        tx.execute(
            "INSERT INTO threads (thread, letterbox, moved_at, tell_from) VALUES (?, ?, ?, ?)",
            (thread, address, to_ms(day), tomorrow),
        )
    _renew(tx, thread, to_ms(day), tomorrow)
    course, activity = _crowded(tx, fact.course, fact.activity)
    tx.execute(
        "INSERT INTO feedback (thread, course, activity, language, text, folded, written_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            thread, course, activity, language, fact.text, folded(fact.text),
            max(to_ms(day), _last(tx, thread) + 1),
        ),
    )  # fmt: skip


def _under_way(tx: Tx, learner_id: str, now: datetime) -> str | None:
    """The thread to go on in. A wish that nobody has answered stands for itself."""
    row = tx.execute(
        "SELECT thread FROM threads WHERE learner_id = ?"
        " AND (state <> 'done' OR moved_at >= ?) AND (wish = 0 OR state = 'done')"
        " ORDER BY moved_at DESC, thread LIMIT 1",
        (learner_id, to_ms(now - DONE_FOR)),
    ).fetchone()
    return str(row["thread"]) if row else None


def _behind(tx: Tx, learner_id: str, letterbox: str | None) -> str | None:
    row = tx.execute(
        "SELECT t.thread FROM threads t JOIN letterboxes l ON l.address = t.letterbox"
        " WHERE l.address = ? AND l.learner_id = ?",
        (letterbox, learner_id),
    ).fetchone()
    return str(row["thread"]) if row else None


def _renew(tx: Tx, thread: str, moved_at: int, tell_from: int) -> None:
    tx.execute(
        "UPDATE threads SET state = 'new', moved_at = ?, tell_from = ? WHERE thread = ?",
        (moved_at, tell_from, thread),
    )


def _last(tx: Tx, thread: str) -> int:
    """When the newest words of a thread were written; so that those that follow stay behind them."""
    row = tx.execute(
        "SELECT max(written_at) AS last FROM (SELECT written_at FROM feedback WHERE thread = ?"
        " UNION ALL SELECT written_at FROM answers_to_feedback WHERE thread = ?) AS said",
        (thread, thread),
    ).fetchone()
    return -1 if row["last"] is None else int(row["last"])


def _crowded(tx: Tx, course: str | None, activity: str | None) -> tuple[str | None, str | None]:
    """The place, as far as so many people know it that it tells of none of them."""
    if not _is_crowd(tx, "SELECT count(*) AS n FROM enrolments WHERE course = ?", course):
        return None, None
    reached = "SELECT count(*) AS n FROM completions WHERE course = ? AND activity = ?"
    return course, activity if _is_crowd(tx, reached, course, activity) else None


def _is_crowd(tx: Tx, sql: str, *place: str | None) -> bool:
    return int(tx.execute(sql, place).fetchone()["n"]) >= CROWD
