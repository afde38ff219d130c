"""What the store keeps of a course, without what differs between two runs: ids, times, tokens."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

Kept: TypeAlias = dict[str, list[tuple[Any, ...]]]

FACTS = {
    "answers": "activity, step, attempt, about, response, correct, language",
    "completions": "activity, sort",
    "tests_taken": "test, attempt, correct, asked, passed",
    "enrolments": "course, release, completed_at IS NOT NULL",
    "feedback": "course, activity, step, language, text",
}


def rows(database: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql, values).fetchall()


def facts(database: Path, chat_id: int) -> Kept:
    """All facts about the learner behind a chat, in the order in which they came true."""
    whose = "(SELECT learner_id FROM addresses WHERE address = ?)"
    return {
        table: rows(
            database,
            f"SELECT {columns} FROM {table} WHERE learner_id = {whose} ORDER BY rowid",
            str(chat_id),
        )
        for table, columns in FACTS.items()
    }


def unfinished(database: Path) -> list[tuple[Any, ...]]:
    """Updates that have not taken effect, and messages of which we do not know that they arrived."""
    return [
        *rows(database, "SELECT 'inbox', status FROM inbox WHERE status = 'waiting'"),
        *rows(database, "SELECT 'outbox', status, reason FROM outbox WHERE status <> 'sent'"),
    ]


def put_aside(database: Path) -> int:
    """How many updates could not be understood."""
    ((count,),) = rows(database, "SELECT count(*) FROM inbox WHERE status = 'quarantined'")
    return int(count)
