"""People who walk through the short course, so many at a time, as long as the bot meets its fate."""

import asyncio
from collections.abc import Coroutine
from itertools import count
from typing import Any

from tests.botapi import BotApi
from tests.crash.learners import Walker, idle
from tests.crash.process import Bot

FIRST = 1000
PATIENCE = 90.0
"""Seconds in which an answer must come, on a machine that has ten times as much to do as it can."""


async def walks_through(
    telegram: BotApi,
    bot: Bot,
    lanes: int,
    fate: Coroutine[Any, Any, None],
    patience: float = PATIENCE,
) -> list[int]:
    """Everybody who began has finished, and the bot is stopped. At least `lanes` people."""
    numbers, done = count(FIRST), asyncio.Event()
    finished: list[int] = []

    async def lane() -> None:
        while True:
            who = next(numbers)
            await Walker(telegram.person(who, "en"), patience).walk()
            finished.append(who)
            if done.is_set():
                return

    async def meets() -> None:
        await fate
        done.set()

    async with asyncio.TaskGroup() as together:
        together.create_task(meets())
        for _ in range(lanes):
            together.create_task(lane())
    await idle(telegram, bot, patience)
    assert await bot.stop() == 0, bot.words
    return finished
