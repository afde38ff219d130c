"""Reports about very many people, side by side with some: how long each takes to count.

Counting has a connection of its own and reads while the writer writes, so this holds up nobody
else; but whoever asked waits for it.
"""

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content import release
from bot.course.desk.reports import REPORTS, Report
from bot.course.model import Choose, Course, Rate, Test
from bot.course.shelf import Shelf
from bot.report.words import Reading
from bot.service.figures import Figures
from bot.service.reports import Reports
from bot.store import releases
from bot.store.reader import Reader
from bot.store.times import to_ms
from bot.store.writer import Tx, Writer
from tests.bench.table import Table
from tests.service.house import NOW
from tests.view.interface import WORDS, shipped

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1200)]

FEW, MANY = 1_000, 100_000
IN_A_GROUP = 200

DAY = 86_400_000
ANSWER = (
    "INSERT INTO answers (learner_id, course, release, activity, step, attempt, about, response,"
    " correct, language, answered_at) VALUES (?, 'pp', ?, ?, ?, 1, ?, ?, ?, 'en', 0)"
)


def fill(tx: Tx, course: Course, people: int) -> None:
    """Each walks as far as their number says, answers all there, and half of them rate it."""
    hash_ = release.release_hash(release.dump(course))
    releases.put(tx, hash_, course.id, "{}", NOW)
    names = [f"{number * 2654435761 % 2**32:016x}" for number in range(people)]
    end = to_ms(NOW)
    tx.execute(
        "INSERT INTO groups (id, kind, name, token, made_at) VALUES ('g', 'region', 'G', 't', 0)"
    )
    tx.executemany(
        "INSERT INTO learners (id, state, language, created_at) VALUES (?, '{}', ?, 0)",
        ((each, ("en", "uk", "pt")[n % 3]) for n, each in enumerate(names)),
    )
    tx.executemany(
        "INSERT INTO members (learner_id, group_id, state, since) VALUES (?, 'g', 'in', 0)",
        ((each,) for each in names[:IN_A_GROUP]),
    )
    line = course.line
    far = {each: n % (len(line) + 1) for n, each in enumerate(names)}
    tx.executemany(
        "INSERT INTO enrolments (learner_id, course, release, started_at, completed_at, code)"
        " VALUES (?, 'pp', ?, ?, ?, ?)",
        ((each, hash_, end - n % 100 * DAY, end if far[each] == len(line) else None, each)
         for n, each in enumerate(names)),
    )  # fmt: skip
    tx.executemany(
        "INSERT INTO completions (learner_id, course, activity, sort, completed_at)"
        " VALUES (?, 'pp', ?, 'episode', 0)",
        ((each, activity.id) for each in names for activity in line[: far[each]]),
    )
    tx.executemany(
        "INSERT INTO tests_taken (learner_id, course, test, attempt, correct, asked, passed,"
        " taken_at) VALUES (?, 'pp', ?, 1, ?, 5, 1, 0)",
        ((each, activity.id, n % 6) for n, each in enumerate(names)
         for activity in line[: far[each]] if isinstance(activity, Test)),
    )  # fmt: skip
    tx.executemany(ANSWER, answers(course, hash_, names, far))


def answers(
    course: Course, hash_: str, names: list[str], far: dict[str, int]
) -> Iterator[tuple[object, ...]]:
    turn = itertools.count()
    for n, each in enumerate(names):
        for activity in course.line[: far[each]]:
            steps = activity.bank[:5] if isinstance(activity, Test) else activity.steps
            for step in steps:
                if isinstance(step, Choose) and step.right:
                    option = next(turn) % step.options + 1
                    right = frozenset((option,)) == step.right
                    yield each, hash_, activity.id, step.id, None, f"[{option}]", right
        if n % 2:
            for beside in (course.before, course.after):
                for step in beside.steps if beside else ():
                    if isinstance(step, Choose | Rate):
                        yield each, hash_, beside.id, step.id, None, f"[{next(turn) % 4 + 1}]", None  # type: ignore[union-attr]


async def measured(file: Path, course: Course, people: int) -> dict[str, float]:
    name = release.release_hash(release.dump(course))
    shelf = Shelf(offered={"pp": name}, releases={name: course})
    async with Writer(file) as writer:
        await writer.run(lambda tx: fill(tx, course, people))
        await writer.truncate_log()
        async with Reader(file) as reader:
            figures = Figures(reader=reader, shelf=shelf)
            reports = Reports(figures=figures, writer=writer, words=WORDS, clock=lambda: NOW)
            seconds = {}
            for group in ("", "g"):
                for kind in REPORTS:
                    activity = course.modules[0].test.id if kind == "questions" else ""  # type: ignore[union-attr]
                    report = Report(kind=kind, course="pp", group=group, activity=activity)
                    reading = Reading(course=course, group=group, t=WORDS["en"])
                    began = time.perf_counter()
                    await reports.told(report, reading)
                    seconds[f"{kind}{', a group' if group else ''}"] = time.perf_counter() - began
            return seconds


async def test_a_hundred_thousand_people(tmp_path: Path, table: Table) -> None:
    (course,) = shipped()[0].courses.values()
    few = await measured(tmp_path / "few.db", course, FEW)
    many = await measured(tmp_path / "many.db", course, MANY)
    print(f"\n{'':24} {FEW:>11,} {MANY:>11,} people")
    for what, seconds in many.items():
        ratio = seconds / few[what]
        print(f"{what:24} {few[what] * 1e3:8.1f} ms {seconds * 1e3:8.1f} ms   ratio {ratio:.1f}")
    slowest = max(many, key=lambda what: many[what])
    table.add("report", many[slowest], slowest)
