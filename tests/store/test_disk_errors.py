"""A disk that is full or cannot be written: the whole group is told, and life goes on after."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store import marks
from bot.store.migrations import NewerDatabase
from bot.store.writer import StoreUnavailable, Tx, Writer, connect

LARGE = "x" * 100_000


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


def full(tx: Tx) -> None:
    (pages,) = tx.execute("PRAGMA page_count").fetchone()
    tx.execute(f"PRAGMA max_page_count = {pages}")


def roomy(tx: Tx) -> None:
    tx.execute("PRAGMA max_page_count = 100000")


def read_only(tx: Tx) -> None:
    tx.execute("PRAGMA query_only = ON")


def writable(tx: Tx) -> None:
    tx.execute("PRAGMA query_only = OFF")


@pytest.mark.parametrize(("trouble", "relief"), [(full, roomy), (read_only, writable)])
async def test_the_whole_group_is_told_and_nothing_of_it_is_kept(
    writer: Writer, trouble: Callable[[Tx], None], relief: Callable[[Tx], None]
) -> None:
    trouble(writer._connection)
    results = await asyncio.gather(
        *(writer.run(lambda tx, n=n: marks.put(tx, f"m{n}", LARGE)) for n in range(5)),  # type: ignore[misc]
        return_exceptions=True,
    )
    assert [type(each) for each in results] == [StoreUnavailable] * 5
    relief(writer._connection)
    assert await writer.run(lambda tx: marks.get(tx, "m4")) is None
    await writer.run(lambda tx: marks.put(tx, "m4", LARGE))
    assert await writer.run(lambda tx: marks.get(tx, "m4")) == LARGE


async def test_an_innocent_job_in_the_same_group_is_told_as_well(writer: Writer) -> None:
    """It was undone, so it must not be thought done."""
    full(writer._connection)
    gate = writer.run(lambda tx: marks.get(tx, "nothing"))
    innocent = writer.run(lambda tx: marks.put(tx, "small", "1"))
    guilty = writer.run(lambda tx: marks.put(tx, "large", LARGE))
    _, small, large = await asyncio.gather(gate, innocent, guilty, return_exceptions=True)
    assert isinstance(large, StoreUnavailable)
    roomy(writer._connection)
    kept = await writer.run(lambda tx: marks.get(tx, "small"))
    assert (kept is None) == isinstance(small, StoreUnavailable)


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="unable to open database file"):
        async with Writer(tmp_path / "nowhere" / "epizod.db"):
            pass


def a_newer_file(database: Path) -> None:
    connection = connect(database)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()


def no_database(database: Path) -> None:
    database.write_bytes(b"anything but a database, and quite long enough" * 100)


def held() -> list[str]:
    """Files that this process has open."""
    return [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]


@pytest.mark.parametrize(
    ("make", "refusal", "why"),
    [
        (no_database, StoreUnavailable, "not a database"),
        (a_newer_file, NewerDatabase, "version 9999"),
    ],
)
async def test_a_file_that_is_refused_is_let_go(
    database: Path, make: Callable[[Path], None], refusal: type[Exception], why: str
) -> None:
    make(database)
    with pytest.raises(refusal, match=why):
        async with Writer(database):
            pass
    assert [each for each in held() if each.startswith(str(database))] == []
