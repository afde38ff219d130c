"""Timers and prompts in great numbers, side by side with a few.

A million timers: a million learners with one each, of the kind that the program looks for. Of
these 100,000 are due at the same moment; the others wait for later ones.
"""

import asyncio
import statistics
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.course.inputs import Input
from bot.course.learner import Learner
from bot.course.shelf import Shelf
from bot.course.turn import Turn
from bot.service import clockwork
from bot.service.clockwork import BATCH, Clockwork
from bot.store import outbox, timers
from bot.store.codec import LEARNER, MESSAGE, dump
from bot.store.outbox import Priority, Settled
from bot.store.times import to_ms
from bot.store.writer import Tx, Writer
from tests.bench.table import Table
from tests.service.house import NOW, Talk, turns
from tests.store.somebody import HELLO, learner

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

FILLS = 5
FEW, MANY = 1_000, 1_000_000
DUE = 100
LEASE = timedelta(minutes=2)

Work: TypeAlias = Callable[[Writer], Awaitable[None]]


def fill(tx: Tx, people: int, due: int) -> None:
    """Everybody with a timer: the first `due` of them due now."""
    state = dump(LEARNER, learner(consented_at=NOW))
    tx.executemany(
        "INSERT INTO learners (id, state, created_at) VALUES (?, ?, 0)",
        ((f"{number:016x}", state) for number in range(people)),
    )
    tx.executemany(
        "INSERT INTO addresses (channel, address, learner_id) VALUES ('telegram', ?, ?)",
        ((str(number), f"{number:016x}") for number in range(people)),
    )
    now = to_ms(NOW)
    tx.executemany(
        "INSERT INTO timers (learner_id, kind, due_at, turn) VALUES (?, 'prompt', ?, 0)",
        (
            (f"{number:016x}", now - number % 100 if number < due else now + 1000 * number)
            for number in range(people)
        ),
    )


def prompts(tx: Tx, people: int) -> None:
    """A prompt waits for each of them."""
    message = dump(MESSAGE, HELLO)
    tx.executemany(
        "INSERT INTO outbox (token, channel, address, turn, ordinal, language, pictures, message,"
        " created_at, priority) VALUES (?, 'telegram', ?, 1, 0, 'en', 1, ?, ?, ?)",
        (
            (f"waiting-{number}", str(number), message, to_ms(NOW), Priority.PROMPT)
            for number in range(people)
        ),
    )


async def find_and_take(writer: Writer) -> None:
    """As the clockwork does it: find what is due, then each in a job of its own."""
    due = await writer.run(lambda tx: timers.due(tx, NOW, DUE))
    jobs = [partial(timers.take, timer=each) for each in due]
    assert await asyncio.gather(*map(writer.run, jobs)) == [True] * DUE


async def find(writer: Writer) -> None:
    assert len(await writer.run(lambda tx: timers.due(tx, NOW, DUE))) == DUE


async def claim_and_settle(writer: Writer) -> None:
    """Eight at a time, as the sender does it."""
    claimed = await writer.run(
        lambda tx: outbox.claim(tx, "telegram", NOW, 8, LEASE, lambda _: True)
    )
    assert len(claimed) == 8

    def settle(tx: Tx) -> None:
        for each in claimed:
            outbox.settle(tx, Settled(id=each.id, status="sent"), NOW)

    await writer.run(settle)


async def measure(took: list[list[float]], work: Work, *writers: Writer) -> None:
    """Turn by turn on each, so that whatever else the machine does strikes all."""
    for seconds, writer in zip(took, writers, strict=True):
        began = time.perf_counter()
        await work(writer)
        seconds.append(time.perf_counter() - began)


def report(what: str, took: list[list[float]]) -> float:
    """Prints the medians side by side, and returns their ratio."""
    few, many = map(statistics.median, took)
    print(f"{what:32} {few * 1e3:8.2f} ms {many * 1e3:8.2f} ms   ratio {many / few:.2f}")
    return many / few


