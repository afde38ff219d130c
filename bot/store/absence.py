"""Who has not come for very long, and who of them was told that their data will be erased.

away ──► warned ──► erased
  ▲         │
  └─────────┘  they have come
"""

from datetime import datetime

from bot.store.reader import Reader
from bot.store.times import to_ms
from bot.store.writer import Tx

NOT_YET = (
    " AND NOT EXISTS (SELECT 1 FROM warned w WHERE w.learner_id = l.id)"
    " AND NOT EXISTS (SELECT 1 FROM roles r WHERE r.learner_id = l.id)"
)
AWAY = f"SELECT id, zone FROM learners l WHERE agreed = 1 AND active_at < ?{NOT_YET}"  # noqa: S608
NEVER_BACK = (
    "SELECT id, zone FROM learners l"  # noqa: S608
    f" WHERE agreed = 1 AND active_at IS NULL AND created_at < ?{NOT_YET}"
)
"""Who has agreed, and then done nothing."""


async def away(reader: Reader, since: datetime) -> list[tuple[str, str]]:
    """Id and zone of everybody who was here last before `since` and was not told yet; nobody of the
    team. Reads indexes of all learners, and is for the connection on which nobody waits.
    """
    found = [await reader.all(sql, (to_ms(since),)) for sql in (AWAY, NEVER_BACK)]
    return [(row["id"], row["zone"]) for rows in found for row in rows]


def is_away(tx: Tx, learner_id: str, since: datetime) -> bool:
    """Whether they are still away at this moment."""
    row = tx.execute(
        "SELECT 1 FROM learners l WHERE id = ? AND agreed = 1"  # noqa: S608
        f" AND coalesce(active_at, created_at) < ?{NOT_YET}",
        (learner_id, to_ms(since)),
    ).fetchone()
    return row is not None


def warn(tx: Tx, learner_id: str, now: datetime) -> None:
    tx.execute(
        "INSERT INTO warned (learner_id, warned_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (learner_id, to_ms(now)),
    )


def forget_returned(tx: Tx) -> None:
    """Whoever has come since, or has joined the team, will not be erased."""
    tx.execute(
        "DELETE FROM warned WHERE EXISTS (SELECT 1 FROM learners l"
        " WHERE l.id = warned.learner_id AND l.active_at >= warned.warned_at)"
        " OR EXISTS (SELECT 1 FROM roles r WHERE r.learner_id = warned.learner_id)"
    )


def drop(tx: Tx, learner_id: str) -> None:
    tx.execute("DELETE FROM warned WHERE learner_id = ?", (learner_id,))


def is_overdue(tx: Tx, learner_id: str, before: datetime) -> bool:
    """Whether, at this moment, they were told before that and have not come."""
    forget_returned(tx)
    row = tx.execute(
        "SELECT 1 FROM warned WHERE learner_id = ? AND warned_at <= ?", (learner_id, to_ms(before))
    ).fetchone()
    return row is not None


def overdue(tx: Tx, before: datetime, limit: int) -> list[str]:
    """Those who were told before that moment and have not come."""
    forget_returned(tx)
    rows = tx.execute(
        "SELECT learner_id FROM warned WHERE warned_at <= ? ORDER BY warned_at, learner_id LIMIT ?",
        (to_ms(before), limit),
    )
    return [row["learner_id"] for row in rows]
