"""The chat page's history: what happened in the chat of one browser, in order."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.store.reader import Reader
from bot.store.times import to_ms
from bot.store.writer import Tx

KEPT_EVENTS = 400
"""Events of one chat that are kept."""
FAREWELL_KEPT = timedelta(hours=22)
"""With the tidying of every hour: less than a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEvent:
    seq: int
    message_id: str
    event: dict[str, Any]


def add(
    tx: Tx, address: str, message_id: str, event: dict[str, Any], now: datetime,
    *, farewell: bool = False,
) -> int:  # fmt: skip
    """Appends an event and returns its number, which only ever grows. A farewell goes after a day."""
    expires = to_ms(now + FAREWELL_KEPT) if farewell else None
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


async def since(reader: Reader, address: str, seq: int) -> list[ChatEvent]:
    rows = await reader.all(
        "SELECT seq, message_id, event FROM chat_events WHERE address = ? AND seq > ? ORDER BY seq",
        (address, seq),
    )
    return [
        ChatEvent(seq=row["seq"], message_id=row["message_id"], event=json.loads(row["event"]))
        for row in rows
    ]


def forget_farewells(tx: Tx, now: datetime) -> None:
    """A day after an erasure the page's last message goes, too."""
    tx.execute("DELETE FROM chat_events WHERE expires_at < ?", (to_ms(now),))
