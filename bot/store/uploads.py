"""The handle under which a channel keeps a picture that was sent once."""

from bot.store.writer import Tx


def handle(tx: Tx, channel: str, sha256: str) -> str | None:
    row = tx.execute(
        "SELECT handle FROM uploads WHERE channel = ? AND sha256 = ?", (channel, sha256)
    ).fetchone()
    return str(row["handle"]) if row else None


def put(tx: Tx, channel: str, sha256: str, handle: str) -> None:
    tx.execute(
        "INSERT INTO uploads (channel, sha256, handle) VALUES (?, ?, ?)"
        " ON CONFLICT (channel, sha256) DO UPDATE SET handle = excluded.handle",
        (channel, sha256, handle),
    )
