"""Threads of feedback: what learners wrote, what the team answered, and where it stands.

new ──► open ──► done        new words of the learner make it new again

Whoever asks does so with a reach. What is out of it is as if it were not there, and anonymous
threads are within reach of those alone who reach everything.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.course.desk.inbox import Entry, Only, Rating, ThreadLine, ThreadState
from bot.course.desk.rights import Reach
from bot.store import copies, folding, groups
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

EXCERPT = 80
"""Characters of the newest words that a list shows."""
ALL = Only()
RATINGS = 10
"""The newest answers about an episode among which its rating is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """`learner_id`: whom an answer reaches. None: their letterbox is gone, and nobody is told so."""

    thread: str
    learner_id: str | None
    letterbox: str | None
    """With it, the words are anonymous: whom an answer reaches, if anybody, is for nobody to see."""
    state: ThreadState
    complaint: bool
    wish: bool
    language: str
    entries: tuple[Entry, ...]
    message: str | None
    """The channel's own name of the learner's newest message."""

    @property
    def asked(self) -> str:
        """The learner's newest words."""
        return next(each.text for each in reversed(self.entries) if not each.team)


def counts(tx: Tx, reach: Reach) -> dict[ThreadState, int]:
    within, values = groups.within(reach, "learner_id")
    rows = tx.execute(
        f"SELECT state, count(*) AS n FROM threads WHERE {within} GROUP BY state",  # noqa: S608
        values,
    )
    return {row["state"]: row["n"] for row in rows}


def listed(
    tx: Tx, reach: Reach, state: ThreadState | None, start: int, limit: int, only: Only = ALL
) -> list[ThreadLine]:  # fmt: skip
    """Complaints first, then the newest. `state` None: of all states."""
    conditions, values = _conditions(tx, reach, state, only)
    rows = tx.execute(
        "SELECT t.*, f.language, f.course, f.activity, f.text, f.written_at FROM threads t"  # noqa: S608
        " JOIN feedback f ON f.id = (SELECT max(id) FROM feedback WHERE thread = t.thread)"
        f" WHERE {conditions}"
        " ORDER BY t.complaint DESC, t.moved_at DESC, t.thread LIMIT ? OFFSET ?",
        (*values, limit, start),
    )
    return [
        ThreadLine(
            thread=r["thread"], at=from_ms(r["written_at"]), language=r["language"],
            course=r["course"], activity=r["activity"], excerpt=r["text"][:EXCERPT],
            complaint=bool(r["complaint"]), wish=bool(r["wish"]),
            anonymous=r["letterbox"] is not None, state=r["state"],
        )
        for r in rows
    ]  # fmt: skip


def _conditions(
    tx: Tx, reach: Reach, state: ThreadState | None, only: Only
) -> tuple[str, list[object]]:
    within, reached = groups.within(reach, "t.learner_id")
    conditions, values = [within], [*reached]
    for column, value in (("t.state", state), ("f.language", only.language),
                          ("f.course", only.course)):  # fmt: skip
        if value is not None:
            conditions.append(f"{column} = ?")
            values.append(value)
    conditions += ["t.complaint = 1"] if only.complaints else []
    conditions += ["t.wish = 1"] if only.wishes else []
    if only.words:
        folding.fold_old(tx)
        said, sought = _said(folding.patterns(only.words))
        conditions.append(said)
        values += sought
    return " AND ".join(conditions), [*values]


def _said(patterns: Iterable[str]) -> tuple[str, list[str]]:
    """The condition that one message of a thread, by the learner or the team, has all the words."""
    sought = [*patterns]
    has = " AND ".join(["folded LIKE ? ESCAPE '!'"] * len(sought)) or "1 = 0"
    found = (
        f"t.thread IN (SELECT thread FROM feedback WHERE {has}"  # noqa: S608
        f" UNION SELECT thread FROM answers_to_feedback WHERE {has})"
    )
    return found, sought * 2


def places(tx: Tx, reach: Reach) -> tuple[list[str], list[str]]:
    """The courses and the languages of the threads within reach: what can be chosen among."""
    within, values = groups.within(reach, "t.learner_id")
    rows = tx.execute(
        "SELECT DISTINCT f.course, f.language FROM feedback f"  # noqa: S608
        f" JOIN threads t ON t.thread = f.thread WHERE {within}",
        values,
    ).fetchall()
    courses = sorted({row["course"] for row in rows if row["course"]})
    return courses, sorted({row["language"] for row in rows})


