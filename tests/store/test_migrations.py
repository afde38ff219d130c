"""Every version of the file becomes the newest; a start that was interrupted is made good."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import migrations
from bot.store.migrations import NewerDatabase, migrate, scripts
from bot.store.writer import Writer, connect

NEWEST = len(scripts())


@pytest.fixture
def file(database: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(database)
    yield connection
    connection.close()


def schema(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    found = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
    return [(name, sql) for name, sql in found]


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_numbers_leave_no_gap() -> None:
    assert [number for number, _ in scripts()] == list(range(1, NEWEST + 1))


@pytest.mark.parametrize("old", range(NEWEST + 1))
def test_from_every_version(file: sqlite3.Connection, tmp_path: Path, old: int) -> None:
    for number, script in scripts()[:old]:
        file.executescript(f"{script}\nPRAGMA user_version = {number};")
    assert migrate(file) == NEWEST
    fresh = connect(tmp_path / "fresh.db")
    migrate(fresh)
    assert schema(file) == schema(fresh)
    assert version(file) == NEWEST
    fresh.close()


def test_twice_changes_nothing(file: sqlite3.Connection) -> None:
    migrate(file)
    before = schema(file)
    assert migrate(file) == NEWEST
    assert schema(file) == before


async def test_a_newer_file_is_refused_and_left_alone(database: Path) -> None:
    connection = connect(database)
    connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    connection.close()
    with pytest.raises(NewerDatabase, match=f"version {NEWEST + 1}, this program knows {NEWEST}"):
        async with Writer(database):
            pass
    connection = connect(database)
    assert (version(connection), schema(connection)) == (NEWEST + 1, [])
    connection.close()


def test_an_interrupted_migration_leaves_the_old_version(
    file: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(file)
    before = schema(file)
    broken = (NEWEST + 1, "CREATE TABLE half (x TEXT); INSERT INTO half VALUES (1); SELECT broken;")
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "scripts", lambda: [*scripts(), broken])
        with pytest.raises(sqlite3.OperationalError, match="broken"):
            migrate(file)
    assert (version(file), schema(file), file.in_transaction) == (NEWEST, before, False)
    mended = (NEWEST + 1, "CREATE TABLE whole (x TEXT);")
    monkeypatch.setattr(migrations, "scripts", lambda: [*scripts(), mended])
    assert migrate(file) == version(file) == NEWEST + 1
