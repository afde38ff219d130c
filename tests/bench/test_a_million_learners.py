"""With a million learners: what an update costs, and how soon the bot serves after it was killed.

An update is a text from anybody of them, answered by one message: 200 wait for an answer at a time,
and whoever gets one makes place for another.
"""

import statistics
import time
from pathlib import Path

import pytest

from tests.bench import population
from tests.bench.contenders import ROUNDS, contender, crowd
from tests.bench.people import Measured
from tests.bench.table import Table

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

PEOPLE = 200
FEW, MANY = 1_000, 1_000_000
WARM, SECONDS = 2.0, 4.0


async def measured(folder: Path, among: int) -> Measured:
    async with crowd() as people, contender("Epizod", people.url, folder) as bot:
        await people.obeys("live", people=PEOPLE, first=population.FIRST, among=among)
        result = await people.measures(bot, "write", WARM, SECONDS)
        assert await people.obeys("wrong") == []
    return result


async def started(folder: Path) -> float:
    """Seconds from the start to the answer to somebody who has been waiting, after a kill -9."""
    async with crowd() as people, contender("Epizod", people.url, folder) as bot:
        await people.obeys("live", people=PEOPLE, first=population.FIRST, among=FEW)
        await people.measures(bot, "write", 0, 0.5)
        bot.process.kill()
        await bot.process.wait()
    async with crowd() as people:
        await people.obeys("live", people=1, first=population.FIRST, among=FEW)
        await people.obeys("act", act="write")
        began = time.monotonic()
        async with contender("Epizod", people.url, folder):
            await people.obeys("answered")
            return time.monotonic() - began


async def test_a_million_learners(tmp_path: Path, table: Table) -> None:
    async with (
        population.town(tmp_path / "few", FEW) as few,
        population.town(tmp_path / "many", MANY) as many,
    ):
        runs: dict[int, list[Measured]] = {FEW: [], MANY: []}
        for _ in range(ROUNDS):
            runs[FEW].append(await measured(few, FEW))
            runs[MANY].append(await measured(many, MANY))
        print()
        for among, results in runs.items():
            print(f"{among:<12,} {'; '.join(map(str, results))}")
        crowded, empty = ([each.cpu for each in runs[among]] for among in (MANY, FEW))
        table.ratios("million", crowded, empty, "µs", by=1e6)
        seconds = [await started(many) for _ in range(ROUNDS)]
        table.add("restart", statistics.median(seconds), "to the first answer, after kill -9")
