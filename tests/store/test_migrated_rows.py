"""What lay in a store of the first version is there after the migrations, and goes on."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import outbox, timers
from bot.store.codec import MESSAGE, dump
from bot.store.migrations import migrate, scripts
from bot.store.outbox import Priority
from bot.store.times import to_ms
from bot.store.writer import connect
from tests.store.somebody import HELLO, HERE, NOW, SOMEBODY, send

LEASE = timedelta(minutes=2)
OUTBOX = (
    "INSERT INTO outbox (token, channel, address, learner_id, turn, ordinal, language, pictures,"
    " message, status, lease_until, created_at) VALUES (?, ?, ?, ?, ?, 0, 'en', 1, ?, ?, ?, ?)"
)


@pytest.fixture
def first(database: Path) -> Iterator[sqlite3.Connection]:
    """A store of version 1: somebody, a timer, and a message in each state."""
    connection = connect(database)
    (_, script), *_ = scripts()
    connection.executescript(f"BEGIN;\n{script}\nPRAGMA user_version = 1;\nCOMMIT;")
    connection.execute("INSERT INTO learners VALUES (?, '{}', 0)", (SOMEBODY,))
    connection.execute(
        "INSERT INTO addresses (channel, address, learner_id) VALUES (?, ?, ?)",
        (HERE.channel, HERE.address, SOMEBODY),
    )
    connection.execute(
        "INSERT INTO timers VALUES (?, 'forget-unconsented', ?, 3)", (SOMEBODY, to_ms(NOW))
    )
    for turn, status in enumerate(("sent", "failed", "claimed", "pending", "pending"), start=1):
        connection.execute(
            OUTBOX,
            (
                f"token-{turn}", HERE.channel, HERE.address, SOMEBODY, turn, dump(MESSAGE, HELLO),
                status, to_ms(NOW) if status == "claimed" else None, to_ms(NOW),
            ),
        )  # fmt: skip
    yield connection
    connection.close()


def rows(connection: sqlite3.Connection, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid")]


@pytest.mark.parametrize("table", ["learners", "addresses", "timers", "outbox"])
def test_every_row_is_kept_as_it_was(first: sqlite3.Connection, table: str) -> None:
    before = rows(first, table)
    migrate(first)
    after = rows(first, table)
    assert [{name: row[name] for name in before[0]} for row in after] == before
    assert first.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert first.execute("PRAGMA foreign_key_check").fetchall() == []


def test_what_waited_is_an_answer_and_goes_first(first: sqlite3.Connection) -> None:
    migrate(first)
    assert {row["priority"] for row in rows(first, "outbox")} == {Priority.REPLY}
    outbox.release_claims(first)
    send(first, HELLO, turn=6, priority=Priority.PROMPT)
    left = []
    while claimed := outbox.claim(first, "telegram", NOW, 8, LEASE, lambda _: True):
        left += [each.id for each in claimed]
        for each in claimed:
            outbox.settle(first, outbox.Settled(id=each.id, status="sent"), NOW)
    assert left == [3, 4, 5, 6]


def test_a_timer_that_waited_falls_due(first: sqlite3.Connection) -> None:
    migrate(first)
    (due,) = timers.due(first, NOW, 10)
    assert (due.learner_id, due.fired.set_in) == (SOMEBODY, 3)
    assert timers.take(first, due)
