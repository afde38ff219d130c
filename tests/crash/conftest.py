"""What the short course leaves behind when nothing goes wrong."""

import asyncio

import pytest

from tests.crash.kept import Kept, put_aside
from tests.crash.learners import ANNA, walked
from tests.crash.process import repeats, served


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    async def run() -> Kept:
        async with served(tmp_path_factory.mktemp("undisturbed")) as (telegram, bot):
            await bot.start(doom=("never", 1))
            kept = await walked(telegram, bot, ANNA)
            telegram.check(refusals=True)
            assert put_aside(bot.database) == 0
            assert repeats(telegram) == {}
            return kept[ANNA]

    return asyncio.run(run())
