"""Announcements to very many, side by side with some: what holds the writer up, and for how long."""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.course.desk.announcement import Audience
from bot.service import announcer
from bot.service.announcer import Announcer
from bot.store import announcements, releases
from bot.store.announcements import Announcement
from bot.store.codec import LEARNER, dump
from bot.store.writer import Tx, Writer
from tests.service.house import NOW
from tests.store.somebody import RELEASE, learner

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

FEW, MANY = 1_000, 100_000
SECOND = 1.0
AUTHOR = "0" * 16


def fill(tx: Tx, people: int) -> None:
    """Learners of one course, a third of them in each language; every fifth has finished."""
    states = {each: dump(LEARNER, learner(consented_at=NOW, language=each)) for each in _LANGUAGES}
    releases.put(tx, RELEASE, "c1", "{}", NOW)
    names = [f"{number * 2654435761 % 2**32:016x}" for number in range(people)]
    tx.executemany(
        "INSERT INTO learners (id, state, language, created_at) VALUES (?, ?, ?, 0)",
        ((each, states[_LANGUAGES[n % 3]], _LANGUAGES[n % 3]) for n, each in enumerate(names)),
    )
    tx.executemany(
        "INSERT INTO addresses (channel, address, learner_id) VALUES ('telegram', ?, ?)",
        ((str(number), each) for number, each in enumerate(names)),
    )
    tx.executemany(
        "INSERT INTO enrolments (learner_id, course, release, started_at, completed_at, code)"
        " VALUES (?, 'c1', ?, 0, ?, ?)",
        ((each, RELEASE, None if n % 5 else 1, each) for n, each in enumerate(names)),
    )


_LANGUAGES = ("en", "uk", "pt")


def written(tx: Tx) -> Announcement:
    name = announcements.begin(tx, AUTHOR, NOW)
    found = announcements.find(tx, name)
    assert found is not None
    announcements.write(tx, replace(found, texts={"en": "On Monday the second course begins."}))
    return replace(found, texts={"en": "x"})


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
        courses = replace(found, audience=Audience(course="c1", progress="unfinished"))
        feeding = Announcer(writer, lambda: NOW, lambda: None)
        freezing = [
            await took(writer, partial(announcements.freeze, announcement=each, now=NOW))
            for each in (found, *[await writer.run(written) for _ in range(2)])
        ]
        await writer.run(
            lambda tx: tx.execute("UPDATE announcements SET state = 'paused'").rowcount
        )
        await writer.run(lambda tx: announcements.move(tx, found.id, "sending", NOW))
        seconds = {
            "counted": await took(writer, lambda tx: announcements.people(tx, found.audience)),
            "counted, one audience": await took(
                writer, lambda tx: announcements.people(tx, courses.audience)
            ),
            "frozen": statistics.median(freezing),
        }
        await writer.truncate_log()
        tracemalloc.start()
        seconds[f"fed, the first {announcer.IN_OUTBOX}"] = await took(writer, feeding.feed)
        seconds["fed, nothing to do"] = await took(writer, feeding.feed)
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        seconds["report"] = await took(writer, lambda tx: announcements.outcomes(tx, found.id))

        def cancel(tx: Tx) -> None:
            announcements.withdraw(tx, found.id)
            announcements.skip_waiting(tx, found.id, "cancelled")
            announcements.move(tx, found.id, "cancelled", NOW)

        seconds["cancelled"] = await took(writer, cancel)
        outcomes = await writer.run(lambda tx: announcements.outcomes(tx, found.id))
        assert outcomes == {"skipped": people}
        assert memory < 5_000_000
        return seconds


async def test_a_hundred_thousand_recipients(tmp_path: Path) -> None:
    few = await measured(tmp_path / "few.db", FEW)
    many = await measured(tmp_path / "many.db", MANY)
    print(f"\n{'':24} {FEW:>11,} {MANY:>11,} people")
    for what, seconds in many.items():
        ratio = seconds / few[what]
        print(f"{what:24} {few[what] * 1e3:8.1f} ms {seconds * 1e3:8.1f} ms   ratio {ratio:.1f}")
    assert many["frozen"] < SECOND
    assert many["cancelled"] < SECOND
