"""Updates as they came, durable before anybody is told that we have them.

waiting ──► done           the body is erased in the transaction in which it took effect
   └──────► quarantined    it could not be understood or broke the turn; delays nobody,
                           and is tried again at the next start
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store.times import to_ms
from bot.store.writer import Tx

REMEMBERED = timedelta(hours=48)
"""How long an update id is remembered. Telegram redelivers for 24 hours; ids restart after a week."""
LATEST = 1000
"""So many are remembered whatever the clock says: ten times what Telegram hands over at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """`whose`: whom it comes from, as far as the channel can tell before it is read."""

    channel: str
    update_id: str
    body: str
    whose: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    id: int
    channel: str
    body: str
    place: int = 0


def put(tx: Tx, updates: Iterable[Update], now: datetime) -> int:
    """Keeps each update once, however often it is delivered. Returns how many were new."""
    before = tx.total_changes
    tx.executemany(
        "INSERT INTO inbox (channel, update_id, received_at, body, place) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (channel, update_id) DO NOTHING",
        [(u.channel, u.update_id, to_ms(now), u.body, u.place) for u in updates],
    )
    return tx.total_changes - before


def waiting(tx: Tx, limit: int) -> list[Waiting]:
    """The first updates that have not taken effect, by place, and there as they came."""
    rows = tx.execute(
        "SELECT id, channel, body, place FROM inbox WHERE status = 'waiting'"
        " ORDER BY place, id LIMIT ?",
        (limit,),
    )
    return [
        Waiting(id=row["id"], channel=row["channel"], body=row["body"], place=row["place"])
        for row in rows
    ]


def done(tx: Tx, inbox_id: int) -> bool:
    """Marks the update as taken effect. False when it already was: then nothing may follow."""
    changed = tx.execute(
        "UPDATE inbox SET status = 'done', body = NULL WHERE id = ? AND status = 'waiting'",
        (inbox_id,),
    )
    return changed.rowcount == 1


def quarantine(tx: Tx, inbox_id: int, address: str | None) -> bool:
    """Puts an update aside. Its body is kept only if we know whose it is. True for the first time."""
    row = tx.execute(
        "UPDATE inbox SET status = 'quarantined', tries = tries + 1, address = ?,"
        " body = CASE WHEN ? IS NULL THEN NULL ELSE body END WHERE id = ? RETURNING tries",
        (address, address, inbox_id),
    ).fetchone()
    return row is not None and row["tries"] == 1


def retry_quarantined(tx: Tx) -> None:
    """At the start: what broke the turn may take effect in a mended version. All stand as they came."""
    tx.execute(
        "UPDATE inbox SET status = 'waiting' WHERE status = 'quarantined' AND body IS NOT NULL"
    )
    tx.execute("UPDATE inbox SET place = 0 WHERE status = 'waiting' AND place > 0")


def forget_old(tx: Tx, now: datetime) -> None:
    """What is old by this clock, but never the latest numbers: if the clock has jumped ahead,
    Telegram may yet deliver again what it was not told that we have.
    """
    tx.execute(
        "DELETE FROM inbox WHERE received_at < ? AND (status = 'quarantined' OR status = 'done'"
        " AND id <= (SELECT max(id) FROM inbox) - ?)",
        (to_ms(now - REMEMBERED), LATEST),
    )
