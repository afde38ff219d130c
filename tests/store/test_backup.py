"""A backup is whole, checked, private, and made while others write."""

import asyncio
import resource
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import backup, learners, marks
from bot.store.backup import BackupFailed, back_up, check
from bot.store.migrations import newest
from bot.store.writer import Tx, Writer, open_store
from tests.store.somebody import SOMEBODY, fill

NOW = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the file, table by table."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
        names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {
            name: sorted(store.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for (name,) in names.fetchall()
            if name != "sqlite_stat1"
        }


def copies(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir() if "copy" in each.name]


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


async def test_it_holds_everything_and_only_its_owner_can_read_it(
    database: Path, writer: Writer, tmp_path: Path
) -> None:
    await writer.run(fill)
    copy = tmp_path / "copy.db"
    made = back_up(database, copy)
    assert (made.version, made.learners, made.answers) == (newest(), 1, 1)
    assert made.size == copy.stat().st_size
    assert mode(copy) == 0o600
    assert rows(copy) == rows(database)
    assert copies(tmp_path) == ["copy.db"]


async def test_no_byte_of_what_was_erased_before(
    database: Path, writer: Writer, tmp_path: Path
) -> None:
    words = await writer.run(fill)
    await writer.run(lambda tx: learners.erase(tx, SOMEBODY))
    back_up(database, tmp_path / "copy.db")
    content = (tmp_path / "copy.db").read_bytes()
    assert [word for word in words.values() if word.encode() in content] == []


async def test_while_others_write_it_is_of_one_moment(
    database: Path, writer: Writer, tmp_path: Path
) -> None:
    """Two marks that are always changed together."""

    def change(tx: Tx, number: int) -> None:
        marks.put(tx, "one", str(number))
        marks.put(tx, "other", str(number))

    async def write() -> None:
        number = 0
        while True:
            number += 1
            await writer.run(lambda tx, n=number: change(tx, n))  # type: ignore[misc]

    await writer.run(fill)
    await writer.run(lambda tx: change(tx, 0))
    writing = asyncio.create_task(write())
    seen = []
    for number in range(5):
        copy = tmp_path / f"copy{number}.db"
        await asyncio.to_thread(back_up, database, copy)
        kept: dict[object, object] = dict(rows(copy)["marks"])  # type: ignore[arg-type]
        assert kept["one"] == kept["other"]
        seen.append(int(str(kept["one"])))
    writing.cancel()
    assert sorted(set(seen)) == seen


async def test_nothing_is_overwritten(database: Path, writer: Writer, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("something of mine")
    with pytest.raises(BackupFailed, match="is there already; nothing is overwritten"):
        back_up(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "something of mine"


def test_of_no_database(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="there is no database"):
        back_up(tmp_path / "epizod.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


async def test_in_a_folder_that_is_not_there(database: Path, writer: Writer) -> None:
    with pytest.raises(BackupFailed, match="No such file or directory"):
        back_up(database, database.parent / "nowhere" / "copy.db")


async def test_what_cannot_even_be_looked_at_is_named(database: Path, writer: Writer) -> None:
    with pytest.raises(BackupFailed, match="File name too long"):
        back_up(database, database.parent / ("long" * 100))
    with pytest.raises(BackupFailed, match="File name too long"):
        back_up(database.parent / ("long" * 100), database.parent / "copy.db")


def spoil(database: Path, page: int) -> None:
    """From this page on. Of the first one the head stays, by which SQLite knows its files."""
    content = bytearray(database.read_bytes())
    begins = page * 4096 + 100 * (page == 0)
    content[begins : begins + 4096 * 40] = b"\xaa" * 4096 * 40
    database.write_bytes(content)


@pytest.mark.parametrize("page", [0, 1, 60])
async def test_a_database_that_is_damaged_is_not_said_of_the_copy(
    database: Path, tmp_path: Path, page: int
) -> None:
    async with Writer(database) as writer:
        await writer.run(fill)
    spoil(database, page)
    with pytest.raises(BackupFailed, match=rf"^{database}: .*; stop the bot and restore"):
        back_up(database, tmp_path / "copy.db")
    assert copies(tmp_path) == []


async def test_a_disk_that_is_full_leaves_nothing(
    database: Path, writer: Writer, tmp_path: Path
) -> None:
    """The copy is larger than what this process may write."""
    await writer.run(fill)
    await writer.truncate_log()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(BackupFailed):
            back_up(database, tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert copies(tmp_path) == []


async def test_what_a_killed_backup_left_is_no_hindrance(
    database: Path, writer: Writer, tmp_path: Path
) -> None:
    (tmp_path / f".copy.db{backup.UNFINISHED}").write_bytes(b"half")
    back_up(database, tmp_path / "copy.db")
    assert copies(tmp_path) == ["copy.db"]


def damaged(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
    copy.write_bytes(content)


def from_the_future(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as store:
        store.execute("PRAGMA user_version = 9999")


def of_something_else(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as store:
        store.execute("CREATE TABLE mine (x)")


def not_a_database(copy: Path) -> None:
    copy.write_text("Dear diary, " * 1000)


def pointing_nowhere(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as store:
        store.execute("INSERT INTO timers VALUES ('nobody', 'prompt', 0, 0)")
        store.commit()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (damaged, "damaged"),
        (from_the_future, "of version 9999, this program knows"),
        (of_something_else, "no database of Epizod"),
        (not_a_database, "not a database"),
        (pointing_nowhere, "lacks rows that others point to"),
    ],
)
async def test_what_is_not_sound_is_found(
    database: Path, writer: Writer, tmp_path: Path, spoil: object, why: str
) -> None:
    await writer.run(fill)
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    spoil(copy)  # type: ignore[operator]
    with pytest.raises(BackupFailed, match=why):
        check(copy)


def test_names_sort_by_time_and_are_recognised() -> None:
    name = backup.name_at(NOW)
    assert name == "epizod-2026-03-01T010000Z.db"
    assert backup.made_at(Path("/any") / name, NOW) == NOW
    for other in (
        "epizod.db",
        "epizod-2026-03-01T010000Z.db.part",
        "notes-2026.db",
        "epizod.erased",
    ):
        assert backup.made_at(Path(other), NOW) is None


def test_on_a_medium_that_nobody_may_write_it_is_checked_as_it_is(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    open_store(tmp_path / "epizod.db").close()
    back_up(tmp_path / "epizod.db", copy)
    copy.chmod(0o400)
    check(copy)
    assert copies(tmp_path) == ["copy.db"]
