"""Months of one learner's life with the bot: a course with everything that can fall due, and time.

months ─┬─ m1 ─ one, two, test-m1          follow-ups: one-2, two-2, test-2, test-7,
        └─ m2 ─ three                                  end-1, end-20, end-30, end-45, end-45b
weeks ──── m1 ─ one                        follow-ups: one-2, end-1, of the same names
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.course.engine import advance, take_back
from bot.course.inputs import (
    Action,
    ActivityOpened,
    Asked,
    Enrolled,
    Input,
    OptionChosen,
    Press,
    Rated,
    Ref,
    TextReceived,
    TimerFired,
    WentOn,
)
from bot.course.learner import Enrolment, Learner
from bot.course.messages import Due, Prompted
from bot.course.model import (
    Choose,
    Course,
    FollowUp,
    Limits,
    Module,
    Questionnaire,
    Rate,
    Write,
)
from bot.course.scene import Scene
from bot.course.shelf import Shelf
from bot.course.timing import Rhythm
from bot.course.turn import Turn
from bot.course.way import next_in_line
from bot.store.codec import LEARNER, dump
from tests.course.courses import episode, module, module_test, quiz, rate, say, texts, write

A_MOMENT = timedelta(seconds=10)
AN_HOUR = timedelta(hours=1)


def follow_up(id: str, days: int, *, after: str | None) -> FollowUp:
    steps = (quiz(f"{id}-q"),)
    return FollowUp(id=id, title=texts(id), steps=steps, after=after, days=days)


def _course(
    id: str, *modules: Module, follow_ups: tuple[FollowUp, ...], reminders: tuple[int, ...],
    review_days: int, limits: Limits, before: bool,
) -> Course:  # fmt: skip
    asks = Questionnaire(id="before", title=texts("before"), steps=(rate("hope", 1, 5),))
    after = Questionnaire(id="after", title=texts("after"), steps=(rate("use", 1, 5), write("say")))
    return Course(
        id=id, source_language="en", languages=("en", "uk"), title=texts(id), summary=texts(id),
        modules=modules, before=asks if before else None, after=after, follow_ups=follow_ups,
        reminders=reminders, review_days=review_days, limits=limits,
    )  # fmt: skip


def shelf(
    *,
    reminders: tuple[int, ...] = (3, 7, 14),
    review_days: int = 90,
    limits: Limits = Limits(),  # noqa: B008
    others: Limits = Limits(),  # noqa: B008
    before: bool = False,
) -> Shelf:
    """`limits` are those of the course `months`, `others` those of `weeks`."""
    months = _course(
        "months",
        module(
            "m1", episode("one", say("hello"), quiz("q1")), episode("two", quiz("q2")),
            test=module_test("test-m1", quiz("t1"), quiz("t2"), draw=1),
        ),
        module("m2", episode("three", quiz("q3"))),
        follow_ups=(
            follow_up("one-2", 2, after="one"), follow_up("two-2", 2, after="two"),
            follow_up("test-2", 2, after="test-m1"), follow_up("test-7", 7, after="test-m1"),
            follow_up("end-1", 1, after=None), follow_up("end-20", 20, after=None),
            follow_up("end-30", 30, after=None), follow_up("end-45", 45, after=None),
            follow_up("end-45b", 45, after=None),
        ),
        reminders=reminders, review_days=review_days, limits=limits, before=before,
    )  # fmt: skip
    weeks = _course(
        "weeks", module("m1", episode("one", quiz("q1"))),
        follow_ups=(follow_up("one-2", 2, after="one"), follow_up("end-1", 1, after=None)),
        reminders=(2,), review_days=10, limits=others, before=False,
    )  # fmt: skip
    return Shelf(offered={"months": "r1", "weeks": "r2"}, releases={"r1": months, "r2": weeks})


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """One message that nobody asked for."""

    at: datetime
    until: datetime | None
    body: Prompted
    keys: tuple[Press, ...]

    @property
    def items(self) -> tuple[Due, ...]:
        return self.body.items

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} " + " ".join(f"{i.what}:{i.about}" for i in self.items)


@dataclass(kw_only=True)
class Months:
    """A learner, a machine with one timer, and the clock on the wall of the machine."""

    shelf: Shelf = field(default_factory=shelf)
    zone: str = "Europe/Kyiv"
    rhythm: Rhythm = field(default_factory=Rhythm)
    now: datetime = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    learner: Learner = field(init=False)
    timer: tuple[datetime, TimerFired] | None = None
    prompts: list[Prompt] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.learner = Learner(
            seed=7, language="en", zone=self.zone, rhythm=self.rhythm, consented_at=self.now
        )

    # --- The machine ---------------------------------------------------------------------

    def take(self, event: Input) -> Turn:
        before = self.learner
        turn = advance(self.shelf, before, event, self.now)
        self._save(turn)
        self.prompts += self._prompts(turn)
        self.took(before, event, turn)
        return turn

    def _save(self, turn: Turn) -> None:
        assert turn.learner is not None
        self.learner = turn.learner
        for timer in turn.timers:
            fired = TimerFired(timer=timer.kind, set_in=turn.learner.turn)
            self.timer = (timer.due, fired) if timer.due else None

    def lose(self, prompt: Prompt) -> None:
        """It could not be sent before its time was over, and nobody has seen it."""
        assert prompt.until is not None
        self.now = max(self.now, prompt.until)
        self.prompts[self.prompts.index(prompt)] = replace(prompt, keys=())
        self._save(take_back(self.shelf, self.learner, prompt.body, self.now))
        self.lost(prompt)

    def lost(self, prompt: Prompt) -> None:
        """For those who watch."""

    def took(self, before: Learner, event: Input, turn: Turn) -> None:
        """For those who watch."""

    def _prompts(self, turn: Turn) -> Iterator[Prompt]:
        for message in turn.messages:
            if isinstance(message.body, Prompted):
                flat = [button for row in message.buttons for button in row]
                ref = Ref(turn=self.learner.turn)
                keys = (Press(on=ref, index=i, does=key.does) for i, key in enumerate(flat))
                yield Prompt(
                    at=self.now, until=message.until, body=message.body, keys=tuple(keys)
                )  # fmt: skip

    def settle(self) -> None:
        """Fires what is due, at once or late."""
        for _ in range(3):
            if self.timer is None or self.timer[0] > self.now:
                return
            self.fire()
        raise AssertionError(f"set again and again for {self.timer}")

    def fire(self) -> None:
        """The timer, whatever the time."""
        if self.timer is not None:
            _, fired = self.timer
            self.timer = None
            self.take(fired)

    def live(self, duration: timedelta) -> None:
        """The machine runs, and fires every timer at its moment."""
        until = self.now + duration
        self.settle()
        while self.now < until:
            ahead = self.timer[0] if self.timer else until
            self.now = max(self.now, min(self.now + AN_HOUR, ahead, until))
            self.settle()
            self.looked()

    def looked(self) -> None:
        """For those who watch: once an hour, everything due is fired."""

    def fail(self, duration: timedelta) -> None:
        """Nothing fires meanwhile. What a person does next may come first, or the timers."""
        self.now += duration

    def restart(self) -> None:
        self.learner = LEARNER.validate_json(dump(LEARNER, self.learner))

    # --- The person ----------------------------------------------------------------------

    def do(self, event: Input) -> Turn:
        self.now += A_MOMENT
        turn = self.take(event)
        self.settle()
        return turn

    def enrol(self, course: str = "months") -> None:
        self.do(Enrolled(course=course))

    def walk_on(self, steps: int, *, option: int = 2) -> None:
        for _ in range(steps):
            self.do(self._onward(option))

    def end(self) -> None:
        """Walks to the end of what is open, or of what comes next."""
        self.walk_on(1)
        for _ in range(10):
            enrolment = self._enrolment
            if enrolment.aside or enrolment.walk:
                self.walk_on(1)

    def finish(self, *activities: str) -> None:
        """Walks until all of these are behind."""
        while not {*activities} <= {*self._enrolment.finished}:
            self.walk_on(1)

    @property
    def _enrolment(self) -> Enrolment:
        assert self.learner.enrolment is not None
        return self.learner.enrolment

    def _onward(self, option: int) -> Input:
        scene = Scene(shelf=self.shelf, learner=self.learner, now=self.now)
        enrolment = self.learner.enrolment
        if enrolment is None:
            return Enrolled(course="months")
        path = scene.front()
        if path is None:
            following = next_in_line(scene.course(enrolment), enrolment)
            if following is None:
                return Asked(menu="progress")
            return ActivityOpened(course=enrolment.course, activity=following.id)
        match path.step:
            case Choose() if path.open:
                return OptionChosen(at=path.at, option=option)
            case Rate() if path.open:
                return Rated(at=path.at, value=option)
            case Write() if path.open:
                return TextReceived(text="At the counter")
            case _:
                return WentOn(at=path.at)

    def open(self, activity: str, course: str = "months") -> None:
        self.do(ActivityOpened(course=course, activity=activity))

    def press(self, action: type[Action], prompt: int = -1) -> None:
        """The button of the last prompt that does such a thing."""
        keys = self.prompts[prompt].keys
        self.do(next(key for key in keys if isinstance(key.does, action)))
