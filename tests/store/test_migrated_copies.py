"""Copies of learners' words from before it was written down where they lie: found, or gone."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import learners
from bot.store.migrations import migrate, scripts
from bot.store.writer import connect


@pytest.fixture
def old(database: Path) -> Iterator[sqlite3.Connection]:
    """A thread that a coordinator has looked at, in the chat and on a chat page."""
    connection = connect(database)
    for number, script in scripts():
        if "CREATE TABLE outbox_copies" in script:
            break
        connection.executescript(f"BEGIN;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
    for name in ("learner", "coordinator"):
        connection.execute(
            "INSERT INTO learners (id, state, created_at, number) VALUES (?, '{}', 0, ?)",
            (name, name),
        )
        connection.execute("INSERT INTO addresses VALUES ('web', ?, ?, 1)", (f"of-{name}", name))
        connection.execute(
            "INSERT INTO chat_events (address, message_id, event, created_at) VALUES (?, 'm', '{}', 0)",
            (f"of-{name}",),
        )
    connection.execute("INSERT INTO audit VALUES (1, 0, 'coordinator', 'read', 't1')")
    connection.execute(
        "INSERT INTO threads (thread, learner_id, moved_at, tell_from) VALUES ('t1', 'learner', 0, 0)"
    )
    for turn, kind in enumerate(("thread", "survey", "simple"), 1):
        connection.execute(
            "INSERT INTO outbox (token, channel, address, learner_id, turn, ordinal, language,"
            " pictures, message, status, created_at)"
            " VALUES (?, 'web', 'of-coordinator', 'coordinator', ?, 0, 'en', 1, ?, 'sent', 0)",
            (kind, turn, f'{{"body":{{"x":1,"kind":"{kind}"}},"buttons":[]}}'),
        )
    connection.execute("INSERT INTO thread_copies VALUES ('t1', 1)")
    yield connection
    connection.close()


def column(tx: sqlite3.Connection, sql: str) -> list[object]:
    return [row[0] for row in tx.execute(sql)]


def test_what_cannot_be_found_by_its_author_is_gone(old: sqlite3.Connection) -> None:
    """The history of the team's chat pages, and the words of surveys in their messages."""
    migrate(old)
    assert column(old, "SELECT address FROM chat_events") == ["of-learner"]
    assert column(old, "SELECT token FROM outbox ORDER BY id") == ["thread", "simple"]


def test_what_was_known_is_known_still(old: sqlite3.Connection) -> None:
    migrate(old)
    learners.erase(old, "learner")
    assert column(old, "SELECT token FROM outbox ORDER BY id") == ["simple"]
    assert column(old, "SELECT source FROM outbox_copies") == []
