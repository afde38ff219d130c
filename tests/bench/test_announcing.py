"""A whole bot that announces: how fast, within which window, and how long others wait meanwhile."""

import asyncio
import statistics
from collections import deque
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.course.desk.rights import Reach
from bot.store import announcements
from bot.store.writer import Tx, connect
from tests.bench import population
from tests.bench.contenders import Crowd, Process, contender, crowd
from tests.bench.table import Table

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

RATE, PAID = 30, 1_000
VISITORS, EVERY = 1_000, 0.25
"""Some write meanwhile, one every quarter of a second; the announcement is not for them."""
QUIET, ANNOUNCED = 10.0, 20.0
TEXT = "On Monday the second course begins. It is open to everybody who has finished this one."


def begin(database: Path) -> None:
    """To everybody but the visitors. Its author is gone: nobody has to be shown how far it is."""
    with closing(connect(database)) as store:
        store.execute("BEGIN IMMEDIATE")
        _begin(store, datetime.now(UTC))
        store.execute("COMMIT")


def _begin(tx: Tx, now: datetime) -> None:
    (author,) = tx.execute("SELECT id FROM learners LIMIT 1").fetchone()
    name = announcements.begin(tx, author, now)
    found = announcements.find(tx, name)
    assert found is not None
    announcements.write(tx, replace(found, texts={"en": TEXT}))
    announcements.freeze(tx, found, Reach(everything=True), now)
    tx.execute(
        "DELETE FROM recipients WHERE learner_id IN"
        " (SELECT learner_id FROM addresses WHERE CAST(address AS INTEGER) < ?)",
        (population.FIRST + VISITORS,),
    )
    tx.execute("UPDATE announcements SET author = NULL")
    announcements.move(tx, name, "sending", now)


async def under_way(people: Crowd, sent: int) -> None:
    async with asyncio.timeout(30):
        while len(await people.obeys("sends")) <= sent:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def a_second(times: list[float], rate: int) -> float:
    """How many leave in a second: what it takes until `rate` more have left, on average."""
    return rate / statistics.mean(
        later - at for at, later in zip(times, times[rate:], strict=False)
    )


def largest_window(times: list[float]) -> int:
    """The most within any second."""
    window: deque[float] = deque()
    most = 0
    for at in times:
        window.append(at)
        while at - window[0] >= 1.0:
            window.popleft()
        most = max(most, len(window))
    return most


async def test_at_the_usual_rate(tmp_path: Path, table: Table) -> None:
    """The server refuses nothing here, so that what the bot does by itself is seen."""
    number = VISITORS + round(RATE * ANNOUNCED) + 100
    async with (
        population.town(tmp_path, number),
        crowd() as people,
        contender(
            "Epizod", people.url, tmp_path, RATE_PER_SECOND=str(RATE), RATE_PER_CHAT="1"
        ) as bot,
    ):
        await people.obeys("know", first=population.FIRST, people=number)
        await people.obeys("live", people=0, first=population.FIRST, among=VISITORS)
        idle = await people.visits(bot, EVERY, QUIET)
        before = len(await people.obeys("sends"))
        begin(tmp_path / "epizod.db")
        await under_way(people, before + RATE)
        meanwhile = await people.visits(bot, EVERY, ANNOUNCED - 2)
        times = (await people.obeys("sends"))[before:]
        assert await people.obeys("wrong") == []
    rate, window = a_second(times, RATE), largest_window(times)
    table.add("announced", rate / RATE, f"{rate:.2f} of {RATE} a second, replies among them")
    table.add("announced-window", window / RATE, f"{window} of {RATE}")
    how = f"{meanwhile.p95 * 1e3:.0f} − {idle.p95 * 1e3:.0f} ms, one in {EVERY} s"
    table.add("announced-replies", meanwhile.p95 - idle.p95, how)


async def test_at_a_paid_rate(tmp_path: Path, table: Table) -> None:
    number = VISITORS + PAID * 12
    paid = {"BROADCAST_PER_SECOND": str(PAID), "RATE_PER_SECOND": str(RATE)}
    async with (
        population.town(tmp_path, number),
        crowd() as people,
        contender("Epizod", people.url, tmp_path, **paid) as bot,
    ):
        await people.obeys("know", first=population.FIRST, people=number)
        begin(tmp_path / "epizod.db")
        await under_way(people, PAID)
        sent = len(await people.obeys("sends"))
        measured = await watched(people, bot, 8.0)
        sent = len(await people.obeys("sends")) - sent
    rate = sent / measured[0]
    cores = measured[1] / sent * PAID
    table.add("paid", cores, f"{cores * 1e3:.0f} µs a message, at {rate:,.0f} a second")


async def watched(people: Crowd, bot: Process, seconds: float) -> tuple[float, float]:
    """Seconds of the clock, and of the bot's processor."""
    result = await people.visits(bot, seconds, seconds)
    return result.seconds, result.bot_cpu
