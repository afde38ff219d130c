"""Small facts about this installation, by name."""

from bot.store.writer import Tx


def get(tx: Tx, name: str) -> str | None:
    row = tx.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
    return str(row["value"]) if row else None


def put(tx: Tx, name: str, value: str) -> None:
    tx.execute(
        "INSERT INTO marks (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def drop(tx: Tx, name: str) -> None:
    tx.execute("DELETE FROM marks WHERE name = ?", (name,))


def put_once(tx: Tx, name: str, value: str) -> str:
    """The value under this name, which is the given one if there was none."""
    tx.execute(
        "INSERT INTO marks (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, value)
    )
    kept = get(tx, name)
    assert kept is not None
    return kept
