"""Threads of feedback: what learners wrote, what the team answered, and where it stands.

new ──► open ──► done        new words of the learner make it new again
"""

from dataclasses import dataclass
from datetime import datetime

from bot.course.desk.inbox import Entry, ThreadLine, ThreadState
from bot.course.desk.rights import Reach
from bot.store import groups
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

EXCERPT = 80
"""Characters of the newest words that a list shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    thread: str
    learner_id: str
    state: ThreadState
    complaint: bool
    language: str
    entries: tuple[Entry, ...]

    @property
    def asked(self) -> str:
        """The learner's newest words."""
        return next(each.text for each in reversed(self.entries) if not each.team)


def wrote(tx: Tx, learner_id: str, thread: str, now: datetime) -> None:
    """The learner has written: the thread is new, whatever it was before."""
    tx.execute(
        "INSERT INTO threads (thread, learner_id, moved_at) VALUES (?, ?, ?)"
        " ON CONFLICT (thread) DO UPDATE SET state = 'new', moved_at = excluded.moved_at",
        (thread, learner_id, to_ms(now)),
    )


def counts(tx: Tx, reach: Reach) -> dict[ThreadState, int]:
    within, values = groups.within(reach, "learner_id")
    rows = tx.execute(
        f"SELECT state, count(*) AS n FROM threads WHERE {within} GROUP BY state",  # noqa: S608
        values,
    )
    return {row["state"]: row["n"] for row in rows}


def listed(tx: Tx, reach: Reach, state: ThreadState, start: int, limit: int) -> list[ThreadLine]:
    """Complaints first, then the newest."""
    within, values = groups.within(reach, "t.learner_id")
    rows = tx.execute(
        "SELECT t.thread, t.complaint, f.language, f.course, f.text, f.written_at FROM threads t"  # noqa: S608
        " JOIN feedback f ON f.id = (SELECT max(id) FROM feedback WHERE thread = t.thread)"
        f" WHERE t.state = ? AND {within}"
        " ORDER BY t.complaint DESC, t.moved_at DESC, t.thread LIMIT ? OFFSET ?",
        (state, *values, limit, start),
    )
    return [
        ThreadLine(
            thread=r["thread"], at=from_ms(r["written_at"]), language=r["language"],
            course=r["course"], excerpt=r["text"][:EXCERPT], complaint=bool(r["complaint"]),
        )
        for r in rows
    ]  # fmt: skip


def find(tx: Tx, thread: str, reach: Reach) -> Thread | None:
    """None for a thread out of reach, as for one that is not there."""
    within, values = groups.within(reach, "learner_id")
    row = tx.execute(
        f"SELECT * FROM threads WHERE thread = ? AND {within}",  # noqa: S608
        (thread, *values),
    ).fetchone()
    said = tx.execute(
        "SELECT 0 AS team, written_at, text, course, activity, language FROM feedback"
        " WHERE thread = ? UNION ALL"
        " SELECT 1, written_at, text, NULL, NULL, NULL FROM answers_to_feedback WHERE thread = ?"
        " ORDER BY written_at, team",
        (thread, thread),
    ).fetchall()
    if row is None or not said:
        return None
    entries = tuple(
        Entry(
            team=bool(s["team"]), at=from_ms(s["written_at"]), text=s["text"],
            course=s["course"], activity=s["activity"],
        )
        for s in said
    )  # fmt: skip
    return Thread(
        thread=thread, learner_id=row["learner_id"], state=row["state"],
        complaint=bool(row["complaint"]), entries=entries,
        language=next(s["language"] for s in reversed(said) if not s["team"]),
    )  # fmt: skip


def move(tx: Tx, thread: str, state: ThreadState, now: datetime) -> None:
    tx.execute(
        "UPDATE threads SET state = ?, moved_at = ? WHERE thread = ?", (state, to_ms(now), thread)
    )


def mark_complaint(tx: Tx, thread: str) -> None:
    """For good: a complaint stays one."""
    tx.execute("UPDATE threads SET complaint = 1 WHERE thread = ?", (thread,))


def answer(tx: Tx, thread: str, text: str, now: datetime) -> None:
    tx.execute(
        "INSERT INTO answers_to_feedback (thread, text, written_at) VALUES (?, ?, ?)",
        (thread, text, to_ms(now)),
    )