def find(tx: Tx, thread: str, reach: Reach) -> Thread | None:
    """None for a thread out of reach, as for one that is not there."""
    within, values = groups.within(reach, "t.learner_id")
    row = tx.execute(
        "SELECT t.*, coalesce(t.learner_id, l.learner_id) AS whose FROM threads t"  # noqa: S608
        f" LEFT JOIN letterboxes l ON l.address = t.letterbox WHERE t.thread = ? AND {within}",
        (thread, *values),
    ).fetchone()
    said = tx.execute(
        "SELECT 0 AS team, written_at, text, course, activity, language, message FROM feedback"
        " WHERE thread = ? UNION ALL SELECT 1, written_at, text, NULL, NULL, NULL, NULL"
        " FROM answers_to_feedback WHERE thread = ? ORDER BY written_at, team",
        (thread, thread),
    ).fetchall()
    if row is None or not said:
        return None
    rated = _rated(tx, row["learner_id"])
    entries = tuple(
        Entry(
            team=bool(s["team"]), at=from_ms(s["written_at"]), text=s["text"],
            course=s["course"], activity=s["activity"],
            rated=rated.get((s["course"], s["activity"]), ()),
        )
        for s in said
    )  # fmt: skip
    newest = next(s for s in reversed(said) if not s["team"])
    return Thread(
        thread=thread, learner_id=row["whose"], letterbox=row["letterbox"], state=row["state"],
        complaint=bool(row["complaint"]), wish=bool(row["wish"]), entries=entries,
        language=newest["language"], message=newest["message"],
    )  # fmt: skip


def _rated(tx: Tx, learner_id: str | None) -> dict[tuple[str, str], tuple[Rating, ...]]:
    """What this learner answered with one number about each episode, the newest first.

    Which of it is a rating, and on which scale, the course knows. Of anonymous words: nothing.
    """
    rows = tx.execute(
        "SELECT course, about, release, activity, step, response FROM answers"
        " WHERE learner_id = ? AND about IS NOT NULL ORDER BY id DESC",
        (learner_id,),
    )
    rated: dict[tuple[str, str], tuple[Rating, ...]] = {}
    for row in rows:
        match json.loads(row["response"]):
            case [int(value)]:
                key = row["course"], row["about"]
                rating = Rating(
                    release=row["release"], activity=row["activity"], step=row["step"], value=value
                )
                rated[key] = (*rated.get(key, ()), rating)[:RATINGS]
            case _:
                pass
    return rated


def move(tx: Tx, thread: str, state: ThreadState, now: datetime) -> None:
    tx.execute(
        "UPDATE threads SET state = ?, moved_at = ? WHERE thread = ?", (state, to_ms(now), thread)
    )


def has_complaint(tx: Tx, learner_id: str) -> bool:
    row = tx.execute(
        "SELECT 1 FROM threads WHERE learner_id = ? AND complaint = 1 LIMIT 1", (learner_id,)
    ).fetchone()
    return row is not None


def mark_complaint(tx: Tx, thread: str) -> None:
    """For good: a complaint stays one."""
    tx.execute("UPDATE threads SET complaint = 1 WHERE thread = ?", (thread,))


def forget_anonymous(tx: Tx, before: datetime, limit: int) -> int:
    """Up to `limit` anonymous threads that were done with before this moment go, with every copy.

    How many there were. A complaint stays: only an administrator erases one, and nobody whose it is.
    """
    rows = tx.execute(
        "SELECT thread, letterbox FROM threads WHERE letterbox IS NOT NULL AND state = 'done'"
        " AND complaint = 0 AND moved_at < ? LIMIT ?",
        (to_ms(before), limit),
    ).fetchall()
    for row in rows:
        copies.erase_thread(tx, row["thread"])
        tx.execute("DELETE FROM threads WHERE thread = ?", (row["thread"],))
        tx.execute("DELETE FROM letterboxes WHERE address = ?", (row["letterbox"],))
    return len(rows)


def answer(tx: Tx, thread: str, text: str, now: datetime) -> None:
    tx.execute(
        "INSERT INTO answers_to_feedback (thread, text, folded, written_at) VALUES (?, ?, ?, ?)",
        (thread, text, folding.folded(text), to_ms(now)),
    )
