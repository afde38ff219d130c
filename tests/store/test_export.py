"""The export is complete: SQLite is asked what there is, and each of it must be found."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.service.export import export
from bot.store.learners import Address
from bot.store.reader import Reader
from bot.store.writer import Tx, Writer
from tests.store.somebody import NOW, SOMEBODY, add, fill
from tests.store.test_erasure import tables_about

WHERE = {
    "addresses": "learner",
    "learners": "learner",
    "enrolments": "enrolments",
    "completions": "completions",
    "answers": "answers",
    "tests_taken": "tests",
    "feedback": "feedback",
    "threads": "threads",
    "letterboxes": "letterboxes",
    "wishes": "wishes",
    "alerts": "alerts",
    "roles": "roles",
    "members": "groups",
    "allowed": "on_lists",
    "wrong_words": "wrong_words",
    "prompts": "prompts",
    "plans": "plans",
    "plan_reports": "plans",
    "survey_people": "surveys",
    "digests": "digests",
    "warned": "warned",
    "sessions": "sessions",
    "sign_in_links": "sign_in_links",
    "timers": "timers",
    "outbox": "messages",
    "certificates": "certificates",
    "chat_events": "chat",
    "inbox": "put_aside",
    "recipients": "announcements",
}
"""The part of the document in which each table is found."""

OF_NO_USE = {
    ("outbox", "token"): "opens the message's buttons",
    ("allowed", "word_hash"): "nobody can read it",
    ("feedback", "folded"): "the words once more, for searching",
    ("sessions", "token_hash"): "nobody can read it",
    ("sign_in_links", "token_hash"): "nobody can read it",
    ("inbox", "update_id"): "a number of the channel's",
    ("inbox", "status"): "the part of the document says it",
}


@pytest.fixture
async def document(database: Path, writer: Writer) -> dict[str, Any]:
    await writer.run(fill)
    return await exported(database, SOMEBODY)


async def exported(database: Path, learner_id: str) -> dict[str, Any]:
    async with Reader(database) as reader:
        document = await export(reader, learner_id, NOW)
    assert document is not None
    return dict(json.loads(document))


async def test_every_table_about_a_learner_has_its_place(
    writer: Writer, document: dict[str, Any]
) -> None:
    tables = await writer.run(tables_about)
    assert sorted(tables) == sorted(WHERE), "a table about learners is not in the export"
    assert [part for part in WHERE.values() if not document[part]] == []


async def test_every_word_of_a_learner_is_there(writer: Writer, document: dict[str, Any]) -> None:
    """Every text in every row about the person, except what is named as of no use."""

    def texts(tx: Tx) -> set[tuple[str, str, str]]:
        return {
            (table, column, value)
            for table in tables_about(tx)
            for row in tx.execute(f"SELECT * FROM {table}")
            for column, value in zip(row.keys(), row, strict=True)
            if isinstance(value, str) and (table, column) not in OF_NO_USE
        }

    missing = [
        (table, column)
        for table, column, value in await writer.run(texts)
        if not found(value, document[WHERE[table]], document)
    ]
    assert missing == []


def found(value: str, part: object, document: dict[str, Any]) -> bool:
    """A text as it is, or a document with all that is in it."""
    try:
        inner = json.loads(value)
    except ValueError:
        inner = value
    if isinstance(inner, dict):
        return contains(part, inner)
    return json.dumps(inner) in json.dumps(part) or json.dumps(inner) in json.dumps(document)


def contains(part: object, inner: object) -> bool:
    if part == inner:
        return True
    if isinstance(part, dict):
        return any(contains(each, inner) for each in part.values())
    return isinstance(part, list) and any(contains(each, inner) for each in part)


async def test_the_keys_that_are_promised(document: dict[str, Any]) -> None:
    (enrolment,) = document["enrolments"]
    assert {"learner", "enrolments", "answers", "feedback"} <= document.keys()
    assert {
        "course",
        "release",
        "started_at",
        "completed_at",
        "episodes_completed",
    } <= enrolment.keys()
    assert "episode-done" in json.dumps(enrolment["episodes_completed"])


async def test_nobody_else_is_in_it(database: Path, writer: Writer) -> None:
    await writer.run(fill)
    await writer.run(lambda tx: add(tx, "other", Address(channel="telegram", address="8")))
    document = await exported(database, "other")
    assert [part for part in set(WHERE.values()) - {"learner"} if document[part]] == []
