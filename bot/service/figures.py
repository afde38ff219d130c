"""The gate: exact numbers come in from the store, and only Counts go out.

Nothing else may import `bot.store.figures`; import-linter holds that.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.course.desk.fives import Count, through_the_gate, total
from bot.course.desk.reports import Scope
from bot.course.desk.rights import Reach
from bot.course.model import Choose, Course, Rate, Step, Test
from bot.course.shelf import Shelf
from bot.report.figures import Announcement, Answers, Plans, Progress, Question, Week
from bot.store import figures
from bot.store.figures import Answer
from bot.store.reader import Reader

WEEKS = 12
ANNOUNCED = 10
KELLEY = (27, 27)
"""The upper and the lower part, in hundredths, by which questions are judged."""

Asked = tuple[str, Choose | Rate]
"""A step that is answered by a choice or a point, and the activity in which it is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`reader` is one of its own: counting a million people holds up nobody who reads."""

    reader: Reader
    shelf: Shelf

    async def groups(self) -> dict[str, str]:
        """The names of groups, those that are closed last."""
        return await figures.group_names(self.reader)

    async def progress(self, scope: Scope) -> Progress:
        began, completed, activities = await figures.progress(self.reader, scope)
        return Progress(
            began=through_the_gate(began), completed=through_the_gate(completed),
            activities=_counts(activities),
        )  # fmt: skip

    async def weeks(self, scope: Scope, now: datetime) -> tuple[Week, ...]:
        """The last weeks, the one that is under way among them. They begin on Monday in UTC."""
        today = now.astimezone(UTC).date()
        first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
        start = datetime.combine(first, time(), UTC)
        found = await figures.by_week(self.reader, scope, start, WEEKS)
        return tuple(
            Week(
                monday=first + timedelta(weeks=place), began=through_the_gate(began),
                completed=through_the_gate(completed),
            )
            for place, (began, completed) in enumerate(found)
        )  # fmt: skip

    async def languages(self, scope: Scope) -> Mapping[str, Count]:
        return _counts(await figures.languages(self.reader, scope))

    async def plans(self, scope: Scope) -> Plans:
        made, told = await figures.plans(self.reader, scope)
        return Plans(made=through_the_gate(made), told=_counts(told))  # type: ignore[arg-type]

    async def announcements(self, scope: Scope) -> tuple[Announcement, ...]:
        found: dict[str, Announcement] = {}
        for told in await figures.announced(self.reader, scope, ANNOUNCED):
            before = found.get(told.announcement, Announcement(at=told.at, outcomes={}))
            outcomes = {**before.outcomes, told.outcome: through_the_gate(told.people)}
            found[told.announcement] = Announcement(at=told.at, outcomes=outcomes)
        return tuple(found.values())

    async def questions(self, scope: Scope, course: Course, activity: str) -> tuple[Question, ...]:
        """The questions of one activity that have right and wrong answers, in their order."""
        asked = [(activity, step) for step in quizzes(course, activity)]
        if not asked:
            return ()
        steps = [step.id for _, step in asked]
        exact = await self._exact(scope, course, asked)
        ranked = await figures.ranked(self.reader, scope, activity, steps, KELLEY)
        parts = {each.step: each for each in ranked}
        found = []
        for _, step in asked:
            chosen, place = exact.get((activity, step.id, None), {}), parts.get(step.id)
            right = sum(n for options, n in chosen.items() if frozenset(options) == step.right)
            upper, upper_right, lower, lower_right = (
                map(through_the_gate,
                    (place.upper, place.upper_right, place.lower, place.lower_right))
                if place else (Count(),) * 4
            )  # fmt: skip
            found.append(
                Question(
                    answers=_answers(activity, step, None, chosen), right=through_the_gate(right),
                    upper=upper, upper_right=upper_right, lower=lower, lower_right=lower_right,
                )
            )  # fmt: skip
        return tuple(found)

    async def answers(
        self, scope: Scope, course: Course, asked: Sequence[Asked]
    ) -> tuple[Answers, ...]:
        """To each step, in this order; where it is asked about several episodes, about each."""
        if not asked:
            return ()
        exact = await self._exact(scope, course, asked)
        found = []
        for activity, step in asked:
            abouts = (
                [each.id for each in course.episodes] if _is_about(course, activity) else [None]
            )
            for about in abouts:
                chosen = exact.get((activity, step.id, about), {})
                found.append(_answers(activity, step, about, chosen))
        return tuple(found)

    async def since(self, reach: Reach, moment: datetime) -> tuple[Count, Count, Count]:
        """Within reach: new learners, those who finished a course, those who got an announcement."""
        new, completed, announced = await figures.since(self.reader, reach, moment)
        told = total(tuple(map(through_the_gate, announced)))
        return through_the_gate(new), through_the_gate(completed), told

    async def _exact(
        self, scope: Scope, course: Course, asked: Iterable[Asked]
    ) -> "dict[tuple[str, str, str | None], dict[tuple[int, ...], int]]":
        """How many chose what. Answers to an older release count if it asked the same."""
        steps = {(activity, step.id): step for activity, step in asked}
        rows = await figures.answers(
            self.reader, scope, sorted({each for each, _ in steps}), sorted({s for _, s in steps})
        )
        exact: dict[tuple[str, str, str | None], dict[tuple[int, ...], int]] = {}
        for row in rows:
            step = steps.get((row.activity, row.step))
            if step is not None and self._asked_the_same(row, step, course):
                chosen = exact.setdefault((row.activity, row.step, row.about), {})
                options = tuple(json.loads(row.response))
                chosen[options] = chosen.get(options, 0) + row.people
        return exact

    def _asked_the_same(self, row: Answer, step: Step, course: Course) -> bool:
        """Whether the numbers of its options meant then what they mean now."""
        release = self.shelf.releases.get(row.release)
        if release is None or release is course:
            return release is course
        try:
            then = release.step(row.activity, row.step)
        except LookupError:
            return False
        return _meaning(then, release) == _meaning(step, course)


def _meaning(step: Step, course: Course) -> object:
    match step:
        case Choose():
            options = step.words[course.source_language].options
            return step.right, tuple(option.text for option in options)
        case Rate():
            return step.low, step.high, step.words[course.source_language].ends
        case _:
            return None


def quizzes(course: Course, activity: str) -> tuple[Choose, ...]:
    """The questions of an activity that have right and wrong answers."""
    found = course.find(activity)
    if found is None:
        return ()
    steps: tuple[Step, ...] = found.bank if isinstance(found, Test) else found.steps
    return tuple(each for each in steps if isinstance(each, Choose) and each.right is not None)


def _is_about(course: Course, activity: str) -> bool:
    return course.after_episode is not None and course.after_episode.id == activity


def _answers(
    activity: str, step: Choose | Rate, about: str | None, chosen: Mapping[tuple[int, ...], int]
) -> Answers:
    low, high = (1, step.options) if isinstance(step, Choose) else (step.low, step.high)
    return Answers(
        activity=activity, step=step.id, about=about, low=low,
        people=through_the_gate(sum(chosen.values())),
        parts=tuple(
            through_the_gate(sum(n for options, n in chosen.items() if point in options))
            for point in range(low, high + 1)
        ),
    )  # fmt: skip


def _counts(exact: Mapping[str, int]) -> dict[str, Count]:
    return {name: through_the_gate(people) for name, people in exact.items()}


def asked_in(course: Course, activities: Collection[str]) -> tuple[Asked, ...]:
    """Every step of these activities that has no right answer and is answered by a choice or a point."""
    return tuple(
        (activity, step)
        for activity in activities
        if (found := course.find(activity)) is not None and not isinstance(found, Test)
        for step in found.steps
        if isinstance(step, Rate) or (isinstance(step, Choose) and step.right is None)
    )