async def test_a_million_timers(tmp_path: Path, table: Table) -> None:
    """The few are filled up again before they are used up."""
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(Writer(tmp_path / "few.db"))
        many = await stack.enter_async_context(Writer(tmp_path / "many.db"))
        await many.run(lambda tx: fill(tx, MANY, 100_000))
        await many.truncate_log()
        found: list[list[float]] = [[], []]
        taken: list[list[float]] = [[], []]
        for _ in range(FILLS):
            await few.run(lambda tx: tx.execute("DELETE FROM learners"))
            await few.run(lambda tx: fill(tx, FEW, FEW))
            for _ in range(FEW // DUE - 1):
                await measure(found, find, few, many)
                await measure(taken, find_and_take, few, many)
    print(f"\n{DUE} that are due, among {FEW:>19,} {MANY:>11,} timers")
    report("found", found)
    table.add("timers", report("found and taken, durable", taken))


async def test_a_hundred_thousand_prompts(tmp_path: Path, table: Table) -> None:
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(Writer(tmp_path / "few.db"))
        many = await stack.enter_async_context(Writer(tmp_path / "many.db"))
        await few.run(lambda tx: prompts(tx, FEW))
        await many.run(lambda tx: prompts(tx, 100_000))
        await many.truncate_log()
        took: list[list[float]] = [[], []]
        for _ in range(FILLS * 8):
            await measure(took, claim_and_settle, few, many)
    print(f"\n8 messages, among {FEW:>23,} {100_000:>11,} prompts")
    table.add("prompts", report("claimed and settled, durable", took))


def says_hello(shelf: Shelf, state: Learner, event: Input, now: datetime) -> Turn:
    return Turn(learner=replace(state, turn=state.turn + 1), messages=(HELLO,))


async def test_firing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many timers fire in a second, one after another and together, and what memory it takes;
    and how long an answer waits meanwhile."""
    monkeypatch.setattr("bot.service.turns.advance", says_hello)
    async with Writer(tmp_path / "epizod.db") as writer:
        talk = Talk(writer, await turns(writer))
        await writer.run(lambda tx: fill(tx, 30_000, 30_000))
        due = await writer.run(lambda tx: timers.due(tx, NOW, 1000))
        began = time.perf_counter()
        for each in due:
            await writer.run(lambda tx, d=each: talk.turns.fire(tx, d, NOW))  # type: ignore[misc]
        alone = (time.perf_counter() - began) / len(due)
        await writer.run(lambda tx: tx.execute("UPDATE outbox SET status = 'sent'"))
        waits: list[float] = []
        one = Clockwork(writer, talk.turns, talk.clock, lambda: None)
        answering = asyncio.create_task(answer(writer, waits))
        began = time.perf_counter()
        await one.fire_due()
        fired = await writer.run(lambda tx: outbox.prompts_waiting(tx, 100_000))
        together = (time.perf_counter() - began) / fired
        answering.cancel()
        assert clockwork.MOST_PROMPTS <= fired < clockwork.MOST_PROMPTS + BATCH
        monkeypatch.setattr(clockwork, "MOST_PROMPTS", 100_000)
        tracemalloc.start()
        await one.fire_due()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        rest = await writer.run(lambda tx: outbox.prompts_waiting(tx, 100_000)) - fired
    print(f"\na timer fires              one after another {alone * 1e6:6.0f} µs")
    print(f"                           {BATCH} together     {together * 1e6:6.0f} µs")
    print(f"                           ratio             {alone / together:6.1f}")
    median, longest = statistics.median(waits) * 1e3, max(waits) * 1e3
    print(f"an answer waits meanwhile  median {median:.1f} ms, longest {longest:.1f} ms")
    print(f"memory of Python           {rest:,} fired in one call: {peak / 1e6:.1f} MB at most")


async def answer(writer: Writer, waits: list[float]) -> None:
    """Somebody who presses a button again and again."""
    while True:
        began = time.perf_counter()
        await writer.run(lambda tx: tx.execute("SELECT 1").fetchone())
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.005)
