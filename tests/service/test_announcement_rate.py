"""How fast announcements leave, and how soon they stop: all parts together, on a clock of their own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pytest

from bot.course.desk.announcement import Announced
from bot.course.desk.labels import DeskLabel
from bot.service.announcer import Announcer
from bot.service.delivery import Delivery, Sent
from bot.service.pace import Pace
from bot.service.received import Typed
from bot.service.sender import Sender
from bot.service.window import MOST, MOST_ANNOUNCED, Window
from bot.store.outbox import Outgoing, Posted
from bot.store.writer import Writer
from tests.service import idle
from tests.service.announcing import (
    at_the_desk,
    crowd,
    draft,
    everything_sent,
    ledger,
    needs_two_from,
    stranger,
    tap,
)
from tests.service.house import Talk
from tests.service.idle import LoopClock, seconds
from tests.service.test_pace import Seconds

RATE = 30


def most_in_a_second(times: list[float]) -> int:
    """The most that leave within any window of one second."""
    first, most = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


@dataclass(slots=True)
class Post:
    """Takes everything after `latency` seconds, and notes when it was given what."""

    latency: float
    left: list[float] = field(default_factory=list)
    """When each message of an announcement left."""
    replies: list[float] = field(default_factory=list)
    name: str = "telegram"

    async def deliver(self, outgoing: Outgoing) -> Delivery:
        announced = isinstance(outgoing.message.body, Announced)
        (self.left if announced else self.replies).append(seconds())
        await asyncio.sleep(self.latency)
        return Sent(posted=Posted(id=str(outgoing.id), form="text"))


@dataclass(slots=True)
class Sending:
    """An announcement on its way to `people`, and the time passes as the test lets it."""

    talk: Talk
    post: Post
    senders: list[Sender]

    def wake(self) -> None:
        for each in self.senders:
            each.wake()

    async def until(self, done: Callable[[], bool], most: float = 600.0) -> None:
        async with asyncio.timeout(most):
            while not done():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def press(self, label: DeskLabel) -> float:
        """When it was pressed."""
        await tap(self.talk, label)
        self.wake()
        return seconds()


@asynccontextmanager
async def under_way(
    writer: Writer, people: int, latency: float, broadcast: int | None = None
) -> AsyncIterator[Sending]:
    """Wired as the program is: with paid rates, announcements have a sender of their own."""
    talk = await at_the_desk(writer)
    talk.clock = LoopClock()
    needs_two_from(talk, people + 1)
    release = talk.turns.view.shelf.offered["short"]
    await writer.run(lambda tx: crowd(tx, people, release))
    await draft(talk)
    await everything_sent(talk)
    await tap(talk, DeskLabel.SEND_TO)
    sending = Sending(talk, Post(latency), [])
    pace = Pace(RATE, 30.0, asyncio.get_running_loop().time, broadcast)
    if broadcast is None:
        sending.senders.append(Sender(writer, sending.post, pace, talk.clock, Window(RATE)))
    else:
        sending.senders += [
            Sender(writer, sending.post, pace, talk.clock, Window(RATE), "others", sending.wake),
            Sender(
                writer, sending.post, pace, talk.clock, Window(broadcast, most=MOST_ANNOUNCED),
                "announcements", sending.wake,
            ),
        ]  # fmt: skip
    feeding = Announcer(
        writer, talk.clock, sending.wake, talk.turns.desk.administrators, broadcast or RATE
    )
    jobs: list[Coroutine[object, object, object]] = [feeding.run()]
    running = [asyncio.create_task(each) for each in [*jobs, *(s.run() for s in sending.senders)]]
    try:
        yield sending
        assert not [each for each in running if each.done()]
    finally:
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)


# --- The rate ---------------------------------------------------------------------------


@pytest.mark.parametrize(("broadcast", "people"), [(None, 330), (1000, 3000)])
@pytest.mark.parametrize("latency", [0.0, 0.05, 0.3])
def test_as_fast_as_is_allowed_and_never_faster(
    database: Path, broadcast: int | None, people: int, latency: float
) -> None:
    """As soon as the window has learned how far Telegram is; and everybody gets it. Further away
    than the largest window reaches, as fast as that allows.
    """
    rate = broadcast or RATE
    most = MOST_ANNOUNCED if broadcast else MOST
    reached = min(rate, most / latency) if latency else rate

    async def sent(writer: Writer) -> tuple[list[float], dict[str, int]]:
        async with under_way(writer, people, latency, broadcast) as sending:
            post = sending.post
            await sending.until(lambda: len(post.left) == people)
            await asyncio.sleep(2)
            together = post.left if broadcast else sorted([*post.left, *post.replies])
            return together, await ledger(sending.talk)

    times, outcomes = idle.run(sent, database)
    assert outcomes == {"sent": people}
    assert most_in_a_second(times) <= rate
    assert 0.97 * reached <= steady(times[2 * RATE :], rate) <= rate


def steady(times: list[float], number: int) -> float:
    """How many leave in a second, by the time that so many take: the median of all such times."""
    return number / median(
        after - before for before, after in zip(times, times[number:], strict=False)
    )


def test_paid_announcements_take_no_place_from_replies() -> None:
    pace = Pace(2, 1.0, Seconds(), broadcast=5)
    assert [pace.leave(f"a{n}", announcement=True) for n in range(5)] == [0.0] * 5
    assert [pace.leave(f"r{n}") for n in range(2)] == [0.0, 0.0]
    assert pace.leave("r2") > 0.9
    assert pace.leave("a5", announcement=True) > 0.9


def test_a_chat_is_one_chat_for_both() -> None:
    pace = Pace(100, 1.0, Seconds(), broadcast=100)
    for number in range(5):
        assert pace.leave("anna", announcement=bool(number % 2)) == 0.0
    assert pace.wait_of("anna") == 1.0


# --- The stop ---------------------------------------------------------------------------


@pytest.mark.parametrize(("broadcast", "people"), [(None, 150), (1000, 2500)])
@pytest.mark.parametrize(("halt", "rest"), [
    (DeskLabel.HALT, "waiting"), (DeskLabel.CANCEL, "skipped"),
])  # fmt: skip
def test_nothing_leaves_later_than_a_second_after_it_was_stopped(
    database: Path, broadcast: int | None, people: int, halt: DeskLabel, rest: str
) -> None:
    """At any rate, over 300 ms to Telegram and back; and every message is accounted for."""

    async def stopped(writer: Writer) -> tuple[float, int, dict[str, int]]:
        async with under_way(writer, people, 0.3, broadcast) as sending:
            left = sending.post.left
            await sending.until(lambda: len(left) > people / 3)
            pressed = await sending.press(halt)
            await asyncio.sleep(20)
            return left[-1] - pressed, len(left), await ledger(sending.talk)

    late, left, outcomes = idle.run(stopped, database)
    assert late < 1.0
    assert left < people
    assert outcomes == {"sent": left, rest: people - left}


def test_what_was_paused_goes_on_and_reaches_everybody_once(database: Path) -> None:
    people = 90

    async def resumed(writer: Writer) -> tuple[int, dict[str, int]]:
        async with under_way(writer, people, 0.05) as sending:
            for number in (10, 30, 50):
                await sending.until(lambda least=number: len(sending.post.left) > least)  # type: ignore[misc]
                await sending.press(DeskLabel.HALT)
                await asyncio.sleep(5)
                await sending.press(DeskLabel.RESUME_IT)
            await sending.until(lambda: len(sending.post.left) == people)
            await asyncio.sleep(5)
            return len(sending.post.left), await ledger(sending.talk)

    assert idle.run(resumed, database) == (people, {"sent": people})


# --- Who waits meanwhile ----------------------------------------------------------------


@pytest.mark.parametrize(("broadcast", "people"), [(None, 150), (1000, 2000)])
def test_whoever_writes_meanwhile_is_answered_at_once(
    database: Path, broadcast: int | None, people: int
) -> None:
    """Also somebody for whom the announcement waits."""

    async def asked(writer: Writer) -> list[float]:
        async with under_way(writer, people, 0.05, broadcast) as sending:
            waits, post = [], sending.post
            for number in range(people - 5, people):
                await sending.until(lambda least=number: len(post.left) > 10)  # type: ignore[misc]
                before, began = len(post.replies), seconds()
                await sending.talk(Typed(text="/help"), stranger(number))
                sending.wake()
                await sending.until(lambda least=before: len(post.replies) > least)  # type: ignore[misc]
                waits.append(seconds() - began)
            return waits

    assert max(idle.run(asked, database)) < 0.2


def test_two_senders_share_the_work_and_nobody_waits_for_ever(database: Path) -> None:
    """Where announcements are paid for they have a sender of their own, also for who writes meanwhile."""

    async def shared(writer: Writer) -> tuple[int, int]:
        async with under_way(writer, 4, 1.0, 1000) as sending:
            await sending.until(lambda: bool(sending.post.left))
            await sending.talk(Typed(text="/help"), stranger(3))
            sending.wake()
            await asyncio.sleep(10)
            row = await writer.run(lambda tx: tx.execute(WAITING).fetchone())
            return row["n"], len(sending.post.left)

    assert idle.run(shared, database) == (0, 4)


WAITING = "SELECT count(*) AS n FROM outbox WHERE status IN ('pending', 'claimed')"
