"""Announcements to very many, side by side with some: what holds the writer up, and for how long."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.course.desk.announcement import Audience, Details, Start
from bot.course.desk.rights import Grant, Reach
from bot.service import announcer
from bot.service.announcer import Announcer
from bot.store import announcements, audiences, team
from bot.store.writer import Tx, Writer
from tests.service.house import NOW
from tests.service.test_announcement_memory import grown
from tests.store.multitude import AUTHOR, EVERYBODY, fill, freeze, written

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

FEW, MANY = 1_000, 100_000
SECOND = 1.0
OF_A_GROUP = Reach(groups=frozenset({"g"}))
QUIET = Audience(course="c1", progress="stopped", quiet=7, group="g")
MORNING = Details(start=Start(on=NOW.date()))


def count(tx: Tx, audience: Audience, reach: Reach = EVERYBODY) -> object:
    return audiences.people(tx, audience, reach, NOW)


async def took(writer: Writer, work: Callable[[Tx], object]) -> float:
    """Seconds until it is durable."""
    began = time.perf_counter()
    await writer.run(work)
    return time.perf_counter() - began


async def measured(file: Path, people: int) -> dict[str, float]:
    async with Writer(file) as writer:
        await writer.run(lambda tx: fill(tx, people))
        await writer.truncate_log()
        found = await writer.run(written)
        await writer.run(lambda tx: team.grant(tx, AUTHOR, Grant(role="coordinator"), NOW))
        feeding = Announcer(writer, lambda: NOW, lambda: None)
        freezing = [
            await took(writer, partial(freeze, announcement=each))
            for each in (found, *[await writer.run(written) for _ in range(2)])
        ]
        morning = replace(await writer.run(written), details=MORNING)
        quiet = replace(await writer.run(written), audience=QUIET)
        others = {
            "frozen, for nine in each zone": await took(
                writer, partial(freeze, announcement=morning)
            ),
            "frozen, quiet of a group": await took(writer, partial(freeze, announcement=quiet)),
        }
        await writer.run(
            lambda tx: tx.execute("UPDATE announcements SET state = 'paused'").rowcount
        )
        await writer.run(lambda tx: announcements.move(tx, found.id, "sending", NOW))
        seconds = {
            "counted": await took(writer, partial(count, audience=Audience())),
            "counted, not begun": await took(
                writer, partial(count, audience=Audience(progress="not-started"))
            ),
            "counted, quiet of a group": await took(writer, partial(count, audience=QUIET)),
            "counted, within a group": await took(
                writer, partial(count, audience=Audience(), reach=OF_A_GROUP)
            ),
            "frozen": statistics.median(freezing),
            **others,
        }
        await writer.truncate_log()
        seconds[f"fed, the first {announcer.IN_OUTBOX}"] = await took(writer, feeding.feed)
        seconds["fed, nothing to do"] = await took(writer, feeding.feed)
        seconds["report"] = await took(writer, lambda tx: announcements.outcomes(tx, found.id))

        def cancel(tx: Tx) -> None:
            announcements.withdraw(tx, found.id)
            announcements.skip_waiting(tx, found.id, "cancelled")
            announcements.move(tx, found.id, "cancelled", NOW)

        seconds["cancelled"] = await took(writer, cancel)
        outcomes = await writer.run(lambda tx: announcements.outcomes(tx, found.id))
        assert outcomes == {"skipped": people}
        return seconds


async def test_a_hundred_thousand_recipients(tmp_path: Path) -> None:
    few = await measured(tmp_path / "few.db", FEW)
    many = await measured(tmp_path / "many.db", MANY)
    print(f"\n{'':32} {FEW:>11,} {MANY:>11,} people")
    for what, seconds in many.items():
        ratio = seconds / few[what]
        print(f"{what:32} {few[what] * 1e3:8.1f} ms {seconds * 1e3:8.1f} ms   ratio {ratio:.1f}")


def test_what_it_takes_of_memory(tmp_path: Path) -> None:
    """Of a fresh process, at most: freezing, feeding the first, feeding when all is full."""
    few, many = grown(tmp_path, FEW), grown(tmp_path, MANY)
    print(f"\n{'':32} {FEW:>11,} {MANY:>11,} people")
    for what, some, very_many in zip(("frozen", "fed", "nothing to do"), few, many, strict=True):
        print(f"{what:32} {some:8,} KB {very_many:8,} KB")
