"""How much waits, and for how long: cheap questions about what is not done yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from bot.course.inputs import TimerKind
from bot.store.outbox import Priority
from bot.store.reader import Query, Reader, Row
from bot.store.times import to_ms

INBOX = "SELECT count(*) AS n, min(received_at) AS since FROM inbox WHERE status = 'waiting'"
PUT_ASIDE = "SELECT count(*) AS n FROM inbox WHERE status = 'quarantined'"
OUTBOX = (
    "SELECT priority, count(*) AS n, min(created_at) AS since FROM outbox"
    " WHERE status IN ('pending', 'claimed') GROUP BY priority"
)
TIMERS = "SELECT count(*) AS n, min(due_at) AS since FROM timers WHERE kind = ? AND due_at <= ?"
ANNOUNCEMENTS = (
    "SELECT state, count(*) AS n FROM announcements"
    " WHERE state IN ('planned', 'sending', 'paused') GROUP BY state"
)
TO_COME = (
    "SELECT count(*) AS n FROM announcements a JOIN recipients r ON r.announcement = a.id"
    " WHERE a.state IN ('planned', 'sending', 'paused') AND r.status IN ('waiting', 'queued')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    waiting: int = 0
    oldest: float = 0.0
    """For how many seconds the oldest has waited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depths:
    inbox: Depth
    put_aside: int
    outbox: dict[Priority, Depth]
    timers: dict[TimerKind, Depth]
    """Those that are due."""
    announcements: dict[str, int]
    """How many are under way, by state."""
    to_come: int
    """People whom these have not reached yet."""


async def depths(reader: Reader, now: datetime) -> Depths:
    """All as of one moment. Each question reads what waits, and nothing else."""
    kinds: tuple[TimerKind, ...] = get_args(TimerKind)
    queries: dict[str, Query] = {
        "inbox": (INBOX, ()), "put_aside": (PUT_ASIDE, ()), "outbox": (OUTBOX, ()),
        "announcements": (ANNOUNCEMENTS, ()), "to_come": (TO_COME, ()),
        **{kind: (TIMERS, (kind, to_ms(now))) for kind in kinds},
    }  # fmt: skip
    found = await reader.snapshot(queries)
    by_priority = {row["priority"]: row for row in found["outbox"]}
    return Depths(
        inbox=_depth(found["inbox"][0], now),
        put_aside=found["put_aside"][0]["n"],
        outbox={each: _depth(by_priority.get(each), now) for each in Priority},
        timers={kind: _depth(found[kind][0], now) for kind in kinds},
        announcements={row["state"]: row["n"] for row in found["announcements"]},
        to_come=found["to_come"][0]["n"],
    )


def _depth(row: Row | None, now: datetime) -> Depth:
    if row is None or not row["n"]:
        return Depth()
    return Depth(waiting=row["n"], oldest=max(0.0, (to_ms(now) - row["since"]) / 1000))
