"""Timers as rows: set in the transaction of the turn, gone in the transaction in which they fire."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from bot.course.inputs import TimerFired, TimerKind
from bot.course.turn import Timer
from bot.store.times import to_ms
from bot.store.writer import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    learner_id: str
    fired: TimerFired


def set_all(tx: Tx, learner_id: str, turn: int, timers: Iterable[Timer]) -> None:
    """A learner has one timer of each kind; the last one set counts."""
    tx.executemany(
        "INSERT INTO timers (learner_id, kind, due_at, turn) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (learner_id, kind) DO UPDATE SET due_at = excluded.due_at, turn = excluded.turn",
        [(learner_id, timer.kind, to_ms(timer.due), turn) for timer in timers],
    )


def due(tx: Tx, now: datetime, limit: int) -> list[Due]:
    """The earliest timers that are due, of the kinds that this version knows."""
    known = get_args(TimerKind)
    places = ", ".join("?" * len(known))
    rows = tx.execute(
        f"SELECT learner_id, kind, turn FROM timers WHERE due_at <= ? AND kind IN ({places})"  # noqa: S608
        " ORDER BY due_at LIMIT ?",
        (to_ms(now), *known, limit),
    )
    return [
        Due(learner_id=r["learner_id"], fired=TimerFired(timer=r["kind"], set_in=r["turn"]))
        for r in rows
    ]


def take(tx: Tx, timer: Due) -> bool:
    """Removes the timer. False when it was set anew or taken meanwhile: then it must not fire."""
    gone = tx.execute(
        "DELETE FROM timers WHERE learner_id = ? AND kind = ? AND turn = ?",
        (timer.learner_id, timer.fired.timer, timer.fired.set_in),
    )
    return gone.rowcount == 1


def put_off(tx: Tx, timer: Due, until: datetime) -> None:
    """Unless it was set anew or taken meanwhile."""
    tx.execute(
        "UPDATE timers SET due_at = ? WHERE learner_id = ? AND kind = ? AND turn = ?",
        (to_ms(until), timer.learner_id, timer.fired.timer, timer.fired.set_in),
    )
