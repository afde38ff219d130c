"""Who of the team is told of new messages, how, and up to which moment they have been told.

No row: they are not told. A thread is told of once for each time that it becomes new, and those
that nobody has opened yet are looked for, nothing is queued.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.course.desk.inbox import AlertWay
from bot.course.desk.rights import Reach
from bot.store import groups
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    learner_id: str
    how: AlertWay
    told_at: datetime


def everybody(tx: Tx) -> list[Alert]:
    rows = tx.execute("SELECT * FROM alerts ORDER BY learner_id").fetchall()
    return [
        Alert(learner_id=r["learner_id"], how=r["how"], told_at=from_ms(r["told_at"])) for r in rows
    ]


def way(tx: Tx, learner_id: str) -> AlertWay | None:
    row = tx.execute("SELECT how FROM alerts WHERE learner_id = ?", (learner_id,)).fetchone()
    return row["how"] if row else None


def choose(tx: Tx, learner_id: str, how: AlertWay | None, now: datetime) -> None:
    """From now on. What has come before is not told of."""
    if how is None:
        tx.execute("DELETE FROM alerts WHERE learner_id = ?", (learner_id,))
        return
    tx.execute(
        "INSERT INTO alerts (learner_id, how, told_at) VALUES (?, ?, ?)"
        " ON CONFLICT (learner_id) DO UPDATE SET how = excluded.how",
        (learner_id, how, to_ms(now)),
    )


def told(tx: Tx, learner_id: str, now: datetime) -> None:
    tx.execute("UPDATE alerts SET told_at = ? WHERE learner_id = ?", (to_ms(now), learner_id))


def untold(tx: Tx, alert: Alert, reach: Reach, now: datetime, most: int) -> list[str]:
    """Threads that have become new since this person was told, except their own, the oldest first."""
    within, values = groups.within(reach, "t.learner_id")
    rows = tx.execute(
        "SELECT t.thread FROM threads t LEFT JOIN letterboxes l ON l.address = t.letterbox"  # noqa: S608
        " WHERE t.state = 'new' AND t.tell_from >= ? AND t.tell_from < ?"
        f" AND coalesce(t.learner_id, l.learner_id, '') <> ? AND {within}"
        " ORDER BY t.tell_from, t.thread LIMIT ?",
        (to_ms(alert.told_at), to_ms(now), alert.learner_id, *values, most),
    )
    return [row["thread"] for row in rows]
