"""Very many learners, made by SQL: to whom announcements are sent, and what that takes of memory.

    python -m tests.store.multitude FILE

freezes and feeds an announcement in a process of its own, and prints by how many KB it grew.
"""

import asyncio
import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.course.desk.rights import Grant, Reach
from bot.service.announcer import Announcer
from bot.store import announcements, releases, team
from bot.store.announcements import Announcement
from bot.store.codec import LEARNER, dump
from bot.store.writer import Tx, Writer
from tests.service.house import NOW
from tests.store.somebody import RELEASE, learner

AUTHOR = "0" * 16
EVERYBODY = Reach(everything=True)
A_DAY = 24 * 3600 * 1000
_LANGUAGES = ("en", "uk", "pt")
_ZONES = ("Europe/Kyiv", "Europe/Lisbon", "Atlantic/Azores", "UTC", "Europe/Brussels")


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


def written(tx: Tx) -> Announcement:
    name = announcements.begin(tx, AUTHOR, NOW)
    found = announcements.find(tx, name)
    assert found is not None
    announcements.write(tx, replace(found, texts={"en": "On Monday the second course begins."}))
    return replace(found, texts={"en": "x"})


def freeze(tx: Tx, announcement: Announcement) -> None:
    announcements.freeze(tx, announcement, EVERYBODY, NOW)


# --- What it takes of memory ------------------------------------------------------------


async def prepare(file: Path, people: int) -> None:
    async with Writer(file) as writer:
        await writer.run(lambda tx: fill(tx, people))
        await writer.run(lambda tx: team.grant(tx, AUTHOR, Grant(role="coordinator"), NOW))


async def measure(file: Path) -> None:
    """Prints the growth while the recipients are frozen, and while the first are fed, in KB."""
    async with Writer(file) as writer:
        found = await writer.run(written)
        feeding = Announcer(writer, lambda: NOW, lambda: None)
        jobs: tuple[Callable[[Tx], object], ...] = (
            partial(freeze, announcement=found), feeding.feed, feeding.feed,
        )  # fmt: skip
        for job in jobs:
            gc.collect()
            before = _from_now_on()
            await writer.run(job)
            print(_kilobytes("VmHWM") - before)


def _from_now_on() -> int:
    """Forgets the most that there was, and tells what there is, in KB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _kilobytes("VmRSS")


def _kilobytes(name: str) -> int:
    """Of this process, by Linux: VmRSS is what it takes now, VmHWM the most since it was reset."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


if __name__ == "__main__":
    asyncio.run(measure(Path(sys.argv[1])))
