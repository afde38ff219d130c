"""The chat page's history: what happened in the chat of one browser, in order.

What opens a door stands there for a quarter of an hour, then what is left of it without: `later`.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.store.reader import Reader, Row
from bot.store.times import to_ms
from bot.store.writer import Tx

KEPT_EVENTS = 400
"""Events of one chat that are kept."""
LOOKED_BACK = 50
"""Events among which words are looked for that have just been written."""
FAREWELL_KEPT = timedelta(hours=22)
"""With the tidying of every hour: less than a day."""
SECRET_SHOWN = timedelta(minutes=15)
"""How long a page gets to see what opens a door; its bytes go with the next tidying."""
LATER = "later"
"""Under this name an event holds what takes its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEvent:
    seq: int
    message_id: str
    event: dict[str, Any]


def add(
    tx: Tx, address: str, message_id: str, event: dict[str, Any], now: datetime,
    *, farewell: bool = False, later: dict[str, Any] | None = None,
) -> int:  # fmt: skip
    """Appends an event and returns its number, which only ever grows. A farewell goes after a day.

    `later`: what takes the place of an event that opens a door.
    """
    expires = to_ms(now + FAREWELL_KEPT) if farewell else None
    if later is not None:
        event, expires = {**event, LATER: later}, to_ms(now + SECRET_SHOWN)
    row = tx.execute(
        "INSERT INTO chat_events (address, message_id, event, created_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?) RETURNING seq",
        (address, message_id, json.dumps(event, ensure_ascii=False), to_ms(now), expires),
    ).fetchone()
    seq = int(row["seq"])
    tx.execute(
        "DELETE FROM chat_events WHERE address = ? AND seq <= ("
        "SELECT seq FROM chat_events WHERE address = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)",
        (address, address, KEPT_EVENTS),
    )
    return seq


def unsay(tx: Tx, address: str, message_id: str, instead: str) -> None:
    """What was said there is not in the history any more; other words stand in its place."""
    event = {"type": "said", "id": message_id, "text": instead}
    tx.execute(
        "UPDATE chat_events SET event = ? WHERE address = ? AND message_id = ?",
        (json.dumps(event, ensure_ascii=False), address, message_id),
    )


async def since(reader: Reader, address: str, seq: int, now: datetime) -> list[ChatEvent]:
    rows = await reader.all(
        "SELECT * FROM chat_events WHERE address = ? AND seq > ? ORDER BY seq", (address, seq)
    )
    return [
        ChatEvent(seq=row["seq"], message_id=row["message_id"], event=_at(row, now)) for row in rows
    ]


def _at(row: Row, now: datetime) -> dict[str, Any]:
    """The event as it is to be seen at this moment."""
    event: dict[str, Any] = json.loads(row["event"])
    later: dict[str, Any] | None = event.pop(LATER, None)
    return later if later is not None and row["expires_at"] <= to_ms(now) else event


def forget_said(tx: Tx, learner_id: str, text: str) -> None:
    """What somebody has just written is not kept in the history of their page."""
    rows = tx.execute(
        "SELECT c.seq, c.event FROM chat_events c JOIN addresses a ON a.address = c.address"
        " WHERE a.learner_id = ? AND a.channel = 'web' ORDER BY c.seq DESC LIMIT ?",
        (learner_id, LOOKED_BACK),
    ).fetchall()
    for row in rows:
        event = json.loads(row["event"])
        if event.get("type") == "said" and event.get("text") == text:
            tx.execute("DELETE FROM chat_events WHERE seq = ?", (row["seq"],))


def forget_expired(tx: Tx, now: datetime) -> None:
    """A day after an erasure the page's last message goes, too; of what opened a door, the door."""
    rows = tx.execute(
        "SELECT seq, event FROM chat_events WHERE expires_at < ?", (to_ms(now),)
    ).fetchall()
    for row in rows:
        later = json.loads(row["event"]).get(LATER)
        if later is None:
            tx.execute("DELETE FROM chat_events WHERE seq = ?", (row["seq"],))
        else:
            tx.execute(
                "UPDATE chat_events SET event = ?, expires_at = NULL WHERE seq = ?",
                (json.dumps(later, ensure_ascii=False), row["seq"]),
            )


def forget_old(tx: Tx, before: datetime, limit: int) -> int:
    """Deletes what was said before that moment, among the `limit` oldest; how much."""
    gone = tx.execute(
        "DELETE FROM chat_events WHERE created_at < ?"
        " AND seq IN (SELECT seq FROM chat_events ORDER BY seq LIMIT ?)",
        (to_ms(before), limit),
    )
    return gone.rowcount
