"""What falls due: once, if it still holds, and one that breaks delays nobody."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.course.engine import advance
from bot.course.inputs import Arrived, Input, TimerFired
from bot.course.learner import Learner
from bot.course.shelf import Shelf
from bot.course.turn import Timer, Turn
from bot.service import clockwork as module
from bot.service.clockwork import BATCH, Clockwork
from bot.service.received import Typed
from bot.store import learners, outbox, timers
from bot.store.learners import Address
from bot.store.outbox import Priority
from bot.store.writer import StoreUnavailable, Tx, Writer
from tests.service.house import ANNA, BOHDAN, NOW, Talk, turns
from tests.store.somebody import HELLO, add

FAR = NOW + timedelta(days=1000)


@pytest.fixture
async def talk(writer: Writer) -> Talk:
    return Talk(writer, await turns(writer))


@pytest.fixture
def clockwork(talk: Talk) -> Clockwork:
    return Clockwork(talk.writer, talk.turns, talk.clock, lambda: None)


async def known(talk: Talk, who: Address) -> bool:
    return await talk.writer.run(lambda tx: learners.find(tx, who)) is not None


async def test_whoever_has_not_agreed_is_forgotten_after_a_day(
    talk: Talk, clockwork: Clockwork
) -> None:
    await talk(Arrived())
    talk.clock.forward(hours=23, minutes=59)
    await clockwork.fire_due()
    assert await known(talk, ANNA)
    talk.clock.forward(minutes=1)
    await clockwork.fire_due()
    assert not await known(talk, ANNA)
    assert await talk.writer.run(lambda tx: timers.due(tx, FAR, 10)) == []


async def test_a_sign_of_life_makes_the_day_no_longer(talk: Talk, clockwork: Clockwork) -> None:
    """The notice says: 24 hours at most."""
    await talk(Arrived())
    talk.clock.forward(hours=20)
    await talk(Typed(text="/privacy"))
    talk.clock.forward(hours=4)
    await clockwork.fire_due()
    assert not await known(talk, ANNA)


async def test_whoever_has_agreed_stays(talk: Talk, clockwork: Clockwork) -> None:
    await talk(Arrived())
    await talk.press()
    talk.clock.forward(days=400)
    await clockwork.fire_due()
    assert await known(talk, ANNA)


async def test_a_clock_that_jumps_back_fires_nothing_twice(
    talk: Talk, clockwork: Clockwork
) -> None:
    await talk(Arrived())
    talk.clock.forward(days=2)
    await clockwork.fire_due()
    talk.clock.now = NOW
    await talk(Arrived())
    await clockwork.fire_due()
    assert await known(talk, ANNA)


async def test_one_that_breaks_delays_nobody_and_is_not_lost(
    talk: Talk, clockwork: Clockwork, caplog: pytest.LogCaptureFixture
) -> None:
    await talk(Arrived())
    await talk(Arrived(), BOHDAN)
    whole = await talk.writer.run(
        lambda tx: tx.execute("SELECT state FROM learners ORDER BY rowid").fetchone()["state"]
    )
    await talk.writer.run(
        lambda tx: tx.execute(
            'UPDATE learners SET state = \'{"words": "of a learner"}\' WHERE rowid = 1'
        )
    )
    talk.clock.forward(days=1)
    await clockwork.fire_due()
    assert not await known(talk, BOHDAN)
    assert "of a learner" not in caplog.text
    await talk.writer.run(
        lambda tx: tx.execute("UPDATE learners SET state = ? WHERE rowid = 1", (whole,))
    )
    talk.clock.now += timedelta(hours=2)
    await clockwork.fire_due()
    assert not await known(talk, ANNA)


async def test_more_than_one_batch(talk: Talk, clockwork: Clockwork) -> None:
    people = [Address(channel="telegram", address=str(number)) for number in range(250)]
    for person in people:
        await talk(Arrived(), person)
    talk.clock.forward(days=1)
    await clockwork.fire_due()
    assert not any([await known(talk, person) for person in people])


# --- Prompts ----------------------------------------------------------------------------


def chat(number: int) -> Address:
    return Address(channel="telegram", address=str(number))


@pytest.fixture
def prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer of the kind “prompt” says hello, and that is all."""

    def prompting(shelf: Shelf, learner: Learner, event: Input, now: datetime) -> Turn:
        if isinstance(event, TimerFired) and event.timer == "prompt":
            return Turn(learner=replace(learner, turn=learner.turn + 1), messages=(HELLO,))
        return advance(shelf, learner, event, now)

    monkeypatch.setattr("bot.service.turns.advance", prompting)


async def expecting(writer: Writer, people: int, due: datetime = NOW) -> None:
    """So many learners who get a prompt at that moment."""

    def job(tx: Tx) -> None:
        for number in range(people):
            add(tx, f"learner-{number}", chat(number))
            timers.set_all(tx, f"learner-{number}", 0, [Timer(kind="prompt", due=due)])

    await writer.run(job)


async def waiting(writer: Writer) -> list[tuple[str, int]]:
    """Address and priority of what is to be sent."""
    sql = "SELECT address, priority FROM outbox WHERE status = 'pending' ORDER BY priority, id"
    return await writer.run(lambda tx: [tuple(row) for row in tx.execute(sql)])


