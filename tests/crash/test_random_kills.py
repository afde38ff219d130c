"""Several people at once, and a process that is killed at any moment."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.crash.kept import Kept
from tests.crash.learners import walked
from tests.crash.process import OF_A_KILL, Bot, repeats, served

pytestmark = pytest.mark.crash

PEOPLE = (1, 2, 3, 4, 5)
KILLS = 8
WINDOW = 8
SEED = 1


async def kill_at_random(bot: Bot, seed: int) -> None:
    """Returns with a living process after the last kill."""
    moments = random.Random(seed)
    for _ in range(KILLS):
        await bot.start(doom=("never", 1))
        await asyncio.sleep(moments.uniform(0.0, 0.6))
        await bot.kill()
    await bot.start(doom=("never", 1))


async def test_nothing_is_lost(tmp_path: Path, undisturbed: Kept) -> None:
    async with served(tmp_path) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        telegram.latency = 0.02
        kept = await walked(telegram, bot, *PEOPLE, fate=kill_at_random(bot, SEED))
        assert kept == dict.fromkeys(PEOPLE, undisturbed)
        for person in PEOPLE:
            assert sum(repeats(telegram, person).values()) <= KILLS
        assert sum(repeats(telegram).values()) <= KILLS * WINDOW
        telegram.check()
        assert "Traceback" not in bot.words
