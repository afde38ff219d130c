"""What reports are made of: figures that have come through the gate, and nothing exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.course.desk.announcement import Outcome
from bot.course.desk.fives import FEW, Count, percent, total
from bot.course.inputs import PlanResult

LEAST_COUNTED = 80
"""Of the answers, in hundredths, that must stand in cells of five before a mean is told."""

LEAST_PART = Count(10)
"""Fifty people: in a smaller upper or lower part, rounding alone would move D by more than a tenth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    began: Count
    completed: Count
    activities: Mapping[str, Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    monday: date
    began: Count
    completed: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How often each option or point was somebody's first answer. `low`: the number of the first.

    Where several options could be chosen, the parts are more than the people.
    """

    activity: str
    step: str
    about: str | None = None
    people: Count
    parts: tuple[Count, ...]
    low: int = 1

    @property
    def mean(self) -> float | None:
        """Of the cells that are told; None where they are not nearly all of the answers."""
        counted = total(self.parts)
        if counted.few or counted.fives * 100 < self.people.fives * LEAST_COUNTED:
            return None
        points = sum(each.fives * point for point, each in enumerate(self.parts, self.low))
        return points / counted.fives


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with right and wrong answers. Only first answers count: later ones have seen why."""

    answers: Answers
    right: Count
    upper: Count = FEW
    upper_right: Count = FEW
    lower: Count = FEW
    lower_right: Count = FEW

    @property
    def difficulty(self) -> int | None:
        """Whoever was right at the first answer, in hundredths: the lower, the harder."""
        return percent(self.right, self.answers.people)

    @property
    def discrimination(self) -> float | None:
        """The upper-lower index D: the share of right answers in the upper part, less the lower.

        The parts are the upper and lower 27 % of those who answered, ordered by their results in
        the tests: T. L. Kelley, "The selection of upper and lower groups for the validation of test
        items", Journal of Educational Psychology 30 (1939), 17-24. From 0.2 on a question tells
        people who know from people who do not; R. L. Ebel, Measuring Educational Achievement, 1965.
        """
        if min(self.upper, self.lower) < LEAST_PART:
            return None
        return self.upper_right.fives / self.upper.fives - self.lower_right.fives / self.lower.fives


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """People with a plan, and people with one of which this was told last."""

    made: Count
    told: Mapping[PlanResult, Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    at: datetime
    outcomes: Mapping[Outcome, Count]
