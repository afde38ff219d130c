"""Announcements to very many, side by side with some: what holds the writer up, and for how long."""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.course.desk.announcement import Audience, Details, Start
from bot.course.desk.rights import Grant, Reach
from bot.service import announcer
from bot.service.announcer import Announcer
from bot.store import announcements, audiences, releases, team
from bot.store.announcements import Announcement
from bot.store.codec import LEARNER, dump
from bot.store.writer import Tx, Writer
from tests.service.house import NOW
from tests.store.somebody import RELEASE, learner

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

FEW, MANY = 1_000, 100_000
SECOND = 1.0
A_DAY = 24 * 3600 * 1000
AUTHOR = "0" * 16
EVERYBODY = Reach(everything=True)
OF_A_GROUP = Reach(groups=frozenset({"g"}))
QUIET = Audience(course="c1", progress="stopped", quiet=7, group="g")
MORNING = Details(start=Start(on=NOW.date()))


def fill(tx: Tx, people: int) -> None:
    """Learners of one course, a third of them in each language; every fifth has finished."""
    states = {each: dump(LEARNER, learner(consented_at=NOW, language=each)) for each in _LANGUAGES}
    releases.put(tx, RELEASE, "c1", "{}", NOW)
    names = [f"{number * 2654435761 % 2**32:016x}" for number in range(people)]
    tx.executemany(
        "INSERT INTO learners (id, state, language, zone, agreed, active_at, created_at)"
        " VALUES (?, ?, ?, ?, 1, ?, 0)",
        (
            (each, states[_LANGUAGES[n % 3]], _LANGUAGES[n % 3], _ZONES[n % 5], n % 60 * A_DAY)
            for n, each in enumerate(names)
        ),
    )
    tx.execute(
        "INSERT INTO groups (id, kind, name, token, made_at) VALUES ('g', 'region', 'G', 't', 0)"
    )
    tx.executemany(
        "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, 'g', 'in', 0)",
        ((each,) for each in names[::2]),
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
_ZONES = ("Europe/Kyiv", "Europe/Lisbon", "Atlantic/Azores", "UTC", "Europe/Brussels")


def count(tx: Tx, audience: Audience, reach: Reach = EVERYBODY) -> object:
    return audiences.people(tx, audience, reach, NOW)


def freeze(tx: Tx, announcement: Announcement) -> None:
    announcements.freeze(tx, announcement, EVERYBODY, NOW)


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
    print(f"\n{'':32} {FEW:>11,} {MANY:>11,} people")
    for what, seconds in many.items():
        ratio = seconds / few[what]
        print(f"{what:32} {few[what] * 1e3:8.1f} ms {seconds * 1e3:8.1f} ms   ratio {ratio:.1f}")
    assert max(seconds for what, seconds in many.items() if "frozen" in what) < SECOND
    assert many["cancelled"] < SECOND
