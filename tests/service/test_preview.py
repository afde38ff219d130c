"""Moving the clock ahead: what falls due on the way happens at its own time, and it always arrives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.clock import MovableClock
from bot.course.inputs import Arrived
from bot.course.messages import Message, Simple
from bot.course.turn import Timer
from bot.service import preview as previews
from bot.service.clockwork import Clockwork
from bot.service.delivery import Delivery, Sent
from bot.service.preview import Preview, kept_offset
from bot.service.sender import Sender
from bot.service.turns import Turns
from bot.service.window import Window
from bot.store import learners, outbox, timers
from bot.store.learners import Address
from bot.store.outbox import Outgoing, Posted
from bot.store.timers import Due
from bot.store.writer import Tx, Writer
from tests.service.house import ANNA, BOHDAN, NOW, Talk
from tests.service.house import turns as real_turns

CHANNEL = ANNA.channel
OKSANA = Address(channel=CHANNEL, address="9")
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@dataclass(slots=True)
class Told:
    """What happened, in order: who was prompted when, and which message left when."""

    events: list[tuple[str, str, timedelta]] = field(default_factory=list)

    def add(self, what: str, whose: str, now: datetime) -> None:
        self.events.append((what, whose, now - NOW))

    @property
    def prompts(self) -> list[tuple[str, timedelta]]:
        return [(whose, at) for what, whose, at in self.events if what == "fired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompting(Turns):
    """Each timer that fires says something, and is set anew `every` so often."""

    told: Told
    every: timedelta | None = None
    broken: bool = False

    def fire(self, tx: Tx, due: Due, now: datetime) -> bool:
        if self.broken:
            self.told.add("fired", "?", now)
            raise ValueError("words of a learner")
        if not timers.take(tx, due):
            return False
        [whose] = learners.addresses(tx, due.learner_id)
        self.told.add("fired", whose.address, now)
        outbox.add(
            tx, whose, None, 0, [Message(body=Simple(what="sorry"))],
            language="en", pictures=False, now=now,
        )  # fmt: skip
        if self.every is not None:
            anew = Timer(kind=due.fired.timer, due=now + self.every)
            timers.set_all(tx, due.learner_id, due.fired.set_in + 1, [anew])
        return False


class Post:
    """A channel that takes a moment."""

    name = CHANNEL

    def __init__(self, told: Told, clock: MovableClock) -> None:
        self.told = told
        self.clock = clock

    async def deliver(self, outgoing: Outgoing) -> Delivery:
        await asyncio.sleep(0.02)
        self.told.add("sent", outgoing.to.address, self.clock.now())
        return Sent(posted=Posted(id="1", form="message"))


@dataclass(slots=True, kw_only=True)
class House:
    """The real time stands still, so that every moment is exact."""

    writer: Writer
    clock: MovableClock
    preview: Preview
    told: Told

    @property
    def passed(self) -> timedelta:
        return self.clock.now() - NOW


@asynccontextmanager
async def house(
    writer: Writer, *, sends: bool = True, every: timedelta | None = None, broken: bool = False
) -> AsyncIterator[House]:
    told = Told()
    clock = MovableClock(lambda: NOW, timedelta())
    view = (await real_turns(writer)).view
    turns = Prompting(view=view, told=told, every=every, broken=broken)
    sender = Sender(writer, Post(told, clock), None, clock.now, Window(0))
    clockwork = Clockwork(writer, turns, clock.now, sender.wake)
    sending = asyncio.create_task(sender.run()) if sends else None
    preview = Preview(clock, writer, clockwork, CHANNEL, sender.wake)
    try:
        yield House(writer=writer, clock=clock, preview=preview, told=told)
    finally:
        if sending is not None:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


async def wakes(writer: Writer, who: Address, after: timedelta) -> None:
    """Somebody new, whose timer falls due `after` so long."""
    await Talk(writer, await real_turns(writer), updates=int(who.address) * 100)(Arrived(), who)

    def job(tx: Tx) -> None:
        tx.execute("DELETE FROM outbox")
        found = learners.find(tx, who)
        assert found is not None
        timers.set_all(
            tx, found.id, found.learner.turn, [Timer(kind="forget-unconsented", due=NOW + after)]
        )

    await writer.run(job)


async def test_a_week_jumps_over_nothing(writer: Writer) -> None:
    """In order, each at its own time, and said before the clock goes on."""
    await wakes(writer, ANNA, 6 * DAY)
    await wakes(writer, BOHDAN, HOUR)
    await wakes(writer, OKSANA, 2 * DAY)
    async with house(writer) as here:
        await here.preview.move(WEEK)
        assert here.told.events == [
            ("fired", "8", HOUR),
            ("sent", "8", HOUR),
            ("fired", "9", 2 * DAY),
            ("sent", "9", 2 * DAY),
            ("fired", "7", 6 * DAY),
            ("sent", "7", 6 * DAY),
        ]
        assert here.passed == WEEK


async def test_what_is_set_on_the_way_comes_as_well(writer: Writer) -> None:
    """A prompt that sets the next one, as a course of many weeks does."""
    await wakes(writer, ANNA, HOUR)
    async with house(writer, every=DAY) as here:
        await here.preview.move(WEEK)
        assert here.told.prompts == [("7", HOUR + day * DAY) for day in range(7)]
        await here.preview.move(WEEK)
        assert here.told.prompts == [("7", HOUR + day * DAY) for day in range(14)]
        assert here.passed == 2 * WEEK


async def test_the_target_itself_is_reached_and_nothing_beyond(writer: Writer) -> None:
    await wakes(writer, ANNA, DAY)
    await wakes(writer, BOHDAN, DAY + timedelta(milliseconds=1))
    async with house(writer) as here:
        await here.preview.move(DAY)
        assert here.told.prompts == [("7", DAY)]


async def test_two_who_move_at_once_move_one_after_the_other(writer: Writer) -> None:
    await wakes(writer, ANNA, HOUR)
    async with house(writer, every=DAY) as here:
        await asyncio.gather(here.preview.move(DAY), here.preview.move(WEEK))
        assert here.told.prompts == [("7", HOUR + day * DAY) for day in range(8)]
        assert here.passed == WEEK + DAY


async def test_a_timer_that_breaks_holds_up_nobody(writer: Writer) -> None:
    await wakes(writer, ANNA, HOUR)
    async with house(writer, broken=True) as here:
        await here.preview.move(DAY)
        assert here.told.prompts == [("?", hour * HOUR) for hour in range(1, 25)]
        assert here.passed == DAY


async def test_a_timer_that_is_due_again_and_again_ends(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(previews, "MOST_STOPS", 10)
    await wakes(writer, ANNA, HOUR)
    async with house(writer, every=timedelta(milliseconds=1)) as here:
        await here.preview.move(WEEK)
        assert here.passed == WEEK
    assert "without end" in caplog.text


async def test_a_timer_that_is_always_due_ends(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(previews, "STOP_SECONDS", 0.2)
    await wakes(writer, ANNA, HOUR)
    async with house(writer, every=timedelta()) as here:
        await here.preview.move(WEEK)
        assert here.passed == WEEK
    assert "the clock went on" in caplog.text


async def test_a_message_that_never_leaves_ends(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "JOURNEY_SECONDS", 0.2)
    monkeypatch.setattr(previews, "STOP_SECONDS", 0.3)
    await wakes(writer, ANNA, HOUR)
    async with house(writer, sends=False, every=DAY) as here:
        await here.preview.move(WEEK)
        assert here.passed == WEEK


async def test_the_offset_is_kept(writer: Writer) -> None:
    assert await writer.run(kept_offset) == timedelta()
    async with house(writer) as here:
        await here.preview.move(DAY)
        await here.preview.move(HOUR)
    assert await writer.run(kept_offset) == DAY + HOUR


def test_a_clock_goes_forward_only() -> None:
    clock = MovableClock(lambda: NOW, DAY)
    assert clock.ahead_at(NOW) == DAY
    clock.move(HOUR)
    assert clock.now() == NOW + DAY
    clock.move(clock.ahead_at(NOW + WEEK))
    assert clock.now() == NOW + WEEK