async def all_leaves(writer: Writer) -> None:
    await writer.run(lambda tx: tx.execute("UPDATE outbox SET status = 'sent'"))


async def still_due(writer: Writer, moment: datetime = NOW) -> int:
    return len(await writer.run(lambda tx: timers.due(tx, moment, 10_000)))


@pytest.mark.usefixtures("prompts")
async def test_what_a_timer_says_goes_after_what_is_an_answer(
    talk: Talk, clockwork: Clockwork
) -> None:
    await expecting(talk.writer, 3)
    await clockwork.fire_due()
    await talk(Arrived(), chat(99))
    (first, *others) = await waiting(talk.writer)
    assert first == ("99", Priority.REPLY)
    assert others == [(str(number), Priority.PROMPT) for number in range(3)]


@pytest.mark.usefixtures("prompts")
async def test_no_more_than_can_soon_be_sent(
    talk: Talk, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next call goes on where this one has stopped, and everybody is told once."""
    monkeypatch.setattr(module, "MOST_PROMPTS", most := 150)
    await expecting(talk.writer, people := 3 * BATCH + 200)
    rounds = []
    while await still_due(talk.writer):
        await clockwork.fire_due()
        rounds.append(len(await waiting(talk.writer)))
        await clockwork.fire_due()
        assert len(await waiting(talk.writer)) == rounds[-1]
        await all_leaves(talk.writer)
    *full, last = rounds
    assert len(full) >= 2
    assert all(most <= each < most + BATCH for each in full)
    assert 0 < last < most + BATCH
    told = await talk.writer.run(
        lambda tx: [r["address"] for r in tx.execute("SELECT address FROM outbox")]
    )
    assert sorted(told) == sorted(str(number) for number in range(people))


@pytest.mark.usefixtures("prompts")
async def test_the_promise_to_forget_waits_for_no_prompt(
    talk: Talk, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PROMPTS", 50)
    await talk(Arrived(), chat(1000))
    talk.clock.forward(days=1)
    await expecting(talk.writer, 500)
    await clockwork.fire_due()
    assert await still_due(talk.writer)
    assert not await known(talk, chat(1000))


@pytest.mark.usefixtures("prompts")
async def test_some_that_break_in_a_batch(
    talk: Talk, clockwork: Clockwork, caplog: pytest.LogCaptureFixture
) -> None:
    """All others are told; those that broke come an hour later."""
    await expecting(talk.writer, 2 * BATCH)
    broken = {str(number) for number in range(0, 2 * BATCH, 40)}

    def mar(tx: Tx) -> None:
        for number in broken:
            tx.execute("UPDATE learners SET state = '[]' WHERE id = ?", (f"learner-{number}",))

    await talk.writer.run(mar)
    await clockwork.fire_due()
    told = {address for address, _ in await waiting(talk.writer)}
    assert told == {str(number) for number in range(2 * BATCH)} - broken
    assert caplog.text.count("a timer is put off") == len(broken)
    assert await still_due(talk.writer) == 0
    assert await still_due(talk.writer, NOW + timedelta(hours=1)) == len(broken)


@pytest.mark.usefixtures("prompts")
async def test_many_in_one_commit(
    talk: Talk, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    await expecting(talk.writer, 4 * BATCH)
    commits: list[int] = []
    original = Writer._commit

    def commit(self: Writer, jobs: list[Callable[[Tx], Any]]) -> Any:
        commits.append(len(jobs))
        return original(self, jobs)

    monkeypatch.setattr(Writer, "_commit", commit)
    await clockwork.fire_due()
    assert len(await waiting(talk.writer)) == 4 * BATCH
    assert len(commits) < 4 * BATCH / 5


@pytest.mark.usefixtures("prompts")
async def test_a_store_that_cannot_write_ends_the_round_and_loses_nothing(
    talk: Talk, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    await expecting(talk.writer, 3 * BATCH)
    add_row, full = outbox.add, [7]

    def fails(tx: Tx, to: Address, *arguments: Any, **named: Any) -> None:
        if int(to.address) in full:
            raise StoreUnavailable("disk full")
        add_row(tx, to, *arguments, **named)

    monkeypatch.setattr("bot.service.turns.outbox.add", fails)
    await clockwork.fire_due()
    assert "timers wait" in caplog.text
    assert len(await waiting(talk.writer)) == BATCH - 1
    assert await still_due(talk.writer) == 2 * BATCH + 1
    full.clear()
    await clockwork.fire_due()
    assert len(await waiting(talk.writer)) == 3 * BATCH


async def test_one_that_sets_itself_anew_holds_up_nothing(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Due at once, again and again: it fires once in each call, and the call ends."""
    fired: list[datetime] = []

    def insisting(shelf: Shelf, learner: Learner, event: Input, now: datetime) -> Turn:
        fired.append(now)
        again = Timer(kind="prompt", due=now)
        return Turn(learner=replace(learner, turn=learner.turn + 1), timers=(again,))

    def clock() -> datetime:
        talk.clock.forward(milliseconds=1)
        return talk.clock()

    monkeypatch.setattr("bot.service.turns.advance", insisting)
    await expecting(talk.writer, 1)
    clockwork = Clockwork(talk.writer, talk.turns, clock, lambda: None)
    for calls in (1, 2, 3):
        async with asyncio.timeout(5):
            await clockwork.fire_due()
        assert len(fired) == calls
