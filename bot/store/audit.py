"""What was done at the desk: only ever added, and never with anybody's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.store.reader import Row
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

LINES = "SELECT a.*, l.number FROM audit a LEFT JOIN learners l ON l.id = a.who"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    at: datetime
    who: str
    number: str | None
    """By which this person can be found; None for somebody who is erased."""
    action: str
    about: str


def add(tx: Tx, who: str, action: str, about: str, now: datetime) -> None:
    tx.execute(
        "INSERT INTO audit (at, who, action, about) VALUES (?, ?, ?, ?)",
        (to_ms(now), who, action, about),
    )


def has_done(tx: Tx, who: str, action: str, about: str, since: datetime) -> bool:
    """Whether there is such a line of this person since then."""
    row = tx.execute(
        "SELECT 1 FROM audit WHERE who = ? AND at > ? AND action = ? AND about = ? LIMIT 1",
        (who, to_ms(since), action, about),
    ).fetchone()
    return row is not None


def latest(tx: Tx, start: int, limit: int) -> list[Done]:
    """The newest first."""
    rows = tx.execute(f"{LINES} ORDER BY a.id DESC LIMIT ? OFFSET ?", (limit, start))
    return [_done(row) for row in rows]


def everything(tx: Tx) -> Iterator[Done]:
    """The oldest first."""
    for row in tx.execute(f"{LINES} ORDER BY a.id"):
        yield _done(row)


def forget_old(tx: Tx, before: datetime, limit: int) -> int:
    """Deletes lines of before that moment, among the `limit` oldest; how many."""
    gone = tx.execute(
        "DELETE FROM audit WHERE at < ? AND id IN (SELECT id FROM audit ORDER BY id LIMIT ?)",
        (to_ms(before), limit),
    )
    return gone.rowcount


def _done(row: Row) -> Done:
    return Done(
        at=from_ms(row["at"]), who=row["who"], number=row["number"], action=row["action"],
        about=row["about"],
    )  # fmt: skip
