"""The state of one learner: everything that the engine needs to go on, and nothing else.

    Enrolment.walk    the way along the course: the activity being walked, or None between two
    Enrolment.aside   a reread episode or a questionnaire beside the way; leaving it loses nothing

Walk.tried tells the state of the step at which the walk stands:
    empty      a question is open, a message is being read
    not empty  the question is answered; the last entry is the answer that counts now
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.course.inputs import Point, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One way through one activity."""

    activity: str
    attempt: int
    step: str
    tried: tuple[tuple[int, ...], ...] = ()
    """Answers given to the present `Choose` in this attempt, oldest first."""
    retrying: bool = False
    """The learner asked to try again: the question is open although `tried` is not empty."""
    marked: tuple[int, ...] = ()
    """Options marked so far in a question with several answers."""
    right: tuple[str, ...] = ()
    """Questions of a test answered right."""
    about: str | None = None
    """The episode that a questionnaire is about."""

    @property
    def answered(self) -> bool:
        return bool(self.tried) and not self.retrying


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A learner in a course, pinned to one release of it."""

    course: str
    release: str
    started_at: datetime
    completed_at: datetime | None = None
    finished: tuple[str, ...] = ()
    attempts: Mapping[str, int] = field(default_factory=dict)
    """Walks begun through each activity."""
    walk: Walk | None = None
    aside: Walk | None = None

    def point(self, walk: Walk) -> Point:
        return Point(
            course=self.course, activity=walk.activity, attempt=walk.attempt, step=walk.step
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Words that wait for a decision, or (`text` None) the promise that the next words are feedback."""

    text: str | None
    turn: int
    """The turn that showed it; the buttons of no other turn decide about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastPress:
    on: Ref
    index: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    seed: int
    """Random once, so that every draw can be replayed."""
    language: str
    zone: str
    turn: int = 0
    pictures: bool = True
    consented_at: datetime | None = None
    invited_to: str | None = None
    """The course of the link that brought the person, until it is opened."""
    current: str | None = None
    """The course in front of the learner."""
    enrolments: Mapping[str, Enrolment] = field(default_factory=dict)
    draft: Draft | None = None
    last_press: LastPress | None = None

    @property
    def enrolment(self) -> Enrolment | None:
        return self.enrolments.get(self.current) if self.current else None
