"""Groups of learners: what they are, and which of them are within somebody's reach."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.course.desk.rights import Reach
from bot.course.groups import GroupKind, Joining, MemberState
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

Condition = tuple[str, tuple[str, ...]]

TOKEN_BYTES = 16
"""128 bits: nobody guesses the link of a group."""
TAKEN = "(SELECT count(*) FROM members WHERE group_id = groups.id AND state IN ('in', 'offered'))"
"""Places that are taken, or kept for somebody who has been offered one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """`places` None: as many as come. `token`: what its link carries."""

    id: str
    kind: GroupKind
    name: str
    course: str | None
    starts_on: date | None
    places: int | None
    joining: Joining
    token: str
    closed_at: datetime | None


def names(tx: Tx) -> dict[str, str]:
    """The names of all groups that are open, by id, in the order of their names."""
    rows = tx.execute("SELECT id, name FROM groups WHERE closed_at IS NULL ORDER BY name, id")
    return {row["id"]: row["name"] for row in rows}


def within(reach: Reach, learner: str) -> Condition:
    """SQL and values of the condition that a learner is within reach. `learner` is a column's name.

    Whoever is in one of the groups, or enrolled in one of the courses.
    """
    if reach.everything:
        return "1 = 1", ()
    groups, courses = sorted(reach.groups), sorted(reach.courses)
    in_one = (
        f"SELECT learner_id FROM members WHERE state = 'in' AND group_id IN ({_places(groups)})"  # noqa: S608
    )
    on_one = f"SELECT learner_id FROM enrolments WHERE course IN ({_places(courses)})"  # noqa: S608
    return f"({learner} IN ({in_one}) OR {learner} IN ({on_one}))", (*groups, *courses)


def _places(values: list[str]) -> str:
    return ", ".join("?" for _ in values)


# --- What there is ----------------------------------------------------------------------


def find(tx: Tx, group: str) -> Group | None:
    row = tx.execute("SELECT * FROM groups WHERE id = ?", (group,)).fetchone()
    return _read(row) if row else None


def behind(tx: Tx, token: str) -> Group | None:
    """The group whose link this is. An old link leads nowhere."""
    row = tx.execute("SELECT * FROM groups WHERE token = ?", (token,)).fetchone()
    return _read(row) if row else None


def listed(tx: Tx, reach: Reach, start: int, limit: int) -> list[Group]:
    """Those within reach, or that take a course within reach: open ones first, then the newest."""
    mine, courses = sorted(reach.groups), sorted(reach.courses)
    if reach.nothing:
        return []
    where = f"(id IN ({_places(mine)}) OR course IN ({_places(courses)}))"
    rows = tx.execute(
        f"SELECT * FROM groups WHERE {'1 = 1' if reach.everything else where}"  # noqa: S608
        " ORDER BY closed_at IS NOT NULL, made_at DESC, id LIMIT ? OFFSET ?",
        (*(() if reach.everything else (*mine, *courses)), limit, start),
    )
    return [_read(row) for row in rows]


def counts(tx: Tx, groups: Iterable[str]) -> dict[str, dict[MemberState, int]]:
    """How many people are in each state of each group."""
    ids = list(groups)
    if not ids:
        return {}
    found: dict[str, dict[MemberState, int]] = {each: {} for each in ids}
    rows = tx.execute(
        "SELECT group_id, state, count(*) AS n FROM members"  # noqa: S608
        f" WHERE group_id IN ({_places(ids)}) GROUP BY group_id, state",
        ids,
    )
    for row in rows:
        found[row["group_id"]][row["state"]] = row["n"]
    return found


def _read(row: Mapping[str, Any]) -> Group:
    return Group(
        id=row["id"], kind=row["kind"], name=row["name"], course=row["course"],
        starts_on=date.fromisoformat(row["starts_on"]) if row["starts_on"] else None,
        places=row["places"], joining=row["joining"], token=row["token"],
        closed_at=from_ms(row["closed_at"]) if row["closed_at"] is not None else None,
    )  # fmt: skip


# --- What is done -----------------------------------------------------------------------


def make(tx: Tx, kind: GroupKind, name: str, now: datetime) -> Group:
    """A new group with a link of its own, open to everybody who has it."""
    group = Group(
        id=secrets.token_hex(6), kind=kind, name=name, course=None, starts_on=None, places=None,
        joining="open", token=_token(), closed_at=None,
    )  # fmt: skip
    tx.execute(
        "INSERT INTO groups (id, kind, name, joining, token, made_at) VALUES (?, ?, ?, ?, ?, ?)",
        (group.id, kind, name, group.joining, group.token, to_ms(now)),
    )
    return group


def write(tx: Tx, group: Group) -> bool:
    """Keeps what can be changed about it. False: there would be fewer places than are taken.

    Another course is brought to everybody anew; another date counts for whoever has not begun.
    """
    before = find(tx, group.id)
    starts_on = group.starts_on.isoformat() if group.starts_on else None
    written = tx.execute(
        "UPDATE groups SET kind = ?, name = ?, course = ?, starts_on = ?, places = ?, joining = ?"  # noqa: S608
        f" WHERE id = ? AND (CAST(? AS INTEGER) IS NULL OR ? >= {TAKEN})",
        (
            group.kind, group.name, group.course, starts_on, group.places, group.joining,
            group.id, group.places, group.places,
        ),
    )  # fmt: skip
    if before is None or not written.rowcount:
        return False
    if before.course != group.course:
        tx.execute("UPDATE members SET started_at = NULL WHERE group_id = ?", (group.id,))
    tx.execute("UPDATE members SET look_at = 0 WHERE group_id = ?", (group.id,))
    return True


def close(tx: Tx, group: str, at: datetime | None) -> None:
    """Nobody can join any more, until it is opened again (`at` None)."""
    tx.execute("UPDATE groups SET closed_at = ? WHERE id = ?", (to_ms(at) if at else None, group))


def renew(tx: Tx, group: str) -> str:
    """A new token; the old one is dead from now on."""
    token = _token()
    tx.execute("UPDATE groups SET token = ? WHERE id = ?", (token, group))
    return token


def _token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)
