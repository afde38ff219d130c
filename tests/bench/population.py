"""A database with very many learners: copies of one who has come to the bot and begun the course.

Every row of that learner in every table is copied for each of them, under an id, an address and
tokens of their own; their timers are due one after the other. Ids are as scattered as random ones.
Of what the learner was sent only the last is kept: a million would not fit into a few gigabytes.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from tests.bench import long_course
from tests.bench.contenders import contender, crowd
from tests.bench.people import FIRST as FIRST_OF_A_CROWD

MODEL = str(FIRST_OF_A_CROWD)
"""The address of the learner who is copied: the first of a crowd."""
FIRST = 10_000
"""The address of the first copy."""
PRESSES = 4

SCATTERED = """\
CREATE TEMP TABLE people AS
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ? - 1)
SELECT n, printf('%016x', n * 2654435761 % 4294967296) AS id FROM numbers ORDER BY id
"""
OWN = {
    "learner_id": "people.id",
    "address": f"CAST(people.n + {FIRST} AS TEXT)",
    "token": "model.token || people.n",
    "code": "model.code || people.n",
    "number": "model.number || people.n",
    "due_at": "model.due_at + 1000 * people.n",
}
"""Columns in which no two learners are alike."""


async def model(folder: Path) -> Path:
    """A new database in `folder`, with one learner. The lessons lie beside it."""
    long_course.write(folder / "lessons")
    async with crowd() as people, contender("Epizod", people.url, folder):
        await people.obeys("come", people=1, opening="/start long", presses=PRESSES)
    return folder / "epizod.db"


def grow(database: Path, people: int) -> None:
    """So many copies. Not durable while it goes on: who is interrupted starts anew."""
    with closing(sqlite3.connect(database, isolation_level=None)) as store:
        store.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;"
            "PRAGMA temp_store = MEMORY"
        )
        store.execute("BEGIN")
        store.execute("DELETE FROM outbox WHERE id < (SELECT max(id) FROM outbox)")
        store.execute(SCATTERED, (people,))
        query = "SELECT learner_id FROM addresses WHERE address = ?"
        (who,) = store.execute(query, (MODEL,)).fetchone()
        copy(store, "learners", "id", who)
        for table in tables(store):
            copy(store, table, "learner_id", who)
        store.execute("COMMIT")


def tables(store: sqlite3.Connection) -> list[str]:
    """Those that hold something about a learner."""
    rows = store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows if "learner_id" in columns(store, name)]


def columns(store: sqlite3.Connection, table: str) -> list[str]:
    """Without those that number the rows."""
    rows = store.execute(f"PRAGMA table_info({table})").fetchall()
    return [name for _, name, sort, _, _, key in rows if not (key and sort == "INTEGER")]


def copy(store: sqlite3.Connection, table: str, whose: str, who: str) -> None:
    """The rows of one learner, for everybody."""
    names = columns(store, table)
    values = [OWN.get(name, f"model.{name}") for name in names]
    values = ["people.id" if name == whose else v for name, v in zip(names, values, strict=True)]
    store.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}"
        f" FROM people CROSS JOIN {table} AS model WHERE model.{whose} = ? ORDER BY people.rowid",
        (who,),
    )


@asynccontextmanager
async def town(folder: Path, people: int) -> AsyncIterator[Path]:
    """A folder whose database has so many learners; gone with the block, for it may be large."""
    database = await model(folder)
    grow(database, people)
    try:
        yield folder
    finally:
        database.unlink()
