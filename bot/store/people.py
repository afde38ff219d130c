"""One person, as the course team may see them: how far they are, and nothing that they wrote."""

from dataclasses import dataclass
from datetime import datetime

from bot.course.desk.rights import Reach
from bot.store import groups
from bot.store.learners import Address
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How far somebody is in one course."""

    course: str
    release: str
    started_at: datetime
    completed_at: datetime | None
    episodes: int
    tests: int
    certified_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    name: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a person is reached. The address itself is nobody's business; `number` counts them."""

    number: int
    channel: str
    reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    learner_id: str
    number: str
    language: str
    created_at: datetime
    active_at: datetime | None
    places: tuple[Place, ...]
    ways: tuple[Way, ...]
    groups: tuple[Membership, ...]


def called(tx: Tx, name: str, reach: Reach) -> str | None:
    """The number of the person who has it, or a certificate of this number, and is within reach."""
    within, values = groups.within(reach, "l.id")
    row = tx.execute(
        "SELECT l.number FROM learners l WHERE (l.number = ? OR l.id ="  # noqa: S608
        f" (SELECT learner_id FROM certificates WHERE id = ?)) AND {within}",
        (name.upper(), name.lower(), *values),
    ).fetchone()
    return str(row["number"]) if row else None


def numbers(tx: Tx) -> dict[str, str]:
    """The number of everybody who has a role, by what they are called inside this database."""
    rows = tx.execute("SELECT id, number FROM learners WHERE id IN (SELECT learner_id FROM roles)")
    return {row["id"]: row["number"] for row in rows}


def find(tx: Tx, number: str, reach: Reach) -> Person | None:
    """None for a person out of reach, as for one whom nobody knows.

    Of the groups of a person, those within reach are seen.
    """
    within, values = groups.within(reach, "l.id")
    row = tx.execute(
        f"SELECT l.* FROM learners l WHERE l.number = ? AND {within}",  # noqa: S608
        (number, *values),
    ).fetchone()
    if row is None:
        return None
    whose = row["id"]
    return Person(
        learner_id=whose, number=row["number"], language=row["language"],
        created_at=from_ms(row["created_at"]), active_at=_moment(row["active_at"]),
        places=_places(tx, whose), ways=_ways(tx, whose), groups=_groups(tx, whose, reach),
    )  # fmt: skip


def _places(tx: Tx, whose: str) -> tuple[Place, ...]:
    rows = tx.execute(
        "SELECT channel, reachable FROM addresses WHERE learner_id = ? ORDER BY channel, address",
        (whose,),
    )
    return tuple(
        Place(number=number, channel=row["channel"], reachable=bool(row["reachable"]))
        for number, row in enumerate(rows, 1)
    )


def _ways(tx: Tx, whose: str) -> tuple[Way, ...]:
    rows = tx.execute(
        "SELECT e.*,"
        " (SELECT count(*) FROM completions c WHERE c.learner_id = e.learner_id"
        "  AND c.course = e.course AND c.sort = 'episode') AS episodes,"
        " (SELECT count(*) FROM completions c WHERE c.learner_id = e.learner_id"
        "  AND c.course = e.course AND c.sort = 'test') AS tests,"
        " (SELECT min(issued_at) FROM certificates p WHERE p.learner_id = e.learner_id"
        "  AND p.course = e.course) AS certified_at,"
        " (SELECT min(revoked_at) FROM certificates p WHERE p.learner_id = e.learner_id"
        "  AND p.course = e.course) AS revoked_at"
        " FROM enrolments e WHERE e.learner_id = ? ORDER BY e.started_at, e.course",
        (whose,),
    )
    return tuple(
        Way(
            course=row["course"], release=row["release"], started_at=from_ms(row["started_at"]),
            completed_at=_moment(row["completed_at"]), episodes=row["episodes"],
            tests=row["tests"], certified_at=_moment(row["certified_at"]),
            revoked_at=_moment(row["revoked_at"]),
        )
        for row in rows
    )  # fmt: skip


def _groups(tx: Tx, whose: str, reach: Reach) -> tuple[Membership, ...]:
    rows = tx.execute(
        "SELECT g.id, g.name, m.state FROM members m JOIN groups g ON g.id = m.group_id"
        " WHERE m.learner_id = ? ORDER BY g.name, g.id",
        (whose,),
    )
    return tuple(
        Membership(name=row["name"], state=row["state"])
        for row in rows
        if reach.covers(group=row["id"])
    )


def is_beyond(tx: Tx, learner_id: str, reach: Reach) -> bool:
    """Whether a group in which they are, or in which they wish to be, is out of reach."""
    rows = tx.execute("SELECT group_id FROM members WHERE learner_id = ?", (learner_id,))
    return any(not reach.covers(group=row["group_id"]) for row in rows)


def unlink(tx: Tx, learner_id: str, to: Address, now: datetime) -> None:
    """Whoever is at this address is from now on somebody new there, and sees nothing of before.

    What was to be sent there ends; what lay there for a browser is gone. Of what is under way at
    this moment nobody knows whether it arrives; it is not tried again.
    """
    where = (to.channel, to.address)
    tx.execute(
        "UPDATE recipients SET status = 'unknown', reason = 'unlinked' WHERE status = 'queued'"
        " AND id IN (SELECT recipient FROM outbox WHERE channel = ? AND address = ?"
        "  AND status = 'claimed' AND recipient IS NOT NULL)",
        where,
    )
    tx.execute(
        "UPDATE outbox SET status = 'unknown', reason = 'unlinked', lease_until = NULL,"
        " settled_at = ? WHERE channel = ? AND address = ? AND status = 'claimed'",
        (to_ms(now), *where),
    )
    tx.execute(
        "UPDATE recipients SET status = 'skipped', reason = 'unlinked' WHERE status = 'queued'"
        " AND id IN (SELECT recipient FROM outbox WHERE channel = ? AND address = ?"
        "  AND status = 'pending' AND recipient IS NOT NULL)",
        where,
    )
    tx.execute(
        "UPDATE outbox SET status = 'failed', reason = 'unlinked', settled_at = ?"
        " WHERE channel = ? AND address = ? AND status = 'pending'",
        (to_ms(now), *where),
    )
    if to.channel == "web":
        tx.execute("DELETE FROM chat_events WHERE address = ?", (to.address,))
    tx.execute(
        "DELETE FROM inbox WHERE status = 'quarantined' AND channel = ? AND address = ?", where
    )
    tx.execute(
        "DELETE FROM addresses WHERE learner_id = ? AND channel = ? AND address = ?",
        (learner_id, *where),
    )


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)
