"""The reader tells when the file is no sound database, which nothing that is written would show."""

from pathlib import Path

import pytest

from bot.store.reader import Reader
from bot.store.writer import StoreUnavailable, Writer
from tests.store.somebody import fill

PAGE = 4096
OF_ANSWERS = "SELECT rootpage FROM sqlite_master WHERE name = 'answers'"


def spoil(database: Path, page: int) -> None:
    """`page` as SQLite counts them, from 1."""
    content = bytearray(database.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = b"\xaa" * PAGE
    database.write_bytes(content)


async def test_damage_that_a_reader_meets_is_remembered(database: Path) -> None:
    async with Writer(database) as writer:
        await writer.run(fill)
        (page,) = await writer.run(lambda tx: tuple(tx.execute(OF_ANSWERS).fetchone()))
    spoil(database, page)
    async with Reader(database) as reader:
        await reader.all("SELECT count(*) FROM learners")
        seen = [reader.damaged]
        with pytest.raises(StoreUnavailable):
            await reader.all("SELECT * FROM answers")
        seen.append(reader.damaged)
        await reader.all("SELECT count(*) FROM learners")
        assert [*seen, reader.damaged] == [False, True, True]


async def test_a_wrong_statement_is_no_damage(database: Path) -> None:
    async with Writer(database), Reader(database) as reader:
        with pytest.raises(StoreUnavailable):
            await reader.all("SELECT * FROM nowhere")
        assert not reader.damaged
