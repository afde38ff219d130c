"""Files that go with announcements, and those that are still on their way to us.

offered ─► fetched (sha256) ─┬─► in the announcement, the row is gone
       └─► described ────────┘
"""

from dataclasses import dataclass
from datetime import datetime

from bot.course.inputs import Offered
from bot.store.reader import Reader
from bot.store.times import to_ms
from bot.store.writer import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    announcement: str
    handle: str
    media_type: str
    name: str
    description: str | None
    sha256: str | None
    size: tuple[int, int]
    """Of a picture, once it is fetched: its width and height."""
    tries: int


def put(tx: Tx, sha256: str, media_type: str, content: bytes) -> None:
    tx.execute(
        "INSERT INTO files (sha256, media_type, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (sha256, media_type, content),
    )


async def content(reader: Reader, sha256: str) -> tuple[str, bytes] | None:
    rows = await reader.all("SELECT media_type, content FROM files WHERE sha256 = ?", (sha256,))
    return (rows[0]["media_type"], rows[0]["content"]) if rows else None


async def is_for(reader: Reader, learner_id: str, sha256: str) -> bool:
    """Whether an announcement with this file is theirs: they get it, or they have written it."""
    rows = await reader.all(
        "SELECT 1 FROM announcements a WHERE a.details LIKE ? AND (a.author = ? OR EXISTS"
        " (SELECT 1 FROM recipients r WHERE r.announcement = a.id AND r.learner_id = ?)) LIMIT 1",
        (f'%"{sha256}"%', learner_id, learner_id),
    )
    return bool(rows)


# --- On their way -----------------------------------------------------------------------


def offer(tx: Tx, announcement: str, offered: Offered, name: str, now: datetime) -> None:
    """In place of whatever was on its way for the same announcement."""
    drop(tx, announcement)
    tx.execute(
        "INSERT INTO incoming_files (announcement, handle, media_type, name, since)"
        " VALUES (?, ?, ?, ?, ?)",
        (announcement, offered.handle, offered.media_type, name, to_ms(now)),
    )


def incoming(tx: Tx, announcement: str) -> Incoming | None:
    row = tx.execute(
        "SELECT * FROM incoming_files WHERE announcement = ?", (announcement,)
    ).fetchone()
    return _read(row) if row else None


def to_fetch(tx: Tx) -> list[Incoming]:
    rows = tx.execute("SELECT * FROM incoming_files WHERE sha256 IS NULL ORDER BY since")
    return [_read(row) for row in rows]


def _read(row: object) -> Incoming:
    r = dict(row)  # type: ignore[call-overload]
    return Incoming(
        announcement=r["announcement"], handle=r["handle"], media_type=r["media_type"],
        name=r["name"], description=r["description"], sha256=r["sha256"],
        size=(r["width"] or 0, r["height"] or 0), tries=r["tries"],
    )  # fmt: skip


def is_same(tx: Tx, coming: Incoming) -> bool:
    """Whether it is still what is on its way, and nothing else was offered meanwhile."""
    now = incoming(tx, coming.announcement)
    return now is not None and (now.handle, now.sha256) == (coming.handle, None)


def describe(tx: Tx, announcement: str, description: str) -> None:
    tx.execute(
        "UPDATE incoming_files SET description = ? WHERE announcement = ?",
        (description, announcement),
    )


def fetched(tx: Tx, announcement: str, sha256: str, size: tuple[int, int]) -> None:
    tx.execute(
        "UPDATE incoming_files SET sha256 = ?, width = ?, height = ? WHERE announcement = ?",
        (sha256, *size, announcement),
    )


def tried(tx: Tx, announcement: str) -> None:
    tx.execute(
        "UPDATE incoming_files SET tries = tries + 1 WHERE announcement = ?", (announcement,)
    )


def drop(tx: Tx, announcement: str) -> None:
    tx.execute("DELETE FROM incoming_files WHERE announcement = ?", (announcement,))
