"""`python -m bot simulate`: learners in portions, the report, a table and a picture."""

import csv
import gc
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TextIO

from bot.content.reading import Lessons, read_lessons
from bot.simulation.chart import chart
from bot.simulation.figures import Figures, Row, figures
from bot.simulation.habits import cast
from bot.simulation.portion import Portion, Task, live
from bot.simulation.table import report

START = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday; four weeks later Europe's clocks go forward, in the fifth week is a public holiday."""
PROCESSES = 2
ALONE = 60
"""Learners for which a second process is not worth its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    lessons: Path
    course: str
    learners: int
    weeks: int
    seed: int
    out: Path


def simulate(plan: Plan, out: TextIO) -> int:
    """0: all is well. 1: a dead end, or a prompt missed, doubled or out of place. 2: no such course."""
    lessons = read_lessons(plan.lessons)
    if plan.course not in lessons.courses:
        known = ", ".join(lessons.courses) or "none"
        print(f"There is no good course {plan.course} in {plan.lessons} (good: {known}).", file=out)
        return 2
    told = rehearse(plan, replace(lessons, pages=()))
    plan.out.mkdir(parents=True, exist_ok=True)
    table, picture = plan.out / "simulation.csv", plan.out / "simulation.svg"
    _write_table(told, table)
    picture.write_text(chart(told), encoding="utf-8")
    print(report(told), file=out)
    print(f"Each learner and day: {table}\nPicture: {picture}", file=out)
    return 1 if any(found for _, found in told.wrong()) else 0


def rehearse(plan: Plan, lessons: Lessons) -> Figures:
    began = time.monotonic()
    roles = tuple(cast(plan.learners, plan.seed))
    task = Task(lessons=lessons, course=plan.course, roles=roles, start=START, weeks=plan.weeks)
    portions = list(_portions(task))
    return figures(task, portions, time.monotonic() - began)


def _portions(task: Task) -> Iterator[Portion]:
    """Learners do not meet, so that it is the same in how many portions they come."""
    if len(task.roles) <= ALONE:
        yield live(task)
        return
    tasks = [replace(task, roles=task.roles[each::PROCESSES]) for each in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), gc.disable) as pool:
        yield from pool.map(live, tasks)


def _write_table(told: Figures, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Row._fields)
        writer.writerows(told.rows())
