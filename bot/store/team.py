"""Who may do what at the desk, and how people come to it.

made ──► used      once, by the first account that opens it
  └────► expired
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.course.desk import Role
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

TOKEN_BYTES = 18
"""144 bits: nobody guesses an invitation."""
LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class InTeam:
    learner_id: str
    role: Role
    since: datetime


def role_of(tx: Tx, learner_id: str, administrators: Collection[str]) -> Role | None:
    """The role at this very moment. `administrators` are addresses on Telegram (ADMIN_IDS)."""
    rows = tx.execute(
        "SELECT address FROM addresses WHERE learner_id = ? AND channel = 'telegram'", (learner_id,)
    )
    if any(row["address"] in administrators for row in rows):
        return "administrator"
    roles = {
        row["role"]
        for row in tx.execute("SELECT role FROM roles WHERE learner_id = ?", (learner_id,))
    }
    return "administrator" if "administrator" in roles else "coordinator" if roles else None


def members(tx: Tx) -> list[InTeam]:
    """Everybody with a role of their own, in the order in which they came."""
    rows = tx.execute("SELECT * FROM roles ORDER BY granted_at, learner_id, role")
    return [
        InTeam(learner_id=r["learner_id"], role=r["role"], since=from_ms(r["granted_at"]))
        for r in rows
    ]


def take(tx: Tx, learner_id: str, role: Role) -> bool:
    """Whether there was such a role to take away."""
    gone = tx.execute("DELETE FROM roles WHERE learner_id = ? AND role = ?", (learner_id, role))
    return gone.rowcount == 1


def invite(tx: Tx, role: Role, now: datetime) -> str:
    """The token of a new invitation. It is told once; the database keeps its hash."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    tx.execute(
        "INSERT INTO invitations (token_hash, role, made_at, expires_at) VALUES (?, ?, ?, ?)",
        (_hash(token), role, to_ms(now), to_ms(now + LIFETIME)),
    )
    return token


def accept(tx: Tx, learner_id: str, token: str, now: datetime) -> Role | None:
    """Grants the role of the invitation and uses it up; None for one that does not hold."""
    row = tx.execute(
        "UPDATE invitations SET used_at = ? WHERE token_hash = ? AND used_at IS NULL"
        " AND expires_at > ? RETURNING role",
        (to_ms(now), _hash(token), to_ms(now)),
    ).fetchone()
    if row is None:
        return None
    tx.execute(
        "INSERT INTO roles (learner_id, role, granted_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (learner_id, row["role"], to_ms(now)),
    )
    role: Role = row["role"]
    return role


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
