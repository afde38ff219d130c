"""The sender over a real store and a channel that does as it is told."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.course.desk.front import LinkShown
from bot.course.desk.team import InvitationShown
from bot.course.messages import Message, Simple
from bot.service.delivery import (
    Delivery,
    NotDelivered,
    Refused,
    RetryAfter,
    Sent,
    Unknown,
    Unreachable,
)
from bot.service.pace import Pace
from bot.service.sender import MOST_TRIES, Sender
from bot.service.window import LEAST, Window
from bot.store import learners, outbox
from bot.store.learners import Address
from bot.store.outbox import Outgoing, Posted
from bot.store.writer import Tx, Writer
from tests.service import idle
from tests.service.house import NOW, Clock
from tests.store.somebody import HELLO, add

SENT = Sent(posted=Posted(id="1", form="text"))
Behaviour = Callable[[Outgoing], Awaitable[Delivery]]


class Scripted:
    """Notes what it is given, and does what `behaves` does."""

    name = "telegram"

    def __init__(self, behaves: Behaviour) -> None:
        self.behaves = behaves
        self.given: list[Outgoing] = []
        self.most_at_once = 0
        self._at_once = 0

    async def deliver(self, outgoing: Outgoing) -> Delivery:
        self.given.append(outgoing)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return await self.behaves(outgoing)
        finally:
            self._at_once -= 1


def answers(*deliveries: Delivery) -> Behaviour:
    """One after the other; the last one for ever."""
    left = list(deliveries)

    async def behave(_: Outgoing) -> Delivery:
        await asyncio.sleep(0)
        return left.pop(0) if len(left) > 1 else left[0]

    return behave


@asynccontextmanager
async def sending(
    writer: Writer, channel: Scripted, clock: Clock | None = None, pace: Pace | None = None
) -> AsyncIterator[Sender]:
    sender = Sender(writer, channel, pace, clock or Clock(), Window(rate=30))
    running = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def chat(number: int) -> Address:
    return Address(channel="telegram", address=str(number))


async def waiting(writer: Writer, *people: int, each: int = 1) -> None:
    def job(tx: Tx) -> None:
        for person in people:
            add(tx, f"learner-{person}", chat(person))
            for turn in range(1, each + 1):
                outbox.add(
                    tx, chat(person), f"learner-{person}", turn, [HELLO],
                    language="en", pictures=True, now=NOW,
                )  # fmt: skip

    await writer.run(job)


async def statuses(writer: Writer) -> list[str]:
    sql = "SELECT status FROM outbox ORDER BY id"
    return await writer.run(lambda tx: [row["status"] for row in tx.execute(sql)])


async def becomes(writer: Writer, expected: list[str]) -> None:
    async with asyncio.timeout(5):
        while await statuses(writer) != expected:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def becomes_in_time(
    writer: Writer, expected: list[str], clock: Clock, sender: Sender, *, seconds: float
) -> None:
    """While the clock goes ahead by so many seconds at a time."""
    async with asyncio.timeout(5):
        while await statuses(writer) != expected:
            clock.forward(seconds=seconds)
            sender.wake()
            await asyncio.sleep(0.002)


async def test_each_chat_in_order(writer: Writer) -> None:
    async def behave(outgoing: Outgoing) -> Delivery:
        await asyncio.sleep(0.001 * (outgoing.id % 3))
        return SENT

    channel = Scripted(behave)
    await waiting(writer, 1, 2, 3, each=5)
    async with sending(writer, channel):
        await becomes(writer, ["sent"] * 15)
    for person in (1, 2, 3):
        ids = [each.id for each in channel.given if each.to == chat(person)]
        assert ids == sorted(ids)
        assert len(ids) == 5


async def test_the_window_is_never_larger_than_promised(writer: Writer) -> None:
    gate = asyncio.Event()

    async def behave(_: Outgoing) -> Delivery:
        await gate.wait()
        return SENT

    channel = Scripted(behave)
    await waiting(writer, *range(20), each=2)
    async with sending(writer, channel) as sender:
        await asyncio.sleep(0.05)
        sender.wake()
        await asyncio.sleep(0.05)
        assert (await statuses(writer)).count("claimed") == LEAST == channel.most_at_once
        gate.set()
        await becomes(writer, ["sent"] * 40)
    assert channel.most_at_once == LEAST


async def test_one_slow_chat_delays_nobody(writer: Writer) -> None:
    gate = asyncio.Event()

    async def behave(outgoing: Outgoing) -> Delivery:
        if outgoing.to == chat(1):
            await gate.wait()
        return SENT

    channel = Scripted(behave)
    await waiting(writer, 1, 2, each=5)
    async with sending(writer, channel):
        await becomes(writer, ["claimed", *["pending"] * 4, *["sent"] * 5])
        gate.set()
        await becomes(writer, ["sent"] * 10)


@pytest.mark.parametrize(
    ("delivery", "status"),
    [
        (SENT, "sent"),
        (Unreachable(status="blocked"), "blocked"),
        (Unreachable(status="deactivated"), "deactivated"),
        (Refused(reason="too long"), "failed"),
    ],
)
async def test_each_outcome_is_recorded(writer: Writer, delivery: Delivery, status: str) -> None:
    channel = Scripted(answers(delivery))
    await waiting(writer, 1)
    async with sending(writer, channel):
        await becomes(writer, [status])
    assert len(channel.given) == 1


async def test_whoever_cannot_be_reached_is_sent_nothing_more(writer: Writer) -> None:
    channel = Scripted(answers(Unreachable(status="blocked")))
    await waiting(writer, 1, each=4)
    async with sending(writer, channel):
        await becomes(writer, ["blocked"] * 4)
    assert len(channel.given) == 1
    found = await writer.run(lambda tx: learners.find(tx, chat(1)))
    assert found is not None
    assert not found.reachable


@pytest.mark.parametrize("delivery", [NotDelivered(reason="no connection"), RetryAfter(seconds=7)])
async def test_what_did_not_arrive_is_tried_for_as_long_as_it_takes(
    writer: Writer, delivery: Delivery
) -> None:
    clock = Clock()
    channel = Scripted(answers(*[delivery] * 12, SENT))
    await waiting(writer, 1)
    async with sending(writer, channel, clock) as sender:
        await becomes_in_time(writer, ["sent"], clock, sender, seconds=61)
    assert len(channel.given) == 13


async def test_an_unknown_outcome_is_repeated_so_often_and_then_said(writer: Writer) -> None:
    clock = Clock()
    channel = Scripted(answers(Unknown(reason="no answer in time")))
    await waiting(writer, 1)
    async with sending(writer, channel, clock) as sender:
        await becomes_in_time(writer, ["unknown"], clock, sender, seconds=61)
    assert len(channel.given) == MOST_TRIES


async def test_an_outage_of_two_minutes_in_which_nothing_is_known_loses_nothing(
    writer: Writer,
) -> None:
    clock = Clock()
    back = clock.now + timedelta(minutes=2)

    async def gone_and_back(_: Outgoing) -> Delivery:
        await asyncio.sleep(0)
        return SENT if clock.now > back else Unknown(reason="connection broken")

    channel = Scripted(gone_and_back)
    await waiting(writer, 1)
    async with sending(writer, channel, clock) as sender:
        await becomes_in_time(writer, ["sent"], clock, sender, seconds=5)
    assert await statuses(writer) == ["sent"]


async def test_the_pause_between_attempts_doubles_up_to_a_minute(writer: Writer) -> None:
    clock = Clock()
    channel = Scripted(answers(NotDelivered(reason="no connection")))
    await waiting(writer, 1)
    pauses: list[timedelta] = []
    async with sending(writer, channel, clock) as sender:
        for attempt in range(1, 11):
            async with asyncio.timeout(5):
                while len(channel.given) < attempt or await statuses(writer) != ["pending"]:  # noqa: ASYNC110
                    await asyncio.sleep(0.002)
            again = await writer.run(lambda tx: outbox.next_attempt(tx, "telegram", clock.now))
            assert again is not None
            pauses.append(again - clock.now)
            clock.now = again
            sender.wake()
    assert [pause.total_seconds() for pause in pauses] == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_a_chat_that_must_wait_delays_no_other(writer: Writer) -> None:
    async def behave(outgoing: Outgoing) -> Delivery:
        return RetryAfter(seconds=30) if outgoing.to == chat(1) else SENT

    channel = Scripted(behave)
    seconds = [0.0]
    pace = Pace(30, 1000, lambda: seconds[0])
    await waiting(writer, 1, 2, each=3)
    async with sending(writer, channel, pace=pace):
        await becomes(writer, ["pending"] * 3 + ["sent"] * 3)
        await asyncio.sleep(0.1)
    assert [each.to for each in channel.given].count(chat(1)) == 1


async def test_a_fault_in_the_channel_costs_one_message(
    writer: Writer, caplog: pytest.LogCaptureFixture
) -> None:
    async def behave(outgoing: Outgoing) -> Delivery:
        if outgoing.id == 1:
            raise LookupError("words of the learner")
        return SENT

    await waiting(writer, 1, each=2)
    with caplog.at_level(logging.DEBUG):
        async with sending(writer, Scripted(behave)):
            await becomes(writer, ["failed", "sent"])
    assert "LookupError" in caplog.text
    assert "words of the learner" not in caplog.text


async def test_a_planned_stop_waits_for_what_is_under_way(writer: Writer) -> None:
    """What was given to the channel is recorded, so that nothing is repeated; nothing new leaves."""

    async def behave(_: Outgoing) -> Delivery:
        await asyncio.sleep(0.1)
        return SENT

    channel = Scripted(behave)
    await waiting(writer, *range(3), each=2)
    async with sending(writer, channel):
        await asyncio.sleep(0.05)
    assert await statuses(writer) == ["sent", "pending"] * 3
    assert len(channel.given) == 3


async def test_a_planned_stop_leaves_nothing_claimed_that_has_not_left(writer: Writer) -> None:
    """Also while a claim is being written. An announcement that stayed claimed would be given up."""
    channel, held = Scripted(answers(SENT)), threading.Event()
    await waiting(writer, *range(8))
    holding = asyncio.create_task(writer.run(lambda tx: held.wait(5)))
    pace = Pace(2, 1, asyncio.get_running_loop().time)
    async with sending(writer, channel, pace=pace):
        await asyncio.sleep(0.01)
        asyncio.get_running_loop().call_later(0.01, held.set)
    assert await holding
    left = {each.id for each in channel.given}
    assert len(left) < 8
    assert await statuses(writer) == ["sent" if n in left else "pending" for n in range(1, 9)]


async def test_a_planned_stop_insists_on_what_has_left(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr("bot.service.sender.LANDING", (0.0, 0.05))
    gate = asyncio.Event()

    async def behave(_: Outgoing) -> Delivery:
        await gate.wait()
        return SENT

    def query_only(on: bool) -> None:
        writer._connection.execute(f"PRAGMA query_only = {int(on)}")

    await waiting(writer, 1)
    async with sending(writer, Scripted(behave)):
        await becomes(writer, ["claimed"])
        query_only(True)
        gate.set()
        asyncio.get_running_loop().call_later(0.03, query_only, False)
    assert await statuses(writer) == ["sent"]


def test_while_everybody_has_to_wait_nothing_stays_claimed(database: Path) -> None:
    """So that it can be taken back meanwhile; and afterwards it leaves, once."""

    async def rested(writer: Writer) -> tuple[list[str], list[int]]:
        told = [RetryAfter(seconds=300)] * 2

        async def behave(_: Outgoing) -> Delivery:
            return told.pop() if told else SENT

        channel = Scripted(behave)
        await waiting(writer, *range(8))
        pace = Pace(2, 1, asyncio.get_running_loop().time)
        async with sending(writer, channel, idle.LoopClock(), pace):
            await asyncio.sleep(5)
            meanwhile = await statuses(writer)
            await asyncio.sleep(400)
            assert await statuses(writer) == ["sent"] * 8
        return meanwhile, sorted(each.id for each in channel.given)

    meanwhile, given = idle.run(rested, database)
    assert meanwhile == ["pending"] * 8
    assert given == [1, 1, 2, 2, 3, 4, 5, 6, 7, 8]


async def test_what_is_under_way_stays_claimed_whatever_the_clock_says(writer: Writer) -> None:
    gate, clock = asyncio.Event(), Clock()

    async def behave(outgoing: Outgoing) -> Delivery:
        if outgoing.to == chat(1):
            await gate.wait()
        return SENT

    channel = Scripted(behave)
    await waiting(writer, 1)
    async with sending(writer, channel, clock) as sender:
        await becomes(writer, ["claimed"])
        clock.forward(hours=1)
        await waiting(writer, 2)
        sender.wake()
        await becomes(writer, ["claimed", "sent"])
        gate.set()
        await becomes(writer, ["sent", "sent"])
    assert len(channel.given) == 2


async def test_an_outcome_that_cannot_be_kept_costs_one_message(writer: Writer) -> None:
    """A server may say what no database takes."""

    async def behave(outgoing: Outgoing) -> Delivery:
        return Refused(reason="\ud800") if outgoing.to == chat(1) else SENT

    await waiting(writer, 1, 2, each=2)
    async with sending(writer, Scripted(behave)):
        await becomes(writer, ["failed", "failed", "sent", "sent"])


async def test_nobody_can_ask_to_wait_longer_than_time_lasts(writer: Writer) -> None:
    channel = Scripted(answers(RetryAfter(seconds=1e12)))
    await waiting(writer, 1)
    pace = Pace(30, 1, asyncio.get_running_loop().time)
    async with sending(writer, channel, pace=pace) as sender:
        async with asyncio.timeout(5):
            while not channel.given:  # noqa: ASYNC110
                await asyncio.sleep(0.002)
        await becomes(writer, ["pending"])
        sender.wake()
        await asyncio.sleep(0.02)
    assert len(channel.given) == 1


async def test_a_farewell_is_sent_and_forgotten(writer: Writer) -> None:
    farewell = Message(body=Simple(what="forgotten"))
    await writer.run(
        lambda tx: outbox.add(
            tx, chat(1), None, 0, [farewell], language="en", pictures=False, now=NOW
        )
    )
    channel = Scripted(answers(SENT))
    async with sending(writer, channel):
        await becomes(writer, [])
    assert [each.message for each in channel.given] == [farewell]


async def test_what_opens_a_door_does_not_stay_in_the_store(writer: Writer) -> None:
    """An invitation and a link are told once; a copy of the database opens nothing."""
    link = "http://127.0.0.1/desk/enter#SECRET"
    bodies = (
        InvitationShown(
            role="viewer", token="SECRET", days=7, link="https://t.me/b?start=i-SECRET"
        ),
        LinkShown(link=link, minutes=5),
    )

    def job(tx: Tx) -> None:
        add(tx, "l1", chat(1))
        messages = [Message(body=body) for body in bodies]
        outbox.add(tx, chat(1), "l1", 1, messages, language="en", pictures=True, now=NOW)

    await writer.run(job)
    channel = Scripted(answers(SENT))
    async with sending(writer, channel):
        await becomes(writer, ["sent", "sent"])
    assert [each.message.body for each in channel.given] == [*bodies]
    rows = await writer.run(
        lambda tx: [row["message"] for row in tx.execute("SELECT * FROM outbox")]
    )
    assert "SECRET" not in "".join(rows)
