"""What has come true: past-tense facts, only ever added, never changed.

Statistics, exports and certificates are read from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from bot.course.inputs import PlanResult


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentBegan:
    course: str
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer to one step. The first for a step is the one that statistics count."""

    course: str
    release: str
    activity: str
    step: str
    attempt: int
    response: tuple[int, ...] | str
    """Numbers of options, one point of a scale, or the learner's words."""
    right: bool | None
    """None where nothing is right or wrong."""
    about: str | None = None
    """The episode that a questionnaire was about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestTaken:
    course: str
    test: str
    attempt: int
    right: int
    asked: int
    passed: bool

    __test__ = False


Sort: TypeAlias = Literal["episode", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCompleted:
    course: str
    activity: str
    sort: Sort


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCompleted:
    course: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven:
    """Words for the team, with the place they were written from."""

    text: str
    course: str | None
    activity: str | None
    step: str | None
    complaint: bool = False
    wish: bool = False
    message: str | None = None
    """The channel's own name of the message with these words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGivenAnonymously:
    """Words that are kept without a link to whoever wrote them, but for the way back of an answer."""

    text: str
    course: str | None
    activity: str | None
    letterbox: str | None = None
    """Goes on in the thread behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptMade:
    """The bot spoke of its own accord. There is one for a learner and a day at most."""

    on: date
    """The day in the learner's zone."""
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMade:
    plan: str
    course: str
    module: str
    text: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMoved:
    plan: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTold:
    """What became of a plan; or, later, what helped or held back."""

    plan: str
    result: PlanResult
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateIssued:
    """Everything that is printed, in the language in which it was asked for."""

    course: str
    release: str
    name: str
    language: str
    title: str
    issuer: str | None
    hours: int | None
    credits: str | None
    episodes: int
    tests: int
    began_on: date
    completed_on: date
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyOpened:
    """Somebody has seen what a survey is about, or has begun it."""

    survey: str
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyEnded:
    """A survey is over for this learner. Whatever was answered until then counts.

    `unlinked`: the answers of an anonymous survey. From here on they belong to nobody.
    """

    survey: str
    anonymous: bool
    answered: bool
    """Whether there was any answer."""
    unlinked: Mapping[str, tuple[int, ...] | str]


Fact: TypeAlias = (
    EnrolmentBegan | Answered | TestTaken | ActivityCompleted | CourseCompleted | FeedbackGiven
    | FeedbackGivenAnonymously
    | PromptMade | PlanMade | PlanMoved | PlanTold | CertificateIssued | SurveyOpened | SurveyEnded
)  # fmt: skip
