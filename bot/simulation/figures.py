"""What the weeks came to, in numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from statistics import fmean, median
from typing import NamedTuple

from bot.simulation.person import Life
from bot.simulation.portion import Portion, Task


class Row(NamedTuple):
    """A line of the table: what went to and fro between the bot and one learner on one day."""

    learner: int
    habit: str
    language: str
    zone: str
    day: str
    """In the learner's zone."""
    prompts: int
    replies: int
    presses: int
    finished: int
    """Episodes and tests."""
    completed: int
    """Whether the course has been completed by now: 1 or 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Messages of all days of all learners on which there was any."""

    most: int
    p95: int
    mean: float
    """Of the days with any."""
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    name: str
    learners: int
    completed: int
    days: int | None
    """From the enrolment to the end of the course: the median."""
    prompts: float
    """For each learner and week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    task: Task
    lives: tuple[Life, ...]
    broken: tuple[str, ...]
    waited: int
    late: int
    bytes: int
    seconds: float

    @property
    def start(self) -> date:
        return self.task.start.date()

    @property
    def enrolled(self) -> list[Life]:
        return [life for life in self.lives if life.enrolled_on]

    def week(self, on: date) -> int:
        """1 is the first; a zone may be a day ahead of the start or behind the end."""
        return min(max((on - self.start).days // 7 + 1, 1), self.task.weeks)

    def completions(self) -> list[int]:
        """How many had completed the course by the end of each week."""
        weeks = Counter(self.week(life.completed_on) for life in self.lives if life.completed_on)
        return [sum(weeks[each] for each in range(1, w + 1)) for w in self.weeks]

    @property
    def weeks(self) -> range:
        return range(1, self.task.weeks + 1)

    def prompts(self) -> Days:
        return _days(len(each) for life in self.lives for each in life.prompts.values())

    def prompts_in(self, week: int) -> int:
        return sum(
            len(each)
            for life in self.lives
            for on, each in life.prompts.items()
            if self.week(on) == week
        )

    def replies(self) -> Days:
        return _days(each for life in self.lives for each in life.replies.values())

    def most_around_the_outage(self) -> int:
        """Prompts for one learner on one day, from the day of the outage to the day after it."""
        days = {(self.task.outage.start + timedelta(days=each)).date() for each in range(-1, 4)}
        return max(
            (len(p) for life in self.lives for on, p in life.prompts.items() if on in days),
            default=0,
        )

    def by_habit(self) -> list[Group]:
        return self._groups(lambda life: life.role.habit.name)

    def by_language(self) -> list[Group]:
        return self._groups(lambda life: life.role.language)

    def by_zone(self) -> list[Group]:
        return self._groups(lambda life: life.role.zone)

    def _groups(self, key: Callable[[Life], str]) -> list[Group]:
        groups: dict[str, list[Life]] = {}
        for life in self.lives:
            groups.setdefault(key(life), []).append(life)
        return [self._group(name, groups[name]) for name in sorted(groups)]

    def _group(self, name: str, lives: list[Life]) -> Group:
        took = [
            (life.completed_on - life.enrolled_on).days
            for life in lives
            if life.completed_on and life.enrolled_on
        ]
        prompts = sum(len(each) for life in lives for each in life.prompts.values())
        return Group(
            name=name, learners=len(lives), completed=len(took),
            days=round(median(took)) if took else None,
            prompts=prompts / len(lives) / self.task.weeks,
        )  # fmt: skip

    def reminders(self) -> list[tuple[int, int]]:
        """Of the first, the second, …: how many were sent, and how many acted upon them."""
        sent = sum((life.reminders for life in self.lives), Counter[int]())
        returned = sum((life.returns for life in self.lives), Counter[int]())
        return [(sent[each], returned[each]) for each in sorted(sent)]

    def things(self) -> Counter[str]:
        """What the prompts held."""
        return Counter(
            item.what
            for life in self.lives
            for prompt in chain.from_iterable(life.prompts.values())
            for item in prompt.items
        )

    @property
    def lost(self) -> int:
        return sum(life.lost for life in self.lives)

    @property
    def at_once(self) -> int:
        return sum(life.at_once for life in self.lives)

    def wrong(self) -> list[tuple[str, list[str]]]:
        """What must not be, by its kind; all empty if all is well."""
        return [
            ("Dead ends", [*_of(self.lives, "dead_ends"), *self.broken]),
            ("Prompts missed", _of(self.lives, "missed")),
            ("Prompts doubled", _of(self.lives, "doubled")),
            ("Prompts without reason or at a quiet time", _of(self.lives, "unfounded")),
        ]

    def rows(self) -> Iterator[Row]:
        """One for each learner and day on which the bot said anything to them."""
        for life in self.lives:
            answered = (on for on, replies in life.replies.items() if replies)
            for on in sorted({*life.prompts, *answered}):
                yield _row(life, on)


def figures(task: Task, portions: Iterable[Portion], seconds: float) -> Figures:
    kept = list(portions)
    lives = chain.from_iterable(each.lives for each in kept)
    return Figures(
        task=task, lives=tuple(sorted(lives, key=lambda life: life.role.number)),
        broken=tuple(chain.from_iterable(each.broken for each in kept)),
        waited=sum(each.waited for each in kept), late=sum(each.late for each in kept),
        bytes=sum(each.bytes for each in kept), seconds=seconds,
    )  # fmt: skip


def _row(life: Life, on: date) -> Row:
    role, completed = life.role, life.completed_on
    return Row(
        learner=role.number, habit=role.habit.name, language=role.language, zone=role.zone,
        day=on.isoformat(), prompts=len(life.prompts.get(on, ())), replies=life.replies[on],
        presses=life.presses[on],
        finished=sum(1 for finished_on in life.finished.values() if finished_on == on),
        completed=int(completed is not None and completed <= on),
    )  # fmt: skip


def _days(counts: Iterable[int]) -> Days:
    days = sorted(counts) or [0]
    p95 = days[min(len(days) - 1, len(days) * 95 // 100)]
    return Days(most=days[-1], p95=p95, mean=fmean(days), total=sum(days))


def _of(lives: Iterable[Life], what: str) -> list[str]:
    return [
        f"learner {life.role.number} ({life.role.habit.name}, {life.role.zone}): {each}"
        for life in lives
        for each in getattr(life, what)
    ]
