"""SIGTERM: quick, clean, and nothing is repeated or lost."""

import asyncio
import json
import random
import time
from datetime import UTC, datetime

from bot.channels.telegram.receive import NAME, needed
from bot.store import inbox
from bot.store.writer import Writer
from tests.botapi import BotApi, Hang
from tests.crash.kept import rows, unfinished
from tests.crash.process import OF_A_KILL, Bot, served, until
from tests.torture.campaign import Trial, row
from tests.torture.crowd import PATIENCE, walks_through
from tests.torture.oracle import agree, not_kept, repeated, same

QUICK = 5.0
"""Seconds: less than the ten that Docker waits before it kills."""
FIRST = 100_000


@row(
    fault="SIGTERM while 10,000 updates wait",
    promised="exit under 5 s with code 0; nothing lost, nothing repeated",
)
async def stopped_with_many_waiting(trial: Trial) -> str:
    """Half of them are on the disk, the other half still with Telegram."""
    many = trial.times(600, 10_000)
    draw = random.Random(trial.seed)
    stops: list[float] = []
    async with served(trial.folder) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        await bot.start(doom=("never", 1))
        assert await bot.stop() == 0
        await _fill(telegram, bot, many)
        for _ in range(trial.times(1, 6)):
            await bot.start(doom=("never", 1))
            await asyncio.sleep(draw.uniform(0.0, 0.5))
            stops.append(await _stop(bot))
        left = len(rows(bot.database, "SELECT id FROM inbox WHERE status = 'waiting'"))
        left += len(telegram.updates.pending)
        await bot.start(doom=("never", 1))
        await until(lambda: len(telegram.calls.deliveries()) >= many, within=300.0)
        stops.append(await _stop(bot))
        assert [len(telegram.person(FIRST + n).received) for n in range(many)] == [1] * many
        assert (repeated(telegram), unfinished(bot.database)) == ([], [])
        same(not_kept(telegram, bot), [], "acknowledged and not kept")
        telegram.check()
    worst = max(stops)
    assert worst < QUICK or not trial.long, f"{worst:.1f} s"
    return f"{worst:.1f} s at most ({left:,} of {many:,} were still waiting); each answered once"


async def _fill(telegram: BotApi, bot: Bot, many: int) -> None:
    for number in range(FIRST, FIRST + many):
        await telegram.person(number, "en").start("short")
    half = telegram.updates.pending[: many // 2]
    kept = [
        inbox.Update(
            channel=NAME, update_id=str(each.update_id), body=json.dumps(needed(each.body))
        )
        for each in half
    ]
    async with Writer(bot.database) as writer:
        await writer.run(lambda tx: inbox.put(tx, kept, datetime.now(UTC)))
    telegram.updates.confirm(half[-1].update_id + 1)


async def _stop(bot: Bot) -> float:
    """Seconds until it was gone, with the exit code 0."""
    began = time.monotonic()
    assert await bot.stop() == 0, bot.words
    return time.monotonic() - began


@row(
    fault="SIGTERM again and again while people walk",
    promised="exit under 5 s with code 0; nothing lost, nothing repeated",
)
async def stopped_at_random(trial: Trial) -> str:
    draw = random.Random(trial.seed)
    stops: list[float] = []

    async def fate(bot: Bot) -> None:
        for _ in range(trial.times(3, 60)):
            await bot.start(doom=("never", 1))
            await asyncio.sleep(draw.uniform(0.0, 0.6))
            stops.append(await _stop(bot))
        await bot.start(doom=("never", 1))

    async with served(trial.folder) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        telegram.latency = 0.03
        people = await walks_through(telegram, bot, trial.times(4, 24), fate(bot))
        agree(telegram, bot, people, trial.undisturbed)
        same(repeated(telegram), [], "repeated")
        assert bot.words == ""
    worst = max(stops)
    assert worst < QUICK or not trial.long, f"{worst:.1f} s"
    return f"{len(stops)} stops while {len(people)} people walked, {worst:.1f} s at most"


@row(
    fault="SIGTERM while Telegram does not answer",
    promised="exit under 5 s with code 0; what was under way may be repeated once, nothing is lost",
)
async def stopped_while_telegram_hangs(trial: Trial) -> str:
    async with served(trial.folder) as (telegram, bot):
        telegram.forgive(*OF_A_KILL)
        telegram.faults.add(Hang(delivered=True), method="sendMessage", times=1)
        stops: list[float] = []

        async def fate() -> None:
            await bot.start(doom=("never", 1))
            await until(lambda: any(call.fault for call in telegram.calls), PATIENCE)
            stops.append(await _stop(bot))
            await bot.start(doom=("never", 1))

        people = await walks_through(telegram, bot, 2, fate())
        agree(telegram, bot, people, trial.undisturbed)
        again = repeated(telegram)
        assert len(again) <= 1
    assert stops[0] < QUICK or not trial.long, f"{stops[0]:.1f} s"
    return f"{stops[0]:.1f} s; {len(again)} message repeated"
