"""What learners and the team wrote before the inbox knew anonymous threads is there, and goes on."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.course.desk.inbox import Only
from bot.course.desk.rights import Reach
from bot.store import learners, threads
from bot.store.migrations import migrate, scripts
from bot.store.times import to_ms
from bot.store.writer import connect
from tests.store.somebody import NOW, SOMEBODY

EVERYTHING = Reach(everything=True)
BEFORE = 7


@pytest.fixture
def old(database: Path) -> Iterator[sqlite3.Connection]:
    """A store of version 7: a complaint with an answer, and messages of the desk that show it."""
    connection = connect(database)
    for number, script in scripts()[:BEFORE]:
        connection.executescript(f"BEGIN;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
    at = to_ms(NOW)
    for name in (SOMEBODY, "coordinator"):
        connection.execute(
            "INSERT INTO learners (id, state, created_at) VALUES (?, '{}', 0)", (name,)
        )
    connection.execute("INSERT INTO threads VALUES ('t1', ?, 'open', 1, ?)", (SOMEBODY, at))
    connection.execute(
        "INSERT INTO feedback VALUES (7, ?, 't1', 'c1', 'a1', 's1', 'uk', 'СЛОВА', ?)",
        (SOMEBODY, at),
    )
    connection.execute(
        "INSERT INTO answers_to_feedback VALUES (5, 't1', 'Відповідь', ?)", (at + 1,)
    )
    for turn, (kind, status) in enumerate(
        (("inbox", "sent"), ("thread", "sent"), ("thread", "pending"), ("simple", "sent")), start=1
    ):
        connection.execute(
            "INSERT INTO outbox (token, channel, address, learner_id, turn, ordinal, language,"
            " pictures, message, status, created_at)"
            " VALUES (?, 'telegram', '8', 'coordinator', ?, 0, 'en', 1, ?, ?, ?)",
            (f"t{turn}", turn, f'{{"body":{{"x":1,"kind":"{kind}"}},"buttons":[]}}', status, at),
        )
    yield connection
    connection.close()


def test_threads_and_all_that_was_said_in_them_are_there(old: sqlite3.Connection) -> None:
    migrate(old)
    found = threads.find(old, "t1", EVERYTHING)
    assert found is not None
    assert (found.learner_id, found.state, found.complaint) == (SOMEBODY, "open", True)
    assert (found.letterbox, found.wish, found.message) == (None, False, None)
    said = [(e.team, e.text, e.course, e.activity) for e in found.entries]
    assert said == [(False, "СЛОВА", "c1", "a1"), (True, "Відповідь", None, None)]
    assert old.execute("PRAGMA foreign_key_check").fetchall() == []


def test_what_was_written_before_is_found(old: sqlite3.Connection) -> None:
    migrate(old)
    for words in ("слова", "відповідь"):
        (line,) = threads.listed(old, EVERYTHING, None, 0, 5, Only(words=words))
        assert line.thread == "t1"


def test_it_goes_with_the_person(old: sqlite3.Connection) -> None:
    migrate(old)
    learners.erase(old, SOMEBODY)
    for table in ("threads", "feedback", "answers_to_feedback"):
        assert old.execute(f"SELECT * FROM {table}").fetchall() == []


def test_copies_that_could_not_be_found_any_more_are_gone(old: sqlite3.Connection) -> None:
    """Messages of the desk that do not know which thread they show; what waits is still sent."""
    migrate(old)
    left = [row["token"] for row in old.execute("SELECT token FROM outbox ORDER BY id")]
    assert left == ["t3", "t4"]
