"""What was done at the desk: only ever added, and never with anybody's words."""

from dataclasses import dataclass
from datetime import datetime

from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    at: datetime
    who: str
    action: str
    about: str


def add(tx: Tx, who: str, action: str, about: str, now: datetime) -> None:
    tx.execute(
        "INSERT INTO audit (at, who, action, about) VALUES (?, ?, ?, ?)",
        (to_ms(now), who, action, about),
    )


def latest(tx: Tx, start: int, limit: int) -> list[Done]:
    """The newest first."""
    rows = tx.execute("SELECT * FROM audit ORDER BY id DESC LIMIT ? OFFSET ?", (limit, start))
    return [
        Done(at=from_ms(r["at"]), who=r["who"], action=r["action"], about=r["about"]) for r in rows
    ]
