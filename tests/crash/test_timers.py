"""Killed at every step around a timer that falls due: it fires once, and what it says is said once."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from tests.botapi import BotApi
from tests.crash.doomed import OF_A_TIMER, OF_AN_ERASURE
from tests.crash.kept import rows, unfinished
from tests.crash.learners import Walker
from tests.crash.process import OF_A_KILL, Bot, served, until

pytestmark = pytest.mark.crash

ANNA = 7_007_001
A_DAY = 24 * 3600 + 1
A_WHILE = 0.5
"""Seconds in which it looks for timers ten times."""

AN_EPISODE = (
    "I agree",
    "One episode each working day",
    "Continue",
    "Continue",
    "Answer 2",
    "Continue",
    "Finish",
)
OF_A_PROMPT = (*OF_A_TIMER, "before-send", "sent", "marking", "marked")
REPEATED = ("sent", "marking")
"""The steps at which Telegram has the message, and nothing of it is on the disk yet."""

ONE_AFTER_THE_OTHER = (
    "due", "before-firing", "fired-in-transaction", "fired", "before-send", "before-send", "sent",
)  # fmt: skip


def bytes_of(database: Path) -> bytes:
    files = [database.with_name(database.name + suffix) for suffix in ("", "-wal", "-shm")]
    return b"".join(file.read_bytes() for file in files if file.exists())


async def forgotten(bot: Bot) -> None:
    await until(lambda: rows(bot.database, "SELECT id FROM learners") == [], within=10.0)


@pytest.mark.parametrize("step", OF_A_TIMER | OF_AN_ERASURE)
async def test_whoever_has_not_agreed_is_forgotten(step: str, tmp_path: Path) -> None:
    """Whenever the process dies; to the last byte, and without a word."""
    async with served(tmp_path) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        await bot.start(doom=("never", 1))
        await telegram.person(ANNA, "en").start("short")
        await telegram.person(ANNA).reads("your data")
        assert await bot.stop() == 0
        said = len(telegram.calls.deliveries(ANNA))
        assert str(ANNA).encode() in bytes_of(bot.database)
        await bot.start(doom=(step, 1, A_DAY))
        assert await bot.ended() == -9, bot.words
        await bot.start(doom=("never", 1, A_DAY))
        await forgotten(bot)
        assert await bot.stop() == 0
        assert unfinished(bot.database) == []
        assert str(ANNA).encode() not in bytes_of(bot.database)
        assert len(telegram.calls.deliveries(ANNA)) == said
        telegram.check(refusals=True)
        assert "Traceback" not in bot.words


# --- Prompts ----------------------------------------------------------------------------


async def evening(telegram: BotApi, bot: Bot) -> tuple[float, int]:
    """Anna has taken an episode, and the next one is to be offered to her in the morning.

    How far the clock must be ahead for that, and how much she has been sent until now.
    """
    await bot.start(doom=("never", 1))
    walker = Walker(telegram.person(ANNA, "en"))
    await walker.person.start("short")
    for act in AN_EPISODE:
        await walker.act(act)
    await walker.person.settled()
    assert await bot.stop() == 0
    assert unfinished(bot.database) == []
    ((due,),) = rows(bot.database, "SELECT due_at FROM timers WHERE kind = 'prompt'")
    assert due / 1000 > time.time()
    return due / 1000 - time.time() + 1, len(telegram.calls.deliveries(ANNA))


async def whole_day(bot: Bot, ahead: float) -> None:
    """A life that nothing cuts short, with all that it does of its own accord."""
    await bot.start(doom=("never", 1, ahead))
    await until(lambda: prompts(bot) == ["sent"], within=10.0)
    await asyncio.sleep(A_WHILE)
    assert await bot.stop() == 0


def prompts(bot: Bot) -> list[str]:
    return [status for (status,) in rows(bot.database, "SELECT status FROM outbox WHERE priority")]


def sent_since(telegram: BotApi, before: int) -> list[Any]:
    return [call.fingerprint for call in telegram.calls.deliveries(ANNA)][before:]


@pytest.mark.parametrize("step", OF_A_PROMPT)
async def test_the_prompt_of_the_morning_is_sent_once(step: str, tmp_path: Path) -> None:
    async with served(tmp_path) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        ahead, before = await evening(telegram, bot)
        await bot.start(doom=(step, 1, ahead))
        assert await bot.ended() == -9, bot.words
        await whole_day(bot, ahead)
        said = sent_since(telegram, before)
        assert len(said) == (2 if step in REPEATED else 1)
        assert len(set(said)) == 1
        assert unfinished(bot.database) == []
        telegram.check(refusals=True)
        assert "Traceback" not in bot.words


async def test_a_morning_on_which_it_dies_all_the_time(tmp_path: Path) -> None:
    """And afterwards the clock is put back to before the prompt was due."""
    async with served(tmp_path) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        ahead, before = await evening(telegram, bot)
        for step in ONE_AFTER_THE_OTHER:
            await bot.start(doom=(step, 1, ahead))
            assert await bot.ended() == -9, (step, bot.words)
        await whole_day(bot, ahead)
        await whole_day(bot, ahead - 3600)
        said = sent_since(telegram, before)
        assert (len(said), len(set(said))) == (2, 1)
        telegram.check(refusals=True)
        assert "Traceback" not in bot.words
