"""More than one process on one file."""

import asyncio
import random
from pathlib import Path

from tests.botapi import BotApi
from tests.crash.process import Bot, served
from tests.torture.campaign import Trial, row
from tests.torture.crowd import walks_through
from tests.torture.oracle import agree, repeated, same


@row(
    fault="a second process on the same file, while people walk",
    promised="it is refused in one line with exit code 2; the first is not disturbed",
)
async def two_processes(trial: Trial) -> str:
    draw = random.Random(trial.seed)
    refused: list[str] = []
    async with served(trial.folder) as (telegram, bot):

        async def fate() -> None:
            await bot.start(doom=("never", 1))
            for number in range(trial.times(2, 40)):
                await asyncio.sleep(draw.uniform(0.0, 0.3))
                beside = trial.folder / str(number)
                beside.mkdir()
                refused.append(await _second(telegram, bot, beside))

        people = await walks_through(telegram, bot, trial.times(2, 10), fate())
        agree(telegram, bot, people, trial.undisturbed)
        same(repeated(telegram), [], "repeated")
        why = f"DATABASE_URL: another process is using {bot.database}; stop it first\n"
        assert refused == [why] * len(refused)
    return f"{len(refused)} refused while {len(people)} people walked"


async def _second(telegram: BotApi, bot: Bot, folder: Path) -> str:
    """What it said."""
    second = Bot(telegram, folder, DATABASE_URL=bot.settings["DATABASE_URL"])
    await second.start()
    try:
        assert (second.said, await second.ended()) == ("", 2)
    finally:
        if second.process is not None:
            await second.kill()
    return second.words
