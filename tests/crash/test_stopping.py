"""SIGTERM when idle, and with a message under way. Under load: tests/torture/stopping.py."""

import time
from pathlib import Path

import pytest

from tests.botapi import Slow
from tests.crash.kept import unfinished
from tests.crash.process import OF_A_KILL, repeats, served

pytestmark = pytest.mark.crash

QUICK = 5.0
"""Seconds: less than the ten that Docker waits before it kills."""


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
