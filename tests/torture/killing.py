"""kill -9: at every named step, and at any moment."""

import asyncio
import random
import time

from tests.crash.doomed import STEPS
from tests.crash.learners import killed_at
from tests.crash.process import OF_A_KILL, Bot, served
from tests.torture.campaign import Trial, row
from tests.torture.crowd import walks_through
from tests.torture.oracle import agree, explained, window_of

RATE = 60
"""Messages a second: so few that the sender keeps to its smallest window."""
PATIENCE = 300.0
"""Seconds in which an answer must come from somebody who dies twice a second."""
LANES = 12
"""More people than may be written to at once."""


@row(
    fault="kill -9 at every named step",
    promised="no update lost, each takes effect once; one message repeated by a crash at most",
    long_only="tests/crash/test_named_steps.py does the same",
)
async def killed_at_every_step(trial: Trial) -> str:
    draw = random.Random(trial.seed)
    deaths = repeated = 0
    for step in STEPS:
        passings = [draw.randint(1, 4) for _ in range(trial.times(1, 5))]
        folder = trial.folder / step
        folder.mkdir()
        repeated += await killed_at(step, passings, folder, trial.undisturbed)
        deaths += len(passings)
    return f"{deaths} deaths at {len(STEPS)} steps: nothing lost, {repeated} messages repeated"


@row(
    fault="kill -9 at a random moment",
    promised="no update lost, each takes effect once; a crash repeats one message for each learner"
    " and W (the sender's window) in all at most",
)
async def killed_at_random(trial: Trial) -> str:
    kills = trial.times(6, 500)
    crashes: list[float] = []
    async with served(trial.folder, RATE_PER_SECOND=str(RATE)) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        telegram.latency = 0.02
        fate = _kill_at_random(bot, random.Random(trial.seed), kills, crashes)
        people = await walks_through(telegram, bot, trial.times(4, LANES), fate, PATIENCE)
        agree(telegram, bot, people, trial.undisturbed)
        most = window_of(telegram, RATE)
        repeated, worst = explained(telegram, crashes, most)
    return (
        f"{kills} kills while {len(people)} people walked: nothing lost; {repeated} messages"
        f" repeated, {worst} by one crash at most (W {most})"
    )


async def _kill_at_random(
    bot: Bot, moments: random.Random, kills: int, crashes: list[float]
) -> None:
    """While it starts and while it works; returns with a living process after the last kill."""
    for number in range(kills):
        if number % 4 == 0:
            bot.launch(doom=("never", 1))
        else:
            await bot.start(doom=("never", 1))
        await asyncio.sleep(moments.uniform(0.0, 0.5))
        await bot.kill()
        await asyncio.sleep(0.01)
        crashes.append(time.monotonic())
    await bot.start(doom=("never", 1))
