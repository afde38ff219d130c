"""A portion of the learners, with a database of their own, in a process of its own."""

import asyncio
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bot import i18n
from bot.content.reading import Lessons
from bot.course.shelf import Shelf
from bot.service import library
from bot.simulation.diary import Diary
from bot.simulation.habits import Role
from bot.simulation.owed import lost
from bot.simulation.person import Life, Person
from bot.simulation.watched import Watched
from bot.simulation.world import DAY, Outage, World
from bot.store.writer import Writer
from bot.view.pages import View

LOCALES = Path(__file__).parents[2] / "locales"
MEMORY = Path("/dev/shm")  # noqa: S108
ROOM = 2_000_000
"""Bytes for a learner, many times what one takes."""
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    lessons: Lessons
    course: str
    roles: tuple[Role, ...]
    start: datetime
    weeks: int

    @property
    def end(self) -> datetime:
        return self.start + self.weeks * WEEK

    @property
    def outage(self) -> Outage:
        """From early on the Wednesday in the middle, for a day."""
        start = self.start + self.weeks // 2 * WEEK + 2 * DAY + timedelta(hours=6)
        return Outage(start=start, end=start + DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    lives: tuple[Life, ...]
    broken: tuple[str, ...]
    bytes: int
    """By which the database has grown."""
    waited: int
    late: int


def live(task: Task) -> Portion:
    with tempfile.TemporaryDirectory(prefix="epizod-", dir=_place(len(task.roles))) as folder:
        database = Path(folder) / "simulation.db"
        shelf = asyncio.run(_shelf(task, database))
        empty = database.stat().st_size
        world, people, broken = asyncio.run(_live(task, shelf, database))
        return Portion(
            lives=tuple(_told(person, world.now) for person in people), broken=tuple(broken),
            bytes=database.stat().st_size - empty, waited=world.waited, late=world.late,
        )  # fmt: skip


def _place(learners: int) -> Path | None:
    """In memory if there is room: nothing of a simulation has to outlive the power."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > learners * ROOM:
        return MEMORY
    return None


async def _shelf(task: Task, database: Path) -> Shelf:
    async with Writer(database) as writer:
        return await writer.run(lambda tx: library.shelf(tx, task.lessons, task.start))


async def _live(task: Task, shelf: Shelf, database: Path) -> tuple[World, list[Person], list[str]]:
    course = task.lessons.courses[task.course]
    people = [
        Person(
            role=role, random=Random(role.seed), life=Life(role=role),
            diary=Diary(course=course, zone=role.zone),
        )
        for role in task.roles
    ]  # fmt: skip
    turns = Watched(view=View(words=i18n.load(LOCALES), shelf=shelf))
    async with Writer(database) as writer:
        world = World(writer, turns, people, course.id, task.start, task.end, task.outage)
        await world.live()
    return world, people, turns.broken


def _told(person: Person, end: datetime) -> Life:
    diary, life = person.diary, person.life
    life.finished = diary.finished
    life.enrolled_on, life.completed_on = diary.enrolled_on, diary.completed_on
    life.lost = lost(diary, diary.day(end))
    return life
