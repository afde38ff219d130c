"""Updates by webhook: callers who hang up half-way, and kill -9 between a call and its answer."""

import asyncio
import random
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from tests.botapi import BotApi, HungUp, Redelivered
from tests.crash.process import OF_A_KILL, UNLIMITED, Bot, served
from tests.torture.campaign import Trial, row
from tests.torture.crowd import walks_through
from tests.torture.oracle import agree, explained, repeated, same

PATIENCE = (0.0, 0.001, 0.003, 0.01)
"""Seconds after which Telegram hangs up."""
IMPATIENT = replace(UNLIMITED, webhook_retry=0.02)


@asynccontextmanager
async def hooked(trial: Trial) -> AsyncIterator[tuple[BotApi, Bot]]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    hook = {
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": port,
        "WEBHOOK_SECRET": "a-secret-of-the-campaign",
    }
    async with served(trial.folder, IMPATIENT, **hook) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        yield telegram, bot


@row(
    fault="callers of the webhook hang up at any moment, and call again",
    promised="200 only for what is on the disk; each update takes effect once, nothing is repeated",
)
async def callers_hang_up(trial: Trial) -> str:
    async with hooked(trial) as (telegram, bot):
        hang_ups = [HungUp(seconds=seconds) for seconds in PATIENCE]
        telegram.faults.random(*hang_ups, Redelivered(), seed=trial.seed, rate=0.5)

        async def fate() -> None:
            await bot.start(doom=("never", 1))
            await asyncio.sleep(trial.times(0, 15))

        people = await walks_through(telegram, bot, trial.times(2, 25), fate())
        agree(telegram, bot, people, trial.undisturbed)
        same(repeated(telegram), [], "repeated")
        history = telegram.updates.history
        calls = sum(update.handed_over for update in history)
    return f"{len(history)} updates in {calls} calls: each took effect once"


@row(
    fault="kill -9 at a random moment while updates come by webhook",
    promised="200 only for what is on the disk; nothing lost, each update takes effect once; a crash"
    " repeats one message for each learner at most",
)
async def killed_behind_a_webhook(trial: Trial) -> str:
    draw = random.Random(trial.seed)
    kills = trial.times(3, 60)
    crashes: list[float] = []

    async def fate(bot: Bot) -> None:
        for _ in range(kills):
            await bot.start(doom=("never", 1))
            await asyncio.sleep(draw.uniform(0.0, 0.6))
            await bot.kill()
            await asyncio.sleep(0.01)
            crashes.append(time.monotonic())
        await bot.start(doom=("never", 1))

    async with hooked(trial) as (telegram, bot):
        people = await walks_through(telegram, bot, trial.times(2, 10), fate(bot))
        agree(telegram, bot, people, trial.undisturbed)
        again, _ = explained(telegram, crashes, trial.times(2, 10))
    return f"{kills} kills while {len(people)} people walked: nothing lost, {again} repeated"
