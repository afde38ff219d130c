"""How fast announcements leave, and how soon they stop."""

import asyncio
import heapq
import time

import pytest

from bot.course.desk.announcement import Announced
from bot.course.desk.labels import DeskLabel
from bot.service.delivery import Delivery, Sent
from bot.service.pace import Pace
from bot.service.received import Typed
from bot.service.sender import SEND_WINDOW, Sender
from bot.store.outbox import Outgoing, Posted
from bot.store.writer import Writer
from tests.service.announcing import announcer, at_the_desk, draft, learners, ledger, tap
from tests.service.house import Talk
from tests.service.test_pace import Seconds

LATENCY = 0.05
"""Seconds to Telegram and back."""


def departures(pace: Pace, clock: Seconds, number: int, window: int) -> list[float]:
    """When so many messages leave to as many people, if so many are under way at once."""
    left: list[float] = []
    back: list[float] = []
    for person in range(number):
        if len(back) == window:
            clock.now = max(clock.now, heapq.heappop(back))
        leaves = clock.now + pace.reserve(f"p{person}", announcement=True)
        left.append(leaves)
        heapq.heappush(back, leaves + LATENCY)
    return left


def most_in_a_second(times: list[float]) -> int:
    """The most that leave within any window of one second."""
    first, most = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


@pytest.mark.parametrize(("rate", "broadcast", "window"), [
    (10, None, SEND_WINDOW), (30, None, SEND_WINDOW), (100, None, SEND_WINDOW), (30, 500, 48),
])  # fmt: skip
def test_as_fast_as_is_allowed_and_never_faster(
    rate: int, broadcast: int | None, window: int
) -> None:
    clock = Seconds()
    wanted = broadcast or rate
    times = departures(Pace(rate, 1.0, clock, broadcast), clock, wanted * 60, window)
    assert times == sorted(times)
    assert most_in_a_second(times) <= wanted
    steady = times[wanted:]
    assert 0.97 <= (len(steady) - 1) / (steady[-1] - steady[0]) / wanted <= 1.0


def test_paid_announcements_take_no_place_from_replies() -> None:
    clock = Seconds()
    pace = Pace(2, 1.0, clock, broadcast=5)
    assert [pace.reserve(f"a{n}", announcement=True) for n in range(5)] == [0.0] * 5
    assert [pace.reserve(f"r{n}") for n in range(2)] == [0.0, 0.0]
    assert pace.reserve("r2") > 0.9
    assert pace.reserve("a5", announcement=True) > 0.9


def test_a_chat_is_one_chat_for_both() -> None:
    clock = Seconds()
    pace = Pace(100, 1.0, clock, broadcast=100)
    for number in range(5):
        pace.reserve("anna", announcement=bool(number % 2))
    assert pace.wait_of("anna") == 1.0


class Noting:
    """Takes everything, and notes when."""

    name = "telegram"

    def __init__(self, latency: float = LATENCY) -> None:
        self.at: list[float] = []
        self._latency = latency
        """Of an announcement."""

    async def deliver(self, outgoing: Outgoing) -> Delivery:
        announced = isinstance(outgoing.message.body, Announced)
        await asyncio.sleep(self._latency if announced else LATENCY)
        if announced:
            self.at.append(time.monotonic())
        return Sent(posted=Posted(id=str(outgoing.id), form="text"))


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    return await at_the_desk(writer)


@pytest.mark.parametrize("halt", [DeskLabel.HALT, DeskLabel.CANCEL])
async def test_it_stops_within_a_second(talk: Talk, halt: DeskLabel) -> None:
    """At the ordinary rate; and every message is accounted for."""
    await learners(talk, 60)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    channel = Noting()
    sender = Sender(talk.writer, channel, Pace(30, 30, time.monotonic), talk.clock)
    await talk.writer.run(announcer(talk).feed)
    running = asyncio.create_task(sender.run())
    try:
        async with asyncio.timeout(10):
            while len(channel.at) < 10:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await tap(talk, halt)
        stopped = time.monotonic()
        sender.wake()
        await asyncio.sleep(1.5)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert max(channel.at) - stopped < 1.0
    rest = "waiting" if halt is DeskLabel.HALT else "skipped"
    sent = len(channel.at)
    assert sent < 60
    assert await ledger(talk) == {"sent": sent, rest: 60 - sent}


async def test_two_senders_share_the_work_and_nobody_waits_for_ever(talk: Talk) -> None:
    """Where announcements are paid for they have a sender of their own, also for who writes meanwhile."""
    people = await learners(talk, 4)
    await draft(talk)
    await tap(talk, DeskLabel.SEND_TO)
    await talk.writer.run(announcer(talk).feed)
    await talk(Typed(text="/help"), people[-1])
    channel = Noting(latency=1.0)
    senders: list[Sender] = []
    pace = Pace(1000, 1000, time.monotonic, broadcast=1000)

    def wake() -> None:
        for each in senders:
            each.wake()

    senders += [
        Sender(talk.writer, channel, pace, talk.clock, 8, "others", wake),
        Sender(talk.writer, channel, pace, talk.clock, 8, "announcements", wake),
    ]
    running = [asyncio.create_task(each.run()) for each in senders]
    sql = "SELECT count(*) AS n FROM outbox WHERE status IN ('pending', 'claimed')"
    try:
        async with asyncio.timeout(10):
            while await talk.writer.run(lambda tx: tx.execute(sql).fetchone()["n"]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    finally:
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    assert await ledger(talk) == {"sent": 4}
