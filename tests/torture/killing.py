"""kill -9: at every named step, and at any moment."""

import asyncio
import random
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from functools import partial

from bot.service.window import LEAST
from tests.botapi import BotApi
from tests.crash.doomed import OF_AN_ERASURE, STEPS
from tests.crash.kept import rows, unfinished
from tests.crash.learners import WALK, Walker, killed_at
from tests.crash.process import OF_A_KILL, Bot, served, until
from tests.torture.campaign import Trial, row
from tests.torture.clocks import OPEN_EVERYWHERE, ZONES, Days, days
from tests.torture.crowd import PATIENCE, walks_through
from tests.torture.oracle import agree, bytes_of, explained, same, window_of

RATE = 60
"""Messages a second: so few that the sender keeps to its smallest window."""
MORE_PATIENCE = 300.0
"""Seconds in which an answer must come from somebody who dies twice a second."""
LANES = 12
"""More people than may be written to at once."""
BEFORE_IT_FIRED = ("due", "before-firing", "fired-in-transaction")
WHEN_IT_FIRED = ("fired", "told-of-firing")
WHEN_IT_LEFT = ("sent", "marking", "marked")
OF_A_WISH = ("fetched", "kept", "in-transaction", "committed", *OF_AN_ERASURE)
ERASED = 7_007_001


@row(
    fault="kill -9 at every named step of an update, from Telegram to the answer",
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
        people = await walks_through(telegram, bot, trial.times(4, LANES), fate, MORE_PATIENCE)
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


@row(
    fault="kill -9 at every step around a prompt that falls due",
    promised="one prompt on every local date; a crash repeats one message for each learner at most",
)
async def killed_around_a_prompt(trial: Trial) -> str:
    """Every morning it dies five times before the prompts are out, and once with them."""
    draw = random.Random(trial.seed)
    first, count = date(2026, 6, 16), trial.times(1, 7)
    noon = datetime.combine(first, hour(OPEN_EVERYWHERE), UTC)
    crashes: list[float] = []
    async with days(trial.folder, noon) as walked:
        await walked.begin(ZONES)
        for each in range(1, count + 1):
            assert await walked.bot.stop() == 0
            moment = noon + timedelta(days=each)
            walked.dial.turn(moment, speed=0)
            steps = *BEFORE_IT_FIRED, draw.choice(WHEN_IT_FIRED), "before-send"
            for step in (*steps, WHEN_IT_LEFT[each % len(WHEN_IT_LEFT)]):
                await _dies(walked.bot, step, walked, crashes)
            await walked.bot.start(doom=walked.doom)
            await walked.at(moment)
            await walked.take_what_is_new()
        assert await walked.bot.stop() == 0
        expected = {first + timedelta(days=each): 1 for each in range(1, count + 1)}
        for who, (place, _) in ZONES.items():
            same(walked.days_of(who), expected, f"prompts in {place}")
        again, _ = explained(walked.telegram, crashes, LEAST)
        walked.telegram.check()
    return f"{len(crashes)} deaths on {count} days: one prompt on each date, {again} repeated"


async def _dies(bot: Bot, step: str, walked: Days, crashes: list[float]) -> None:
    await bot.start(doom=(step, 1, walked.dial.file))
    same(await bot.ended(PATIENCE), -9, f"the end of the process, {step}: {bot.words}")
    await asyncio.sleep(0.01)
    crashes.append(time.monotonic())


@row(
    fault="kill -9 at every step of an erasure",
    promised="the wish is carried out by the next start, to the last byte",
)
async def killed_while_erasing(trial: Trial) -> str:
    people = range(ERASED, ERASED + trial.times(1, 10))
    for step in OF_A_WISH:
        folder = trial.folder / step
        folder.mkdir()
        async with served(folder) as (telegram, bot):
            telegram.forgive(*OF_A_KILL)
            await _wish_and_die(telegram, bot, people, WALK[: trial.times(4, 99)], step)
            await bot.start(doom=("never", 1))
            with suppress(TimeoutError):
                await until(partial(_is_erased, bot, people), PATIENCE)
            same(_left(bot, people), [], f"left after a death, {step}")
            assert await bot.stop() == 0
            telegram.check()
    deaths = len(OF_A_WISH)
    return f"{deaths} deaths, each with {len(people)} wishes: all erased to the last byte"


async def _wish_and_die(
    telegram: BotApi, bot: Bot, people: Iterable[int], way: tuple[str, ...], step: str
) -> None:
    """Everybody has come so far, and pressed the button before the process starts that dies at the
    step.
    """
    await bot.start(doom=("never", 1))
    for who in people:
        person = telegram.person(who, "en")
        walker = Walker(person, PATIENCE)
        await person.start("short")
        for act in way:
            await walker.act(act)
        await person.settled(PATIENCE)
        await person.send_text("/forget")
        await person.reads("Erase everything?", PATIENCE)
    assert await bot.stop() == 0
    for who in people:
        await telegram.person(who).press("Erase my data")
    await bot.start(doom=(step, 1))
    same(await bot.ended(PATIENCE), -9, f"the end of the process, {step}")


def _is_erased(bot: Bot, people: Iterable[int]) -> bool:
    return _left(bot, people) == []


def _left(bot: Bot, people: Iterable[int]) -> list[object]:
    """Learners, what is unfinished, and whose number is in a byte of the database."""
    content = bytes_of(bot)
    bytes_left = [who for who in people if str(who).encode() in content]
    return [*rows(bot.database, "SELECT id FROM learners"), *unfinished(bot.database), *bytes_left]
