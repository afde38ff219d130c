"""What a course is: modules of activities, and activities made of steps.

Everything here is immutable and speaks every language of the course at once.
A `Course` is one *release*: what a learner began with stays as it was, whatever
happens to the files in `lessons/` afterwards.

    Course ─┬─ Module ─┬─ Episode ─────── Say | Choose | Rate | Write
            │          └─ Test (bank) ─── Choose
            ├─ Questionnaire ──────────── Say | Choose | Rate | Write   before, after, each episode
            ├─ FollowUp ───────────────── Say | Choose | Rate | Write   days after something ended
            └─ Survey (nothing else) ──── Say | Choose | Rate | Write   belongs to no course

Texts are Markdown. A step's `words` hold one wording for each language in which
the step exists; `wording` falls back to the source language for the *whole* step,
so that no message mixes languages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Literal, TypeAlias, TypeVar

Language: TypeAlias = str
"""A language code of the catalogue: `en`, `uk`, `pt`."""

Localized: TypeAlias = Mapping[Language, str]

REVIEW: Literal["@review"] = "@review"
"""The activity in which the questions of other activities come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture by its content, with the description that also reaches the learner as text."""

    sha256: str
    media_type: Literal["image/png", "image/jpeg", "image/webp"]
    width: int
    height: int
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The wording of a `Say`."""

    text: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionWording:
    text: str
    reply: str = ""
    """Feedback to a quiz answer; in a story, what happened then; nothing in a poll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The wording of a `Choose`: the situation, the question, the options in order."""

    text: str
    question: str
    options: tuple[OptionWording, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The wording of a `Rate`; `ends` are the words for the lowest and the highest point."""

    text: str
    question: str
    ends: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The wording of a `Write`."""

    text: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The step is shown only to those who chose one of `options` at `step` of the same walk."""

    step: str
    options: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One chat message. A `deeper` one is shown only to those who ask for it."""

    id: str
    words: Mapping[Language, Passage]
    deeper: bool = False
    when: Condition | None = None
    kind: Literal["say"] = "say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """A choice among options numbered from 1.

    `right` holds the numbers of the right options; None means a turn in a story or a
    `poll`, where nothing is wrong. A poll has no replies: the walk goes on at once.
    With `several`, an answer is a set, of at most `most` options, and is right when it
    equals `right`. `about` names the episode to look at again.
    """

    id: str
    words: Mapping[Language, Question]
    options: int
    right: frozenset[int] | None
    several: bool = False
    most: int | None = None
    about: str | None = None
    poll: bool = False
    optional: bool = False
    """Only a poll may be skipped."""
    when: Condition | None = None
    kind: Literal["choose"] = "choose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A point on a scale from `low` to `high`, both included."""

    id: str
    words: Mapping[Language, Scale]
    low: int
    high: int
    optional: bool = False
    when: Condition | None = None
    kind: Literal["rate"] = "rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """Free text in the learner's own words."""

    id: str
    words: Mapping[Language, Prompt]
    optional: bool = False
    when: Condition | None = None
    kind: Literal["write"] = "write"


Step: TypeAlias = Say | Choose | Rate | Write
W = TypeVar("W")


def wording(
    words: Mapping[Language, W], language: Language, source: Language
) -> tuple[W, Language]:
    """The wording in the learner's language, or all of it in the source language."""
    return (words[language], language) if language in words else (words[source], source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    id: str
    title: Localized
    minutes: int
    steps: tuple[Step, ...]
    sources: Mapping[Language, tuple[str, ...]]
    kind: Literal["episode"] = "episode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A module test: `draw` questions out of `bank`, a new draw at every attempt.

    Passed when the share of right answers is at least `pass_mark` per cent.
    """

    id: str
    title: Localized
    bank: tuple[Choose, ...]
    draw: int
    pass_mark: int
    kind: Literal["test"] = "test"

    __test__ = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    id: str
    title: Localized
    steps: tuple[Step, ...]
    kind: Literal["questionnaire"] = "questionnaire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What makes a course of one questionnaire a survey: it belongs to no course, and is answered once.

    Of an `anonymous` one, nothing links answers and people once it is over for them.
    """

    questions: Questionnaire
    anonymous: bool
    minutes: int
    until: date | None = None
    """The last day on which it can be answered, by the calendar of whoever answers."""

    def is_over(self, on: date) -> bool:
        return self.until is not None and on > self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Asked `days` days after something ended: recall, judgement, use at work.

    `after` is the episode or test that ended, None the course. With `draw`, each learner
    gets one of the steps.
    """

    id: str
    title: Localized
    steps: tuple[Step, ...]
    after: str | None
    days: int
    draw: bool = False
    kind: Literal["follow-up"] = "follow-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Questions of other activities, come back; each is named `activity/step`."""

    steps: tuple[Choose, ...]
    id: Literal["@review"] = REVIEW
    kind: Literal["review"] = "review"


Activity: TypeAlias = Episode | Test | Questionnaire | FollowUp
"""What a course is made of."""

Walkable: TypeAlias = Activity | Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a course allows itself. `a_day` bounds the things that one daily prompt may hold."""

    mornings_only: bool = False
    a_day: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a certificate of the course says besides name and dates. Credits only if a body set them."""

    issuer: Localized
    hours: int | None = None
    credits: Localized | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    id: str
    title: Localized
    episodes: tuple[Episode, ...]
    test: Test | None = None
    starters: tuple[Localized, ...] = ()
    """If-then plans to start from."""

    @property
    def line(self) -> tuple[Episode | Test, ...]:
        """What a learner walks through in this module, in order."""
        return (*self.episodes, *((self.test,) if self.test else ()))


@dataclass(frozen=True, kw_only=True)
class Course:
    """One release of a course. Without slots: what is asked at every turn is worked out once."""

    id: str
    source_language: Language
    languages: tuple[Language, ...]
    title: Localized
    summary: Localized
    modules: tuple[Module, ...]
    after_episode: Questionnaire | None = None
    """Offered, never demanded, after each episode."""
    before: Questionnaire | None = None
    after: Questionnaire | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    reminders: tuple[int, ...] = (3, 7, 14)
    """Days without a step after which a learner who stopped is asked; none, if empty."""
    review_days: int = 90
    """Days after its completion during which the course's questions come back; 0 for never."""
    limits: Limits = Limits()
    certificate: Terms | None = None
    survey: Survey | None = None
    """With it, the course has nothing else: no modules, no line."""

    @cached_property
    def line(self) -> tuple[Episode | Test, ...]:
        """Everything that must be finished, in the only order in which it can be."""
        return tuple(chain.from_iterable(module.line for module in self.modules))

    @property
    def episodes(self) -> tuple[Episode, ...]:
        return tuple(chain.from_iterable(module.episodes for module in self.modules))

    def activity(self, activity_id: str) -> Activity:
        """Raises LookupError for an id that is not of this release."""
        activity = self.find(activity_id)
        if activity is None:
            raise LookupError(activity_id)
        return activity

    def find(self, activity_id: str) -> Activity | None:
        return self._by_id.get(activity_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Activity]:
        survey = self.survey.questions if self.survey else None
        beside = (self.after_episode, self.before, self.after, survey)
        everything: tuple[Activity, ...] = (
            *self.line,
            *(each for each in beside if each),
            *self.follow_ups,
        )
        return {each.id: each for each in everything}

    def review(self, asks: Iterable[str]) -> Review:
        """These questions as an activity. Raises LookupError for one that is not of this release."""
        return Review(steps=tuple(self._asked_again(each) for each in asks))

    def _asked_again(self, name: str) -> Choose:
        activity, _, step = name.partition("/")
        found = self.step(activity, step)
        if not isinstance(found, Choose):
            raise LookupError(name)
        return replace(found, id=name, when=None)

    def step(self, activity_id: str, step_id: str) -> Step:
        """A step by the names that a walk knows it by. Raises LookupError for one that is not here."""
        if activity_id == REVIEW:
            return self._asked_again(step_id)
        activity = self.activity(activity_id)
        steps: tuple[Step, ...] = activity.bank if isinstance(activity, Test) else activity.steps
        for step in steps:
            if step.id == step_id:
                return step
        raise LookupError(step_id)
