"""Updates that come twice, out of order, malformed, from tomorrow, or with ids that start anew."""

import asyncio
from itertools import pairwise

from tests.botapi import Malformed, NotJson, Redelivered, Reordered, RestartedIds, UnknownFields
from tests.botapi.faults import UpdateFault
from tests.crash.kept import put_aside
from tests.crash.process import served, until
from tests.torture.campaign import Trial, row
from tests.torture.crowd import PATIENCE, walks_through
from tests.torture.oracle import agree, repeated, same

ONCE = "each update takes effect once, no message is repeated"
KINDS = ("missing", "types", "unknown", "empty", "scalar", "no_id")


async def _strange(trial: Trial, *faults: UpdateFault, rate: float) -> tuple[int, int]:
    """A share `rate` of the batches meets a fault: how many updates there were, and how many of them
    were put aside.
    """
    async with served(trial.folder) as (telegram, bot):
        telegram.faults.random(*faults, seed=trial.seed, rate=rate)

        async def fate() -> None:
            await bot.start(doom=("never", 1))
            await asyncio.sleep(trial.times(0, 15))

        people = await walks_through(telegram, bot, trial.times(2, 25), fate())
        agree(telegram, bot, people, trial.undisturbed)
        same(repeated(telegram), [], "repeated")
        return len(telegram.updates.history), put_aside(bot.database)


@row(fault="updates delivered again, in one batch and after they were confirmed", promised=ONCE)
async def redelivered(trial: Trial) -> str:
    updates, aside = await _strange(trial, Redelivered(), rate=0.4)
    assert aside == 0
    return f"{updates} updates, two batches in five came double: each took effect once"


@row(fault="batches in another order", promised=ONCE)
async def reordered(trial: Trial) -> str:
    updates, aside = await _strange(trial, Reordered(seed=trial.seed), rate=0.5)
    assert aside == 0
    return f"{updates} updates, every second batch shuffled: each took effect once"


@row(
    fault="updates without id, chat or date, with wrong types, or that are none",
    promised="a bad update is put aside and delays nobody; " + ONCE,
)
async def malformed(trial: Trial) -> str:
    bad = [Malformed(kind=kind) for kind in KINDS]  # type: ignore[arg-type]
    updates, aside = await _strange(trial, *bad, rate=0.4)
    assert aside > 0
    return f"{updates} updates, {aside} put aside; the others took effect once"


@row(fault="unknown fields in every object of an update", promised=ONCE)
async def unknown_fields(trial: Trial) -> str:
    updates, aside = await _strange(trial, UnknownFields(), rate=0.7)
    assert aside == 0
    return f"{updates} updates: each took effect once, none was put aside"


@row(
    fault="getUpdates answers 200 with something that is no JSON",
    promised="asked again; nothing lost; " + ONCE,
)
async def not_json(trial: Trial) -> str:
    updates, _ = await _strange(trial, NotJson(), rate=0.1)
    return f"{updates} updates, every tenth batch unreadable: each took effect once"


@row(fault="update ids that start anew, higher or lower", promised=ONCE)
async def restarted_ids(trial: Trial) -> str:
    async with served(trial.folder) as (telegram, bot):
        rules = telegram.faults.rules

        async def fate() -> None:
            await bot.start(doom=("never", 1))
            for number in range(trial.times(2, 40)):
                telegram.faults.add(RestartedIds(seed=trial.seed + number), skip=number % 6)
                await until(lambda: rules[-1].times == 0, PATIENCE)

        people = await walks_through(telegram, bot, trial.times(1, 4), fate())
        agree(telegram, bot, people, trial.undisturbed)
        same(repeated(telegram), [], "repeated")
        ids = [update.update_id for update in telegram.updates.history]
        restarts = sum(abs(after - before) > 1 for before, after in pairwise(ids))
        assert restarts
        return f"{len(ids)} updates, {restarts} times anew: each took effect once"
