"""Who is in which group, who waits for a place in it, and to whom one is offered.

Those who are in and those who are offered a place are together never more than there are places:
every statement that takes a place counts them itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.course.groups import MemberState
from bot.store.groups import TAKEN
from bot.store.reader import Row
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

WAITING = "(SELECT count(*) FROM members WHERE group_id = groups.id AND state = 'waiting')"
FREE = f"(groups.closed_at IS NULL AND (groups.places IS NULL OR groups.places > {TAKEN}))"
FREE_FOR_ALL = (
    f"(groups.closed_at IS NULL AND (groups.places IS NULL OR groups.places > {TAKEN} + {WAITING}))"
)
"""There is a place even if everybody who waits is given one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    learner_id: str
    group: str
    state: MemberState
    since: datetime
    in_line: int | None
    until: datetime | None
    started: bool
    number: str
    """The learner's, by which the desk knows them."""
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Somebody in a group for whom something may fall due now; who they are is read with it."""

    group: str
    learner_id: str


SELECT = "SELECT m.*, l.number, l.zone FROM members m JOIN learners l ON l.id = m.learner_id"


def find(tx: Tx, group: str, learner_id: str) -> Member | None:
    row = tx.execute(
        f"{SELECT} WHERE m.group_id = ? AND m.learner_id = ?", (group, learner_id)
    ).fetchone()
    return _read(row) if row else None


def numbered(tx: Tx, group: str, number: str) -> Member | None:
    row = tx.execute(f"{SELECT} WHERE m.group_id = ? AND l.number = ?", (group, number)).fetchone()
    return _read(row) if row else None


def of(tx: Tx, learner_id: str) -> list[Member]:
    """In all groups of one person, in the order in which they came to them."""
    rows = tx.execute(
        f"{SELECT} WHERE m.learner_id = ? ORDER BY m.since, m.group_id", (learner_id,)
    )
    return [_read(row) for row in rows]


def listed(tx: Tx, group: str, state: MemberState, start: int, limit: int) -> list[Member]:
    """The waiting list in its order, everybody else as they came. Who is offered a place waits."""
    states = ("waiting", "offered") if state == "waiting" else (state, state)
    rows = tx.execute(
        f"{SELECT} WHERE m.group_id = ? AND m.state IN (?, ?)"
        " ORDER BY m.state, m.in_line, m.since, l.number LIMIT ? OFFSET ?",
        (group, *states, limit, start),
    )
    return [_read(row) for row in rows]


def place_in_line(tx: Tx, member: Member) -> int:
    """1 for whoever is next; 0 for those who do not wait."""
    row = tx.execute(
        "SELECT count(*) AS n FROM members WHERE group_id = ? AND state = 'waiting'"
        " AND in_line <= ?",
        (member.group, member.in_line or 0),
    ).fetchone()
    return int(row["n"])


def number_of(tx: Tx, learner_id: str) -> str:
    row = tx.execute("SELECT number FROM learners WHERE id = ?", (learner_id,)).fetchone()
    return str(row["number"]) if row else ""


def _read(row: Mapping[str, Any]) -> Member:
    return Member(
        learner_id=row["learner_id"], group=row["group_id"], state=row["state"],
        since=from_ms(row["since"]), in_line=row["in_line"],
        until=from_ms(row["until"]) if row["until"] is not None else None,
        started=row["started_at"] is not None, number=row["number"], zone=row["zone"],
    )  # fmt: skip


# --- Coming and going -------------------------------------------------------------------


def admit(tx: Tx, group: str, learner_id: str, now: datetime) -> MemberState:
    """In, if a place is free that nobody waits for; else at the end of the waiting list."""
    went_in = tx.execute(
        "INSERT INTO members (learner_id, group_id, state, since)"  # noqa: S608
        f" SELECT ?, groups.id, 'in', ? FROM groups WHERE groups.id = ? AND {FREE_FOR_ALL}"
        " ON CONFLICT (learner_id, group_id) DO UPDATE SET state = 'in', since = excluded.since,"
        " in_line = NULL WHERE members.state = 'asked'",
        (learner_id, to_ms(now), group),
    )
    if went_in.rowcount:
        return "in"
    tx.execute(
        "INSERT INTO members (learner_id, group_id, state, since, in_line)"
        " SELECT ?, groups.id, 'waiting', ?,"
        "  (SELECT coalesce(max(in_line), 0) + 1 FROM members WHERE group_id = groups.id)"
        " FROM groups WHERE groups.id = ?"
        " ON CONFLICT (learner_id, group_id) DO UPDATE SET state = 'waiting',"
        " since = excluded.since, in_line = excluded.in_line WHERE members.state = 'asked'",
        (learner_id, to_ms(now), group),
    )
    found = find(tx, group, learner_id)
    assert found is not None
    return found.state


def ask(tx: Tx, group: str, learner_id: str, now: datetime) -> None:
    """The team is to decide."""
    tx.execute(
        "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, ?, 'asked', ?)"
        " ON CONFLICT DO NOTHING",
        (learner_id, group, to_ms(now)),
    )


def offer(tx: Tx, member: Member, until: datetime) -> bool:
    """Whether there was a place for whoever waited. Nobody is offered one twice."""
    offered = tx.execute(
        "UPDATE members SET state = 'offered', until = ?, in_line = NULL"  # noqa: S608
        " WHERE learner_id = ? AND group_id = ? AND state = 'waiting'"
        f" AND EXISTS (SELECT 1 FROM groups WHERE groups.id = members.group_id AND {FREE})",
        (to_ms(until), member.learner_id, member.group),
    )
    return offered.rowcount == 1


def take(tx: Tx, group: str, learner_id: str, now: datetime) -> bool:
    """Whether a place was kept for this person; it is theirs now."""
    taken = tx.execute(
        "UPDATE members SET state = 'in', since = ?, until = NULL"
        " WHERE learner_id = ? AND group_id = ? AND state = 'offered'",
        (to_ms(now), learner_id, group),
    )
    return taken.rowcount == 1


def go(tx: Tx, group: str, learner_id: str, *states: MemberState) -> MemberState | None:
    """Out of the group, or of the line, if they are in one of the states; which it was."""
    found = find(tx, group, learner_id)
    if found is None or (states and found.state not in states):
        return None
    tx.execute("DELETE FROM members WHERE group_id = ? AND learner_id = ?", (group, learner_id))
    return found.state


# --- What falls due ---------------------------------------------------------------------
#
# Only who it is: so a row that cannot be read, or a moment that is not the right one for somebody,
# is put off with `look_at` and holds up nobody.


def lapsed(tx: Tx, now: datetime, limit: int) -> list[Due]:
    """Those who were offered a place and have let the time pass."""
    rows = tx.execute(
        "SELECT group_id, learner_id FROM members WHERE until IS NOT NULL AND until <= ?"
        " AND look_at <= ? ORDER BY until LIMIT ?",
        (to_ms(now), to_ms(now), limit),
    )
    return _due(rows)


def next_in_line(tx: Tx, now: datetime, limit: int) -> list[Due]:
    """For each group with free places, as many of those who wait as there are places, to a limit.

    Whoever cannot be reached keeps their place in the line, and the next are asked.
    """
    groups = tx.execute(
        f"SELECT id, places - {TAKEN} AS free FROM groups"  # noqa: S608
        " WHERE EXISTS (SELECT 1 FROM members WHERE group_id = groups.id AND state = 'waiting')"
        f" AND {FREE} ORDER BY id"
    ).fetchall()
    found: list[Due] = []
    for group in groups:
        rows = tx.execute(
            "SELECT group_id, learner_id FROM members m WHERE m.group_id = ? AND m.state = 'waiting'"
            " AND m.look_at <= ? AND EXISTS (SELECT 1"
            " FROM addresses a WHERE a.learner_id = m.learner_id AND a.reachable = 1)"
            " ORDER BY m.in_line LIMIT ?",
            (
                group["id"],
                to_ms(now),
                limit if group["free"] is None else min(limit, group["free"]),
            ),
        )
        found += _due(rows)
    return found


def left_outside(tx: Tx, now: datetime, limit: int) -> list[Due]:
    """Those who still hope for a place in a group that has been closed."""
    rows = tx.execute(
        "SELECT m.group_id, m.learner_id FROM members m JOIN groups g ON g.id = m.group_id"
        " WHERE g.closed_at IS NOT NULL AND m.state <> 'in' AND m.look_at <= ?"
        " ORDER BY m.since LIMIT ?",
        (to_ms(now), limit),
    )
    return _due(rows)


def to_begin(tx: Tx, now: datetime, today: date, limit: int) -> list[Due]:
    """Up to `limit` of those to whom it may be time to bring the course of their group.

    `today`: the latest date on earth.
    """
    groups = tx.execute(
        "SELECT id FROM groups WHERE course IS NOT NULL AND coalesce(starts_on, '') <= ?",
        (today.isoformat(),),
    ).fetchall()
    found: list[Due] = []
    for group in groups:
        rows = tx.execute(
            "SELECT group_id, learner_id FROM members m WHERE m.group_id = ? AND m.state = 'in'"
            " AND m.started_at IS NULL AND m.look_at <= ? AND EXISTS (SELECT 1 FROM addresses a"
            "  WHERE a.learner_id = m.learner_id AND a.reachable = 1) LIMIT ?",
            (group["id"], to_ms(now), limit - len(found)),
        )
        found += _due(rows)
    return found


def _due(rows: Iterable[Row]) -> list[Due]:
    return [Due(group=row["group_id"], learner_id=row["learner_id"]) for row in rows]


def yet_to_begin(tx: Tx, group: str) -> int:
    """How many are in whom the course has not been brought to."""
    row = tx.execute(
        "SELECT count(*) AS n FROM members WHERE group_id = ? AND state = 'in'"
        " AND started_at IS NULL",
        (group,),
    ).fetchone()
    return int(row["n"])


def look_at(tx: Tx, due: Due | Member, at: datetime) -> None:
    """Nothing falls due for them before this moment."""
    tx.execute(
        "UPDATE members SET look_at = ? WHERE learner_id = ? AND group_id = ?",
        (to_ms(at), due.learner_id, due.group),
    )


def begun(tx: Tx, group: str, learner_id: str, at: datetime | None) -> None:
    """The course has been brought; or, with `at` None, it never left and is to be brought again."""
    tx.execute(
        "UPDATE members SET started_at = ?, look_at = 0 WHERE learner_id = ? AND group_id = ?",
        (to_ms(at) if at else None, learner_id, group),
    )
