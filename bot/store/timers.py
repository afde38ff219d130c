"""Timers as rows: set in the transaction of the turn, gone in the transaction in which they fire."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import get_args

from bot.course.inputs import TimerFired, TimerKind
from bot.course.turn import Timer
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

KNOWN: tuple[TimerKind, ...] = get_args(TimerKind)
"""The kinds of this version. Those of a later one are left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    learner_id: str
    fired: TimerFired


def set_all(tx: Tx, learner_id: str, turn: int, timers: Iterable[Timer]) -> None:
    """A learner has one timer of each kind; the last one set counts. One that is never due goes."""
    for timer in timers:
        if timer.due is None:
            tx.execute(
                "DELETE FROM timers WHERE learner_id = ? AND kind = ?", (learner_id, timer.kind)
            )
        else:
            tx.execute(
                "INSERT INTO timers (learner_id, kind, due_at, turn) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (learner_id, kind)"
                " DO UPDATE SET due_at = excluded.due_at, turn = excluded.turn",
                (learner_id, timer.kind, to_ms(timer.due), turn),
            )


def due(tx: Tx, now: datetime, limit: int, kinds: Iterable[TimerKind] = KNOWN) -> list[Due]:
    """The earliest timers of these kinds that are due, however many wait behind them."""
    rows = [
        row
        for kind in kinds
        for row in tx.execute(
            "SELECT learner_id, kind, due_at, turn FROM timers WHERE kind = ? AND due_at <= ?"
            " ORDER BY due_at LIMIT ?",
            (kind, to_ms(now), limit),
        )
    ]
    return [
        Due(learner_id=r["learner_id"], fired=TimerFired(timer=r["kind"], set_in=r["turn"]))
        for r in sorted(rows, key=itemgetter("due_at"))[:limit]
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


def next_due_at(tx: Tx, after: datetime, until: datetime) -> datetime | None:
    """The first moment after `after` and not after `until` at which a timer falls due."""
    first = [
        tx.execute(
            "SELECT min(due_at) AS at FROM timers WHERE kind = ? AND due_at > ? AND due_at <= ?",
            (kind, to_ms(after), to_ms(until)),
        ).fetchone()["at"]
        for kind in KNOWN
    ]
    return min((from_ms(at) for at in first if at is not None), default=None)
