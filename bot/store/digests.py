"""Who wants a summary on Mondays, and when theirs is due."""

from dataclasses import dataclass
from datetime import datetime

from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    learner_id: str
    due: datetime


def want(tx: Tx, learner_id: str, first: datetime) -> None:
    """Whoever wants it already keeps the moment that is set."""
    tx.execute(
        "INSERT INTO digests (learner_id, next_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (learner_id, to_ms(first)),
    )


def drop(tx: Tx, learner_id: str) -> None:
    tx.execute("DELETE FROM digests WHERE learner_id = ?", (learner_id,))


def is_wanted(tx: Tx, learner_id: str) -> bool:
    row = tx.execute("SELECT 1 FROM digests WHERE learner_id = ?", (learner_id,)).fetchone()
    return row is not None


def due(tx: Tx, now: datetime, limit: int) -> list[Wanted]:
    """Those whose moment has come, the longest waiting first."""
    rows = tx.execute(
        "SELECT * FROM digests WHERE next_at <= ? ORDER BY next_at, learner_id LIMIT ?",
        (to_ms(now), limit),
    )
    return [Wanted(learner_id=r["learner_id"], due=from_ms(r["next_at"])) for r in rows]


def take(tx: Tx, wanted: Wanted, following: datetime) -> bool:
    """Moves it on to its next moment; False if it was taken, dropped or erased meanwhile."""
    moved = tx.execute(
        "UPDATE digests SET next_at = ? WHERE learner_id = ? AND next_at = ?",
        (to_ms(following), wanted.learner_id, to_ms(wanted.due)),
    )
    return moved.rowcount == 1
