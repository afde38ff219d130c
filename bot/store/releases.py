"""Releases of courses by content hash, with their pictures: kept as long as somebody may be inside."""

from datetime import datetime

from bot.store.times import to_ms
from bot.store.writer import Tx


def put(tx: Tx, release: str, course: str, document: str, now: datetime) -> None:
    """The same content is the same release: kept once, never changed."""
    tx.execute(
        "INSERT INTO releases (hash, course, stored_at, document) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (release, course, to_ms(now), document),
    )


def document(tx: Tx, release: str) -> str | None:
    row = tx.execute("SELECT document FROM releases WHERE hash = ?", (release,)).fetchone()
    return str(row["document"]) if row else None


def put_picture(tx: Tx, sha256: str, media_type: str, content: bytes) -> None:
    tx.execute(
        "INSERT INTO pictures (sha256, media_type, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (sha256, media_type, content),
    )


def picture(tx: Tx, sha256: str) -> tuple[str, bytes] | None:
    row = tx.execute(
        "SELECT media_type, content FROM pictures WHERE sha256 = ?", (sha256,)
    ).fetchone()
    return (row["media_type"], row["content"]) if row else None


def pinned(tx: Tx) -> dict[str, str]:
    """The documents of all releases that somebody has begun."""
    rows = tx.execute(
        "SELECT hash, document FROM releases WHERE hash IN (SELECT release FROM enrolments)"
    )
    return {row["hash"]: row["document"] for row in rows}
