"""The intake: what breaks is put aside and delays nobody, and no word of it is written anywhere."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.course.engine import advance
from bot.course.inputs import TextReceived
from bot.course.messages import Message, Simple
from bot.service import turns as turning
from bot.service.intake import Intake
from bot.service.received import Received, Typed
from bot.store import inbox
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.writer import StoreUnavailable, Writer
from tests.service.house import ANNA, BOHDAN, Clock, messages, received, turns

POISON = "poisonous words of a learner"


def said(number: int, text: str, who: Address = ANNA) -> Update:
    body = json.dumps({"who": who.address, "text": text})
    return Update(channel="telegram", update_id=str(number), body=body)


def read(body: str) -> Received:
    spoken = json.loads(body)
    if spoken["text"] == "unreadable":
        raise ValueError(POISON)
    who = Address(channel="telegram", address=spoken["who"])
    return received(Typed(text=spoken["text"]), who)


@pytest.fixture(autouse=True)
def poisonous(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine has a bug that one text brings to light."""

    def breaks(shelf: Any, learner: Any, event: Any, now: Any) -> Any:
        if event == TextReceived(text=POISON):
            raise LookupError(POISON)
        return advance(shelf, learner, event, now)

    monkeypatch.setattr(turning, "advance", breaks)


@pytest.fixture
async def intake(writer: Writer) -> AsyncIterator[Intake]:
    intake = Intake(writer, await turns(writer), {"telegram": read}, Clock(), lambda: None)
    running = asyncio.create_task(intake.run())
    yield intake
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def settled(writer: Writer) -> None:
    async with asyncio.timeout(5):
        while await writer.run(lambda tx: inbox.waiting(tx, 1)):  # noqa: ASYNC110
            await asyncio.sleep(0.002)


async def told(writer: Writer, who: Address) -> list[Message]:
    return await writer.run(lambda tx: messages(tx, who))


async def test_a_poisonous_update_is_put_aside_and_delays_nobody(
    writer: Writer, intake: Intake, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await intake.put([
            said(1, POISON),
            said(2, "unreadable"),
            said(3, "/start", BOHDAN),
        ])  # fmt: skip
        await settled(writer)
    assert [each.body for each in await told(writer, ANNA)] == [Simple(what="sorry")]
    assert len(await told(writer, BOHDAN)) == 1
    rows = await writer.run(
        lambda tx: [tuple(row) for row in tx.execute("SELECT status, body FROM inbox ORDER BY id")]
    )
    kept = said(1, POISON).body
    assert rows == [("quarantined", kept), ("quarantined", None), ("done", None)]
    assert POISON not in caplog.text
    assert "LookupError" in caplog.text
    assert "ValueError" in caplog.text


async def test_sorry_is_not_said_again_while_it_waits(writer: Writer, intake: Intake) -> None:
    await intake.put([said(number, POISON) for number in range(5)])
    await settled(writer)
    assert [each.body for each in await told(writer, ANNA)] == [Simple(what="sorry")]


async def test_the_same_person_goes_on_afterwards(writer: Writer, intake: Intake) -> None:
    for number, text in enumerate((POISON, "/start")):
        await intake.put([said(number, text)])
        await settled(writer)
    assert len(await told(writer, ANNA)) == 2


async def test_each_person_s_updates_take_effect_in_order(
    writer: Writer, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, list[str]] = {}

    def notes(shelf: Any, learner: Any, event: Any, now: Any) -> Any:
        if isinstance(event, TextReceived):
            who, number = event.text.split()
            seen.setdefault(who, []).append(number)
        return advance(shelf, learner, event, now)

    monkeypatch.setattr(turning, "advance", notes)
    people = [Address(channel="telegram", address=str(each)) for each in range(5)]
    numbers = [str(number) for number in range(40)]
    await intake.put([
        said(int(number) * 10 + place, f"{who.address} {number}", who)
        for number in numbers
        for place, who in enumerate(people)
    ])  # fmt: skip
    await settled(writer)
    assert seen == {who.address: numbers for who in people}


async def test_put_is_durable_and_deduplicates(writer: Writer, intake: Intake) -> None:
    for _ in range(3):
        await intake.put([said(1, "/start"), said(1, "/start")])
    await settled(writer)
    assert len(await told(writer, ANNA)) == 1


async def test_what_was_kept_before_the_start_takes_effect(writer: Writer) -> None:
    clock = Clock()
    await writer.run(lambda tx: inbox.put(tx, [said(1, "/start")], clock()))
    intake = Intake(writer, await turns(writer), {"telegram": read}, clock, lambda: None)
    running = asyncio.create_task(intake.run())
    await settled(writer)
    running.cancel()
    assert len(await told(writer, ANNA)) == 1


async def test_nobody_waits_behind_somebody_to_whom_nothing_can_be_said(
    writer: Writer, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise LookupError

    monkeypatch.setattr(turning.Turns, "_tell", breaks)
    await intake.put([said(1, POISON), said(2, "/start", BOHDAN)])
    await settled(writer)
    assert await told(writer, ANNA) == []
    assert len(await told(writer, BOHDAN)) == 1
    rows = await writer.run(
        lambda tx: [row["status"] for row in tx.execute("SELECT status FROM inbox ORDER BY id")]
    )
    assert rows == ["quarantined", "done"]


async def test_the_answers_leave_although_the_log_cannot_be_emptied(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is emptied after a later commit."""
    woken = asyncio.Event()

    async def unavailable() -> None:
        raise StoreUnavailable

    monkeypatch.setattr(writer, "truncate_log", unavailable)
    monkeypatch.setattr(turning.Turns, "take", lambda _, tx, row, *__: inbox.done(tx, row))
    intake = Intake(writer, await turns(writer), {"telegram": read}, Clock(), woken.set)
    running = asyncio.create_task(intake.run())
    await intake.put([said(1, "/forget")])
    async with asyncio.timeout(5):
        await woken.wait()
    running.cancel()


@pytest.fixture
def unavailable(writer: Writer, caplog: pytest.LogCaptureFixture) -> Callable[[bool], None]:
    caplog.set_level(logging.CRITICAL)

    def switch(off: bool) -> None:
        writer._connection.execute(f"PRAGMA query_only = {int(off)}")

    return switch


async def test_a_store_that_is_down_takes_nothing_and_loses_nothing(
    writer: Writer, intake: Intake, unavailable: Callable[[bool], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.service.intake.RETRY_SECONDS", 0.01)
    unavailable(True)
    with pytest.raises(StoreUnavailable):
        await intake.put([said(1, "/start")])
    unavailable(False)
    await writer.run(lambda tx: inbox.put(tx, [said(2, "/start", BOHDAN)], Clock()()))
    unavailable(True)
    await asyncio.sleep(0.05)
    unavailable(False)
    await intake.put([said(1, "/start")])
    await settled(writer)
    assert [len(await told(writer, who)) for who in (ANNA, BOHDAN)] == [1, 1]
