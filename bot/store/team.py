"""Who may do what at the desk, and how people come to it.

made ──► used      once, by the first account that opens it
  └────► expired
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.course.desk.rights import Grant, Rights, Role
from bot.course.desk.team import fingerprint
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

TOKEN_BYTES = 18
"""144 bits: nobody guesses an invitation."""
LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class InTeam:
    learner_id: str
    number: str
    grant: Grant
    since: datetime


def rights_of(tx: Tx, learner_id: str, administrators: Collection[str]) -> Rights:
    """The rights of this very moment. `administrators` are addresses on Telegram (ADMIN_IDS)."""
    rows = tx.execute(
        "SELECT address FROM addresses WHERE learner_id = ? AND channel = 'telegram'", (learner_id,)
    )
    named = any(row["address"] in administrators for row in rows)
    roles = tx.execute("SELECT role, granted_over FROM roles WHERE learner_id = ?", (learner_id,))
    grants = tuple(Grant(role=row["role"], over=row["granted_over"]) for row in roles)
    return Rights(grants=(Grant(role="administrator"), *grants) if named else grants)


def members(tx: Tx) -> list[InTeam]:
    """Everybody with a role of their own, in the order in which they came."""
    rows = tx.execute(
        "SELECT r.*, l.number FROM roles r JOIN learners l ON l.id = r.learner_id"
        " ORDER BY r.granted_at, r.learner_id, r.role, r.granted_over"
    )
    return [
        InTeam(
            learner_id=r["learner_id"], number=r["number"],
            grant=Grant(role=r["role"], over=r["granted_over"]),
            since=from_ms(r["granted_at"]),
        )
        for r in rows
    ]  # fmt: skip


def administrators(tx: Tx, named: Collection[str]) -> list[str]:
    """Everybody who may do everything; `named` are addresses on Telegram (ADMIN_IDS)."""
    granted = tx.execute(
        "SELECT learner_id FROM roles WHERE role = 'administrator' AND granted_over = ''"
    )
    found = {row["learner_id"] for row in granted}
    for each in named:
        row = tx.execute(
            "SELECT learner_id FROM addresses WHERE channel = 'telegram' AND address = ?", (each,)
        ).fetchone()
        found |= {row["learner_id"]} if row else set()
    return sorted(found)


def grant(tx: Tx, learner_id: str, given: Grant, now: datetime) -> None:
    tx.execute(
        "INSERT INTO roles (learner_id, role, granted_over, granted_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (learner_id, given.role, given.over, to_ms(now)),
    )


def take(tx: Tx, learner_id: str, role: Role, over: str = "") -> bool:
    """Whether there was such a role to take away."""
    gone = tx.execute(
        "DELETE FROM roles WHERE learner_id = ? AND role = ? AND granted_over = ?",
        (learner_id, role, over),
    )
    return gone.rowcount == 1


def invite(tx: Tx, role: Role, over: str, now: datetime, by: str | None = None) -> str:
    """The token of a new invitation; the invitation itself keeps its hash. `by`: who made it, None
    for the operator."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    tx.execute(
        "INSERT INTO invitations (token_hash, role, granted_over, made_by, made_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (fingerprint(token), role, over, by, to_ms(now), to_ms(now + LIFETIME)),
    )
    return token


def invited_by(tx: Tx, invitation: str) -> str | None:
    """Who made the invitation with this fingerprint; None for the operator, and for one that is not there."""
    row = tx.execute(
        "SELECT made_by FROM invitations WHERE token_hash = ?", (invitation,)
    ).fetchone()
    return row["made_by"] if row else None


def accept(tx: Tx, learner_id: str, invitation: str, now: datetime) -> Grant | None:
    """Grants what the invitation with this fingerprint is for and uses it up; None for one that
    does not hold."""
    row = tx.execute(
        "UPDATE invitations SET used_at = ? WHERE token_hash = ? AND used_at IS NULL"
        " AND expires_at > ? RETURNING role, granted_over",
        (to_ms(now), invitation, to_ms(now)),
    ).fetchone()
    if row is None:
        return None
    given = Grant(role=row["role"], over=row["granted_over"])
    grant(tx, learner_id, given, now)
    return given


def forget_ended(tx: Tx, before: datetime) -> None:
    """Invitations that ended before that moment, used or not."""
    tx.execute("DELETE FROM invitations WHERE expires_at < ?", (to_ms(before),))
