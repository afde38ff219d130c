"""SIGTERM: quick, clean, and nothing is repeated or lost."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.botapi import Slow
from tests.crash.kept import Kept, unfinished
from tests.crash.learners import walked
from tests.crash.process import OF_A_KILL, Bot, repeats, served

pytestmark = pytest.mark.crash

PEOPLE = tuple(range(1, 13))
STOPS = 2
QUICK = 5.0
"""Seconds: less than the ten that Docker waits before it kills."""


async def stop_and_start(bot: Bot) -> None:
    for _ in range(STOPS):
        await bot.start(doom=("never", 1))
        await asyncio.sleep(0.5)
        began = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - began < QUICK
    await bot.start(doom=("never", 1))


async def test_under_load(tmp_path: Path, undisturbed: Kept) -> None:
    async with served(tmp_path) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        telegram.latency = 0.03
        kept = await walked(telegram, bot, *PEOPLE, fate=stop_and_start(bot))
        assert kept == dict.fromkeys(PEOPLE, undisturbed)
        assert repeats(telegram) == {}
        telegram.check()
        assert bot.words == ""


async def test_when_idle(tmp_path: Path) -> None:
    """The long poll that is under way is given up."""
    async with served(tmp_path) as (telegram, bot):
        await bot.start()
        await telegram.person(1, "en").start()
        await telegram.person(1).settled()
        began = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - began < QUICK
        assert bot.words == ""


async def test_what_is_under_way_is_waited_for(tmp_path: Path) -> None:
    """A message that Telegram has, and of which the bot has not heard yet, is not sent again."""
    async with served(tmp_path) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        await bot.start()
        telegram.faults.add(Slow(seconds=1.5), method="sendMessage")
        anna = telegram.person(1, "en")
        await anna.start("short")
        await anna.reads("your data")
        began = time.monotonic()
        assert await bot.stop() == 0
        assert time.monotonic() - began < QUICK
        assert unfinished(bot.database) == []
        await bot.start()
        await anna.press("I agree")
        await anna.reads("A short course")
        assert repeats(telegram) == {}
