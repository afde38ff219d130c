"""The state of one learner: everything that the engine needs to go on, and nothing else.

    Enrolment.walk    the way along the course: the activity being walked, or None between two
    Enrolment.aside   a reread episode or a questionnaire beside the way; leaving it loses nothing
    Learner.surveys   surveys under way, which belong to no course; one that is over leaves its name

Walk.tried tells the state of the step at which the walk stands:
    empty      a question is open, a message is being read
    not empty  the question is answered; the last entry is the answer that counts now
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from bot.course.inputs import PlanResult, Point, Ref
from bot.course.review import Card
from bot.course.timing import Rhythm


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
    told: Mapping[str, tuple[int, ...] | str] = field(default_factory=dict)
    """Answers of this walk on which a later step depends; of a survey, all of them."""
    asks: tuple[str, ...] = ()
    """The questions of a review, as `activity/step`."""
    ago: int = 0
    """Days since that ended what a follow-up follows."""

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
    finished_at: Mapping[str, datetime] = field(default_factory=dict)
    invited: str | None = None
    """The activity to which the rhythm has invited last."""
    invited_at: datetime | None = None
    asked: tuple[str, ...] = ()
    """Follow-ups and questionnaires that were offered; none is offered twice."""
    left: Mapping[str, Walk] = field(default_factory=dict)
    """Follow-ups and questionnaires that were left half done; opened again, they go on there."""
    cards: Mapping[str, Card] = field(default_factory=dict)
    """The review plan: questions as `activity/step`."""
    certified_as: str | None = None
    """The name on the certificate."""
    touched_at: datetime | None = None
    """The last step in a survey."""

    def point(self, walk: Walk) -> Point:
        return Point(
            course=self.course, activity=walk.activity, attempt=walk.attempt, step=walk.step
        )


Purpose: TypeAlias = Literal[
    "feedback", "plan", "plan-note", "name", "answer", "announcement", "group", "word",
    "anonymous", "complaint", "wish", "search", "topic",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Words that wait for a decision, or (`text` None) the promise what the next words will be."""

    text: str | None
    turn: int
    """The turn that showed it; the buttons of no other turn decide about it."""
    purpose: Purpose = "feedback"
    about: str | None = None
    """The course of a name, `course/module` of a plan, the plan of a note, the thread of an answer,
    the group of a word, `what:group` of something about a group, the letterbox of anonymous words,
    `topic:language` of a title.
    """
    message: str | None = None
    """The channel's own name of the message with these words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the learner wants to do at work, and the day on which the bot asks about it."""

    id: str
    course: str
    module: str
    text: str
    made_on: date
    due_on: date
    result: PlanResult | None = None
    asked: bool = False
    """The bot has asked about `due_on`."""

    @property
    def open(self) -> bool:
        return self.result in (None, "partly", "not-yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class LastPress:
    on: Ref
    index: int | None
    """None: it ended an anonymous survey, and which it was is not kept."""
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
    invited_group: str | None = None
    """The token of the group's link that brought the person, until they have agreed."""
    invited_team: str | None = None
    """The fingerprint of the invitation to the team that brought the person, until then."""
    current: str | None = None
    """The course in front of the learner."""
    enrolments: Mapping[str, Enrolment] = field(default_factory=dict)
    draft: Draft | None = None
    last_press: LastPress | None = None
    rhythm: Rhythm = field(default_factory=Rhythm)
    active_at: datetime | None = None
    """The last time that the person did anything."""
    prompted_on: date | None = None
    """The last day, in the learner's zone, with a prompt: each has one at most."""
    wake_at: datetime | None = None
    """When the timer for the next prompt is set."""
    reminded: int = 0
    """Reminders since the person was active last."""
    reminded_on: date | None = None
    ignored: int = 0
    """Prompts for review since the last answer in one."""
    plans: tuple[Plan, ...] = ()
    surveys: Mapping[str, Enrolment] = field(default_factory=dict)
    """Those that the learner is answering."""
    asking: str | None = None
    """The survey in front of the course; None when it is put away for later."""
    surveyed: tuple[str, ...] = ()
    """Surveys that are over for this learner: none is answered twice."""

    @property
    def enrolment(self) -> Enrolment | None:
        return self.enrolments.get(self.current) if self.current else None
