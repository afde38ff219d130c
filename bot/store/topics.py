"""Topics that people wish for, and who does. Done with, a topic is not offered any more."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.store.times import to_ms
from bot.store.writer import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    id: str
    titles: Mapping[str, str]
    people: int
    """Exactly how many wished for it: never to be shown as it is."""
    done: bool


COUNTED = "SELECT t.*, (SELECT count(*) FROM wishes w WHERE w.topic = t.id) AS people FROM topics t"


def _read(row: object) -> Topic:
    r = dict(row)  # type: ignore[call-overload]
    return Topic(
        id=r["id"], titles=json.loads(r["titles"]), people=r["people"],
        done=r["done_at"] is not None,
    )  # fmt: skip


def find(tx: Tx, topic: str) -> Topic | None:
    row = tx.execute(f"{COUNTED} WHERE t.id = ?", (topic,)).fetchone()
    return _read(row) if row else None


def listed(tx: Tx, start: int, limit: int) -> list[Topic]:
    """The open ones first, and of these the newest."""
    rows = tx.execute(
        f"{COUNTED} ORDER BY t.done_at IS NOT NULL, t.made_at DESC, t.id LIMIT ? OFFSET ?",
        (limit, start),
    )
    return [_read(row) for row in rows]


def offered(tx: Tx, limit: int) -> list[Topic]:
    """The newest of those that can be wished for."""
    rows = tx.execute(
        f"{COUNTED} WHERE t.done_at IS NULL ORDER BY t.made_at DESC, t.id LIMIT ?", (limit,)
    )
    return [_read(row) for row in rows]


def make(tx: Tx, titles: Mapping[str, str], now: datetime) -> str:
    topic = secrets.token_urlsafe(9)
    tx.execute(
        "INSERT INTO topics (id, titles, made_at) VALUES (?, ?, ?)",
        (topic, json.dumps(dict(titles), ensure_ascii=False), to_ms(now)),
    )
    return topic


def title(tx: Tx, topic: str, titles: Mapping[str, str]) -> None:
    tx.execute(
        "UPDATE topics SET titles = ? WHERE id = ?",
        (json.dumps(dict(titles), ensure_ascii=False), topic),
    )


def finish(tx: Tx, topic: str, now: datetime | None) -> None:
    """Done with; or, with None, to be wished for again."""
    tx.execute("UPDATE topics SET done_at = ? WHERE id = ?", (to_ms(now) if now else None, topic))


def wish(tx: Tx, topic: str, learner_id: str, now: datetime) -> None:
    """Counts once for a person, however often they wish."""
    tx.execute(
        "INSERT INTO wishes (topic, learner_id, wished_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (topic, learner_id, to_ms(now)),
    )


def unwish(tx: Tx, topic: str, learner_id: str) -> None:
    tx.execute("DELETE FROM wishes WHERE topic = ? AND learner_id = ?", (topic, learner_id))


def wished(tx: Tx, learner_id: str) -> set[str]:
    rows = tx.execute("SELECT topic FROM wishes WHERE learner_id = ?", (learner_id,))
    return {row["topic"] for row in rows}
