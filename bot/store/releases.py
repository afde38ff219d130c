"""Releases of courses by content hash, with their pictures: kept, so that whoever is inside can go on."""

from collections.abc import Iterable
from datetime import datetime

from bot.store import marks
from bot.store.reader import Reader
from bot.store.times import to_ms
from bot.store.writer import Tx


def put(tx: Tx, release: str, course: str, document: str, now: datetime) -> None:
    """The same content is the same release: kept once, never changed."""
    tx.execute(
        "INSERT INTO releases (hash, course, stored_at, document) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (release, course, to_ms(now), document),
    )


def put_picture(tx: Tx, sha256: str, media_type: str, content: bytes) -> None:
    tx.execute(
        "INSERT INTO pictures (sha256, media_type, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (sha256, media_type, content),
    )


async def picture(reader: Reader, sha256: str) -> tuple[str, bytes] | None:
    rows = await reader.all("SELECT media_type, content FROM pictures WHERE sha256 = ?", (sha256,))
    return (rows[0]["media_type"], rows[0]["content"]) if rows else None


def offer(tx: Tx, courses: Iterable[str]) -> None:
    """Remembers which courses are on offer today, in their order."""
    marks.put(tx, "courses.offered", " ".join(courses))


def offered(tx: Tx) -> list[str]:
    return (marks.get(tx, "courses.offered") or "").split()


def pinned(tx: Tx) -> dict[str, str]:
    """The documents of all releases that somebody has begun, and of surveys somebody has opened."""
    rows = tx.execute(
        "SELECT hash, document FROM releases WHERE hash IN (SELECT release FROM enrolments)"
        " OR hash IN (SELECT release FROM survey_people)"
    )
    return {row["hash"]: row["document"] for row in rows}
