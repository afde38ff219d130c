"""Learners and the addresses at which they are reached."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.course.learner import Learner
from bot.store import copies, erasures
from bot.store.codec import LEARNER, Unreadable, dump, load
from bot.store.reader import Reader
from bot.store.times import to_ms
from bot.store.writer import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a person is reached: a chat of a channel."""

    channel: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    id: str
    learner: Learner
    reachable: bool


def find(tx: Tx, address: Address) -> Found | None:
    row = tx.execute(
        "SELECT l.id, l.state, a.reachable FROM addresses a JOIN learners l ON l.id = a.learner_id"
        " WHERE a.channel = ? AND a.address = ?",
        (address.channel, address.address),
    ).fetchone()
    if row is None:
        return None
    learner = load(LEARNER, row["state"])
    return Found(id=row["id"], learner=learner, reachable=bool(row["reachable"]))


def state(tx: Tx, learner_id: str) -> Learner | None:
    row = tx.execute("SELECT state FROM learners WHERE id = ?", (learner_id,)).fetchone()
    return load(LEARNER, row["state"]) if row else None


def exists(tx: Tx, learner_id: str) -> bool:
    row = tx.execute("SELECT 1 FROM learners WHERE id = ?", (learner_id,)).fetchone()
    return row is not None


async def id_at(reader: Reader, address: Address) -> str | None:
    rows = await reader.all(
        "SELECT learner_id FROM addresses WHERE channel = ? AND address = ?",
        (address.channel, address.address),
    )
    return str(rows[0]["learner_id"]) if rows else None


def reached_at(tx: Tx, learner_id: str) -> Address | None:
    """Where messages reach the person; None if they have blocked us everywhere."""
    row = tx.execute(
        "SELECT channel, address FROM addresses WHERE learner_id = ? AND reachable = 1"
        " ORDER BY channel, address LIMIT 1",
        (learner_id,),
    ).fetchone()
    return Address(channel=row["channel"], address=row["address"]) if row else None


def addresses(tx: Tx, learner_id: str) -> list[Address]:
    rows = tx.execute(
        "SELECT channel, address FROM addresses WHERE learner_id = ? ORDER BY channel, address",
        (learner_id,),
    )
    return [Address(channel=row["channel"], address=row["address"]) for row in rows]


def add(tx: Tx, learner_id: str, address: Address, learner: Learner, now: datetime) -> None:
    tx.execute(
        "INSERT INTO learners (id, number, state, language, zone, agreed, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            learner_id, _number(), dump(LEARNER, learner), learner.language, learner.zone,
            learner.consented_at is not None, to_ms(now),
        ),
    )  # fmt: skip
    tx.execute(
        "INSERT INTO addresses (channel, address, learner_id) VALUES (?, ?, ?)",
        (address.channel, address.address, learner_id),
    )


def _number() -> str:
    """Eight letters that cannot be taken for one another (Crockford's base 32)."""
    return "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(8))


def save(tx: Tx, learner_id: str, learner: Learner) -> None:
    tx.execute(
        "UPDATE learners SET state = ?, language = ?, zone = ?, agreed = ?, active_at = ?"
        " WHERE id = ?",
        (
            dump(LEARNER, learner), learner.language, learner.zone,
            learner.consented_at is not None,
            to_ms(learner.active_at) if learner.active_at else None, learner_id,
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """What is needed to say something to a learner of whom nothing else has to be known."""

    turn: int
    language: str
    pictures: bool


def next_turn(tx: Tx, learner_id: str) -> Addressed:
    """Begins a turn of somebody we know in which nothing changes but its number, without the cost
    of making a learner of the document. Raises Unreadable.
    """
    row = tx.execute("SELECT language, state FROM learners WHERE id = ?", (learner_id,)).fetchone()
    try:
        document: Any = json.loads(row["state"]) if row else None
    except ValueError:
        document = None
    match document:
        case {"turn": int(turn), "pictures": bool(pictures)}:
            following = {**document, "turn": turn + 1}
            state = json.dumps(following, ensure_ascii=False, separators=(",", ":"))
            tx.execute("UPDATE learners SET state = ? WHERE id = ?", (state, learner_id))
            return Addressed(turn=turn + 1, language=row["language"], pictures=pictures)
        case _:
            raise Unreadable("no learner who has turns")


def set_reachable(tx: Tx, address: Address, *, reachable: bool) -> None:
    tx.execute(
        "UPDATE addresses SET reachable = ? WHERE channel = ? AND address = ? AND reachable <> ?",
        (reachable, address.channel, address.address, reachable),
    )


def erase(tx: Tx, learner_id: str) -> None:
    """Everything about this person, in every table. The bytes go with the next `truncate_log`."""
    tx.execute(
        "DELETE FROM chat_events WHERE address IN"
        " (SELECT address FROM addresses WHERE learner_id = ? AND channel = 'web')",
        (learner_id,),
    )
    tx.execute(
        "DELETE FROM inbox WHERE status = 'quarantined' AND (channel, address) IN"
        " (SELECT channel, address FROM addresses WHERE learner_id = ?)",
        (learner_id,),
    )
    copies.erase(tx, learner_id)
    tx.execute(
        "UPDATE recipients SET reason = 'erased', status = CASE WHEN EXISTS (SELECT 1 FROM outbox o"
        " WHERE o.recipient = recipients.id AND o.status = 'claimed') THEN 'unknown' ELSE 'skipped' END"
        " WHERE learner_id = ? AND status IN ('waiting', 'queued')",
        (learner_id,),
    )
    tx.execute("DELETE FROM learners WHERE id = ?", (learner_id,))
    erasures.note(tx, "learner", learner_id)
