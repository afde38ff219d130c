"""A start that was torn off is made good by the next one; a second process is told to go."""

from pathlib import Path

import pytest

from tests.crash.kept import rows
from tests.crash.process import Bot, served

pytestmark = pytest.mark.crash


@pytest.mark.parametrize(
    ("step", "passing"), [("migrating", 1), ("migrating", 9), ("storing-lessons", 1)]
)
async def test_a_torn_start(step: str, passing: int, tmp_path: Path) -> None:
    async with served(tmp_path) as (telegram, bot):
        await bot.start(doom=(step, passing))
        assert await bot.ended() == -9
        await bot.start()
        anna = telegram.person(1, "en")
        await anna.start("short")
        await anna.reads("your data")
        assert await bot.stop() == 0
        assert rows(bot.database, "PRAGMA integrity_check") == [("ok",)]
        assert rows(bot.database, "SELECT course FROM releases") == [("short",)]


async def test_a_second_process_is_refused(tmp_path: Path) -> None:
    async with served(tmp_path) as (telegram, bot):
        await bot.start()
        beside = tmp_path / "second"
        beside.mkdir()
        second = Bot(telegram, beside, DATABASE_URL=bot.settings["DATABASE_URL"])
        try:
            await second.start()
            assert (second.said, await second.ended()) == ("", 2)
        finally:
            if second.process is not None:
                await second.kill()
        assert second.words == (
            f"DATABASE_URL: another process is using {bot.database}; stop it first\n"
        )
        await telegram.person(1, "en").start()
        await telegram.person(1).reads("your data")
        telegram.check(refusals=True)


async def test_a_file_from_the_future_is_refused(tmp_path: Path) -> None:
    async with served(tmp_path) as (_, bot):
        rows(bot.database, "PRAGMA user_version = 9999")
        await bot.start()
        assert await bot.ended() == 2
        (line,) = bot.words.splitlines()
        assert line.startswith("DATABASE_URL: the database is of version 9999")


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to be read" * 9, b"\0" * 4096]
)
async def test_a_file_that_is_none_of_ours_is_refused(content: bytes, tmp_path: Path) -> None:
    async with served(tmp_path) as (_, bot):
        bot.database.write_bytes(content)
        await bot.start()
        assert await bot.ended() == 2
        (line,) = bot.words.splitlines()
        assert line.startswith(f"DATABASE_URL: {bot.database}: ")
        assert bot.database.read_bytes() == content
