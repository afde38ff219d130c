"""Walking through one activity, step by step.

    begin ──► a step ──► … ──► the last step ──► (the activity ends)

A message is left by going on; a question is open, then answered, then left by going on.
A wrong answer in an episode may be tried again; in a test it stands.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from bot.course.inputs import (
    LeftAside,
    OptionChosen,
    OptionsSubmitted,
    Point,
    Rated,
    Skipped,
    TriedAgain,
    WentOn,
)
from bot.course.learner import Enrolment, Walk
from bot.course.messages import Body, Button, Keyboard, Label, Message, Questioned, Said
from bot.course.model import (
    REVIEW,
    Choose,
    Course,
    FollowUp,
    Questionnaire,
    Rate,
    Review,
    Say,
    Step,
    Test,
    Walkable,
    Write,
)

SHORT = 2
"""Steps of what is over so soon that it needs no way out."""


def steps_of(activity: Walkable, attempt: int, seed: int) -> Sequence[Step]:
    """The steps of this walk. For a test: a draw that no other attempt repeats until the bank is used up."""
    if isinstance(activity, FollowUp) and activity.draw:
        return [random.Random(f"{seed}:{activity.id}").choice(activity.steps)]
    if not isinstance(activity, Test):
        return activity.steps
    lap, place = divmod(attempt - 1, max(1, len(activity.bank) // activity.draw))
    shuffled = random.Random(f"{seed}:{activity.id}:{lap}").sample(
        activity.bank, len(activity.bank)
    )
    return shuffled[place * activity.draw : (place + 1) * activity.draw]


def begin(
    activity: Walkable,
    attempt: int,
    seed: int,
    about: str | None = None,
    asks: tuple[str, ...] = (),
) -> Walk:
    first = steps_of(activity, attempt, seed)[0]
    return Walk(activity=activity.id, attempt=attempt, step=first.id, about=about, asks=asks)


def is_right(step: Choose, answer: tuple[int, ...]) -> bool | None:
    return None if step.right is None else frozenset(answer) == step.right


class Path:
    """A walk seen together with its activity: where it stands, what comes next, what to show."""

    def __init__(self, course: Course, enrolment: Enrolment, seed: int, *, aside: bool) -> None:
        walk = enrolment.aside if aside else enrolment.walk
        if walk is None:
            raise LookupError("nothing is being walked")
        self.enrolment = enrolment
        self.survey = course.survey
        self.aside = aside
        self.walk = walk
        self.activity: Walkable = (
            course.review(walk.asks) if walk.activity == REVIEW else course.activity(walk.activity)
        )
        self.steps = steps_of(self.activity, walk.attempt, seed)
        self.index = next(i for i, step in enumerate(self.steps) if step.id == walk.step)
        self.at = enrolment.point(walk)

    @property
    def step(self) -> Step:
        return self.steps[self.index]

    @property
    def open(self) -> bool:
        """Whether a question waits for an answer."""
        return not isinstance(self.step, Say) and not self.walk.answered

    def after(self, *, deeper: bool = False) -> Step | None:
        """The step to come, or None at the end. What goes deeper is passed over unless asked for."""
        rest = (step for step in self.steps[self.index + 1 :] if self._applies(step))
        return next((s for s in rest if deeper or not (isinstance(s, Say) and s.deeper)), None)

    def _applies(self, step: Step) -> bool:
        """Whether the answers of this walk lead to the step."""
        when = step.when
        return when is None or not when.options.isdisjoint(self.walk.told.get(when.step, ()))

    def moved(self, *, deeper: bool = False) -> Walk | None:
        step = self.after(deeper=deeper)
        if step is None:
            return None
        return replace(self.walk, step=step.id, tried=(), retrying=False, marked=())

    def answered(self, step: Choose, answer: tuple[int, ...]) -> Walk:
        """The walk after an answer to the present question."""
        counts = isinstance(self.activity, Test) and is_right(step, answer)
        right = (*self.walk.right, step.id) if counts else self.walk.right
        tried = (*self.walk.tried, answer)
        walk = replace(self.walk, tried=tried, retrying=False, marked=(), right=right)
        return self.remembering(walk, answer)

    def remembering(self, walk: Walk, answer: tuple[int, ...] | str) -> Walk:
        """The walk with the answer kept, if a later step depends on it, and throughout a survey."""
        if self.survey or any(step.when and step.when.step == walk.step for step in self.steps):
            return replace(walk, told={**walk.told, walk.step: answer})
        return walk

    def may_retry(self) -> bool:
        return (
            isinstance(self.step, Choose)
            and self.walk.answered
            and not isinstance(self.activity, Test)
            and is_right(self.step, self.walk.tried[-1]) is False
        )

    def shown(self) -> Message:
        """The message in which this walk stands."""
        if isinstance(self.step, Say):
            body: Body = Said(
                release=self.enrolment.release, at=self.at, opens=self.index == 0, ago=self.walk.ago
            )
            return Message(body=body, buttons=self._keys())
        answer = self.walk.tried[-1] if self.walk.answered else None
        right = is_right(self.step, answer) if answer and isinstance(self.step, Choose) else None
        return Message(body=self.question(answer, right=right), buttons=self._keys())

    def told(self, answer: tuple[int, ...]) -> Questioned:
        """The question with its answer; of an anonymous survey, only that there was one."""
        if self.survey is None or not self.survey.anonymous:
            return self.question(answer)
        return replace(self.question(None), marked=(), saved=True)

    def question(
        self, answer: tuple[int, ...] | None, *, right: bool | None = None, skipped: bool = False
    ) -> Questioned:
        counted = [s for s in self.steps if self._applies(s) and _counts(s, self.activity)]
        number = next((i for i, s in enumerate(counted, 1) if s.id == self.step.id), 0)
        return Questioned(
            release=self.enrolment.release, at=self.at, opens=self.index == 0, number=number,
            of=len(counted), marked=self.walk.marked, answer=answer, skipped=skipped, right=right,
            ago=self.walk.ago,
        )  # fmt: skip

    def _keys(self) -> Keyboard:
        match self.step:
            case Choose() if self.walk.answered:
                again = ((Button(label=Label.TRY_AGAIN, does=TriedAgain(at=self.at)),),)
                return (*self._onward(), *(again if self.may_retry() else ()))
            case Choose() as step:
                return (*_options(step, self.at, self.walk.marked), *self._ways_out(step))
            case Rate(low=low, high=high) as step:
                points = [
                    Button(label=Label.POINT, does=Rated(at=self.at, value=value))
                    for value in range(low, high + 1)
                ]
                return (*_rows(points), *self._ways_out(step))
            case Write() as step:
                return self._ways_out(step)
            case Say():
                return (*self._onward(), *self._leave())

    def _onward(self) -> Keyboard:
        last = self.after() is None
        on = Button(label=Label.FINISH if last else Label.CONTINUE, does=WentOn(at=self.at))
        following = self.steps[self.index + 1 : self.index + 2]
        if any(isinstance(step, Say) and step.deeper for step in following):
            return ((on,), (Button(label=Label.DEEPER, does=WentOn(at=self.at, deeper=True)),))
        return ((on,),)

    def _ways_out(self, step: Choose | Rate | Write) -> Keyboard:
        """Two rows, or one where they stand below every question."""
        skip, leave = _skip(step, self.at), self._leave()
        return (tuple(chain(*skip, *leave)),) if self.survey else (*skip, *leave)

    def _leave(self) -> Keyboard:
        """The way out of what nobody has to do: where it begins, in a review at each question."""
        if self.survey:
            return ((Button(label=Label.LATER, does=LeftAside(at=self.at)),),)
        match self.activity:
            case Questionnaire():
                offered = self.index == 0 and len(self.steps) > SHORT
            case FollowUp():
                offered = self.index == 0
            case Review():
                offered = True
            case _:
                offered = False
        if offered:
            return ((Button(label=Label.LEAVE, does=LeftAside(at=self.at)),),)
        return ()


def _counts(step: Step, activity: Walkable) -> bool:
    if activity.kind == "episode":
        return isinstance(step, Choose) and step.right is not None
    return not isinstance(step, Say)


def _options(step: Choose, at: Point, marked: tuple[int, ...]) -> Keyboard:
    keys = tuple(
        (
            Button(
                label=Label.MARKED if option in marked else Label.ANSWER,
                does=OptionChosen(at=at, option=option),
            ),
        )
        for option in range(1, step.options + 1)
    )
    if not step.several:
        return keys
    return (*keys, (Button(label=Label.SUBMIT, does=OptionsSubmitted(at=at)),))


def _skip(step: Choose | Rate | Write, at: Point) -> Keyboard:
    return ((Button(label=Label.SKIP, does=Skipped(at=at)),),) if step.optional else ()


def _rows(buttons: list[Button], width: int = 5) -> Keyboard:
    """Rows of equal length, as few as fit a narrow phone."""
    count = -(-len(buttons) // width)
    size = -(-len(buttons) // count)
    return tuple(tuple(buttons[i : i + size]) for i in range(0, len(buttons), size))
