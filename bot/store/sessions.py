"""Sign-in to the desk in a browser: links that open it once, and sessions that end by themselves.

link     made ──► used, and gone        a new one makes the older one dead
session  made ──► gone                  signed out, idle for half an hour, or after eight hours
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.store.times import to_ms
from bot.store.writer import Tx

LINK_BYTES = 24
LINK_LIFETIME = timedelta(minutes=5)
SESSION_BYTES = 32
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
NOTICED = timedelta(minutes=1)
"""How exactly it is written down when a session was seen last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    learner_id: str
    language: str


def make_link(tx: Tx, learner_id: str, now: datetime) -> str:
    """The token of a link for this very person. It is told once; the database keeps its hash."""
    token = secrets.token_urlsafe(LINK_BYTES)
    tx.execute(
        "INSERT INTO sign_in_links (learner_id, token_hash, expires_at) VALUES (?, ?, ?)"
        " ON CONFLICT (learner_id) DO UPDATE"
        " SET token_hash = excluded.token_hash, expires_at = excluded.expires_at",
        (learner_id, _hash(token), to_ms(now + LINK_LIFETIME)),
    )
    return token


def enter(tx: Tx, link: str, now: datetime) -> tuple[str, Session] | None:
    """Uses the link up: the token of a new session, which nobody can have known before."""
    row = tx.execute(
        "DELETE FROM sign_in_links WHERE token_hash = ? RETURNING learner_id, expires_at",
        (_hash(link),),
    ).fetchone()
    if row is None or row["expires_at"] <= to_ms(now):
        return None
    token, whose = secrets.token_urlsafe(SESSION_BYTES), row["learner_id"]
    tx.execute(
        "INSERT INTO sessions (token_hash, learner_id, language, made_at, seen_at, expires_at)"
        " SELECT ?, id, language, ?, ?, ? FROM learners WHERE id = ?",
        (_hash(token), to_ms(now), to_ms(now), to_ms(now + LONGEST), whose),
    )
    session = find(tx, token, now)
    return (token, session) if session else None


def find(tx: Tx, token: str, now: datetime, *, seen: bool = True) -> Session | None:
    """The session; None for one that is over, or was never there.

    `seen`: somebody was there just now, so that it goes on.
    """
    row = tx.execute(
        "SELECT * FROM sessions WHERE token_hash = ? AND expires_at > ? AND seen_at > ?",
        (_hash(token), to_ms(now), to_ms(now - IDLE)),
    ).fetchone()
    if row is None:
        return None
    if seen and row["seen_at"] <= to_ms(now - NOTICED):
        tx.execute(
            "UPDATE sessions SET seen_at = ? WHERE token_hash = ?", (to_ms(now), _hash(token))
        )
    return Session(learner_id=row["learner_id"], language=row["language"])


def speak(tx: Tx, token: str, language: str) -> None:
    """From now on the pages of this session are in this language."""
    tx.execute("UPDATE sessions SET language = ? WHERE token_hash = ?", (language, _hash(token)))


def end(tx: Tx, token: str) -> None:
    tx.execute("DELETE FROM sessions WHERE token_hash = ?", (_hash(token),))


def end_all(tx: Tx, learner_id: str) -> None:
    """Every session of this person ends, and a link that was not used yet is dead."""
    tx.execute("DELETE FROM sessions WHERE learner_id = ?", (learner_id,))
    tx.execute("DELETE FROM sign_in_links WHERE learner_id = ?", (learner_id,))


def forget_old(tx: Tx, now: datetime) -> None:
    """What is over is not kept."""
    tx.execute(
        "DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= ?",
        (to_ms(now), to_ms(now - IDLE)),
    )
    tx.execute("DELETE FROM sign_in_links WHERE expires_at <= ?", (to_ms(now),))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
