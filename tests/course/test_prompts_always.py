"""Whatever people and machines do for months: one prompt a day, in its hours, and nothing lost."""

import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias, assert_never
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.course.facts import PromptMade
from bot.course.inputs import (
    ActivityOpened,
    Asked,
    CourseOpened,
    DaysChosen,
    DayToggled,
    Enrolled,
    HolidaysChosen,
    HourChosen,
    Input,
    LanguageChosen,
    Paused,
    PlanBegun,
    PlanDated,
    PlanReported,
    PutOff,
    Switched,
    TextReceived,
    TimerFired,
    UnknownButton,
    ZoneChosen,
)
from bot.course.learner import Learner
from bot.course.model import Limits
from bot.course.shelf import Shelf
from bot.course.timing import HOLIDAYS, Rhythm
from bot.course.turn import Turn
from tests.course.months import Months, shelf
from tests.course.secretary import Secretary, Thing, in_window, thing

EXAMPLES = int(os.environ.get("MONTHS_EXAMPLES", "60"))
"""More of them search longer: MONTHS_EXAMPLES=3000 make test ARGS=tests/course/test_prompts_always.py"""


# --- What may happen --------------------------------------------------------------------


@dataclass(frozen=True)
class Lived:
    """The machine runs."""

    hours: int


@dataclass(frozen=True)
class Failed:
    """The machine stands still; timers fire late, or after the next thing the person does."""

    minutes: int


@dataclass(frozen=True)
class Restarted:
    """From the store; and its clock was ahead for a moment, so that the timer fires too early."""


@dataclass(frozen=True)
class Walked:
    """Steps on the way through what is open, or of the course; option 2 is right."""

    steps: int
    option: int


@dataclass(frozen=True)
class Pressed:
    """A button of the last prompt, or of one before it."""

    prompt: int
    key: int


@dataclass(frozen=True)
class PlanMade:
    days: int


@dataclass(frozen=True)
class PlanTouched:
    """A plan is moved (`days`) or reported on."""

    nth: int
    days: int
    result: str | None


@dataclass(frozen=True)
class Did:
    event: Input


Happening: TypeAlias = Lived | Failed | Restarted | Walked | Pressed | PlanMade | PlanTouched | Did

ZONES = (
    "Europe/Kyiv", "Europe/Lisbon", "Atlantic/Azores", "UTC", "Pacific/Kiritimati",
    "Pacific/Pago_Pago", "Pacific/Chatham", "Asia/Kathmandu", "America/St_Johns", "Pacific/Easter",
)  # fmt: skip
zones = st.sampled_from(ZONES)
week = st.lists(st.integers(1, 7), unique=True).map(lambda days: tuple(sorted(days)))
choices: st.SearchStrategy[Input] = st.one_of(
    st.builds(ZoneChosen, zone=zones),
    st.builds(LanguageChosen, language=st.sampled_from(["en", "uk", "pt"])),
    st.builds(DaysChosen, days=week),
    st.builds(DayToggled, day=st.integers(1, 7)),
    st.builds(HourChosen, hour=st.integers(6, 21)),
    st.builds(HolidaysChosen, country=st.none() | st.sampled_from(HOLIDAYS)),
    st.builds(Paused, days=st.sampled_from([0, 3, 7, 14, 30])),
    st.builds(Switched, what=st.sampled_from(["reminders", "follow_ups", "reviews"]), on=st.booleans()),
    st.builds(Enrolled, course=st.sampled_from(["months", "weeks"]), days=st.none() | week),
    st.builds(CourseOpened, course=st.sampled_from(["months", "weeks"])),
    st.builds(ActivityOpened, course=st.sampled_from(["months", "weeks"]),
              activity=st.sampled_from(["one", "after", "end-1", "one-2", "@review"])),
    st.sampled_from([Asked(menu="review"), Asked(menu="continue"), UnknownButton(), TextReceived(text="Hm")]),
)  # fmt: skip
lived = st.builds(Lived, st.sampled_from([1, 6, 20, 24, 24, 48, 48, 96, 168, 240, 480, 960]))
walked = st.builds(Walked, st.sampled_from([1, 2, 4, 8, 16]), st.sampled_from([2, 2, 2, 1]))
happenings: st.SearchStrategy[Happening] = st.one_of(
    lived,
    lived,
    lived,
    walked,
    walked,
    st.builds(Pressed, st.integers(1, 3), st.integers(0, 5)),
    st.builds(Pressed, st.just(1), st.integers(0, 5)),
    st.builds(Did, choices),
    st.builds(Did, choices),
    st.builds(PlanMade, st.sampled_from([1, 3, 7, 14, 30])),
    st.builds(
        PlanTouched, st.integers(0, 3), st.sampled_from([1, 7]),
        st.none() | st.sampled_from(["done", "partly", "not-yet", "dropped"]),
    ),
    st.builds(Failed, st.sampled_from([1, 50, 300, 720, 1440, 4000, 15000, 45000])),
    st.just(Restarted()),
)  # fmt: skip
limits = st.builds(Limits, mornings_only=st.booleans(), a_day=st.integers(1, 5))
shelves = st.builds(
    shelf,
    reminders=st.sampled_from([(3, 7, 14), (), (1,), (1, 2), (2, 30)]),
    review_days=st.sampled_from([90, 0, 8, 365]),
    limits=limits,
    others=limits,
    before=st.booleans(),
)
rhythms = st.builds(
    Rhythm,
    days=week,
    hour=st.integers(6, 21),
    holidays=st.none() | st.sampled_from(HOLIDAYS),
    reminders=st.sampled_from([True, True, False]),
    follow_ups=st.sampled_from([True, True, False]),
    reviews=st.sampled_from([True, True, False]),
)
starts = st.datetimes(datetime(2026, 1, 1), datetime(2028, 3, 1)) | st.sampled_from(  # noqa: DTZ001
    [datetime(2026, 3, 26, 8), datetime(2026, 10, 20, 17), datetime(2027, 3, 20, 12)]  # noqa: DTZ001
)


# --- What must hold at every turn and every hour ----------------------------------------


@dataclass(kw_only=True)
class Watched(Months):
    """Months under the eyes of a secretary who would have done it right."""

    secretary: Secretary = field(init=False)
    on_time: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        courses = {name: self.shelf.releases[r] for name, r in self.shelf.offered.items()}
        self.secretary = Secretary(courses=courses, active=self.now)

    def settle(self) -> None:
        self.on_time = self.timer is not None and self.timer[0] == self.now
        super().settle()

    def looked(self) -> None:
        """The machine runs, so that nothing can be owed any more."""
        assert self.secretary.owed(self.learner, self.now) == []

    def took(self, before: Learner, event: Input, turn: Turn) -> None:
        after = turn.learner
        assert after is not None
        self._is_as_owed(before, event, turn)
        self._is_awake(event, after)
        self.secretary.note(before, event, turn, self.now)

    def _is_as_owed(self, before: Learner, event: Input, turn: Turn) -> None:
        """A prompt holds exactly what is owed, at the moment at which it is owed."""
        made = [fact for fact in turn.facts if isinstance(fact, PromptMade)]
        if not isinstance(event, TimerFired):
            assert made == []
            return
        owed = self.secretary.owed(before, self.now)
        if self.on_time:
            assert owed, "woken in vain"
            self.on_time = False
        if not owed:
            assert (made, turn.messages) == ([], ())
            return
        prompt = self.prompts[-1]
        assert [fact.on for fact in made] == [self._wall(self.now).date()]
        assert len(turn.messages) == 1
        assert len(prompt.items) == len(owed)
        assert all(thing(i) in place for i, place in zip(prompt.items, owed, strict=True))

    def _is_awake(self, event: Input, after: Learner) -> None:
        assert after.wake_at == (self.timer[0] if self.timer else None)
        if after.wake_at is not None:
            assert after.wake_at >= self.now
            assert after.wake_at > self.now or not isinstance(event, TimerFired)

    def _wall(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.learner.zone))


@dataclass(kw_only=True)
class Straight(Watched):
    """The promises again one by one, without asking what is owed."""

    silent: bool = False
    offers: dict[Thing, int] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)

    def took(self, before: Learner, event: Input, turn: Turn) -> None:
        super().took(before, event, turn)
        self._forgive(event)
        for fact in turn.facts:
            if isinstance(fact, PromptMade):
                self._holds(before, fact.on)

    def _forgive(self, event: Input) -> None:
        if isinstance(event, TimerFired):
            return
        self.silent = False
        does = getattr(event, "does", event)
        match does:
            case PutOff(course=course, activity=activity):
                self.offers.pop(Thing("follow-up", course, activity), None)
            case PlanDated(plan=plan):
                self.offers.pop(Thing("plan", "months", plan), None)
                self.offers.pop(Thing("plan", "weeks", plan), None)
            case _:
                pass

    def _holds(self, learner: Learner, on: date) -> None:
        assert on not in self.days
        self.days.add(on)
        assert not self.silent
        courses = {each: self.secretary.courses[each] for each in learner.enrolments}
        mornings = any(each.limits.mornings_only for each in courses.values())
        assert in_window(learner.rhythm, self._wall(self.now), mornings=mornings)
        items = self.prompts[-1].items
        assert 1 <= len(items) <= min(each.limits.a_day for each in courses.values())
        for item in items:
            enrolment, course = learner.enrolments[item.course], courses[item.course]
            completed = enrolment.completed_at
            past = (on - self._wall(completed).date()).days if completed else 0
            match item.what:
                case "reminder" | "last-reminder":
                    assert len(items) == 1
                    assert not completed
                    assert learner.rhythm.reminders
                    self.silent = item.what == "last-reminder"
                case "review":
                    assert learner.rhythm.reviews
                    assert past <= course.review_days
                    assert item.count in (1, 2)
                case "activity":
                    assert not completed
                    assert learner.rhythm.days
                    self._offered(item.what, item.course, item.about)
                case "questionnaire":
                    assert 1 <= past <= 15
                    self._offered(item.what, item.course, item.about)
                case "follow-up":
                    assert learner.rhythm.follow_ups
                    assert item.about not in enrolment.attempts
                    self._offered(item.what, item.course, item.about)
                case "plan":
                    plan = next(each for each in learner.plans if each.id == item.about)
                    assert plan.due_on <= on <= plan.due_on + timedelta(days=14)
                    self._offered(item.what, item.course, item.about)
                case _:
                    assert_never(item.what)

    def _offered(self, *about: str) -> None:
        it = Thing(*about)
        assert it not in self.offers
        self.offers[it] = 1


def happen(months: Months, happening: Happening) -> None:
    match happening:
        case Lived(hours):
            months.live(timedelta(hours=hours))
        case Failed(minutes):
            months.fail(timedelta(minutes=minutes))
        case Restarted():
            months.restart()
            months.fire()
        case Walked(steps, option):
            months.walk_on(steps, option=option)
        case Pressed(prompt, key):
            keys = months.prompts[-prompt].keys if len(months.prompts) >= prompt else ()
            if key < len(keys):
                months.do(keys[key])
        case PlanMade(days):
            course = months.learner.current or "months"
            months.do(PlanBegun(course=course, module="m1"))
            months.do(TextReceived(text="I will ask at the counter"))
            if months.learner.plans:
                months.do(PlanDated(plan=months.learner.plans[-1].id, days=days))
        case PlanTouched(nth, days, result):
            for plan in months.learner.plans[nth : nth + 1]:
                months.do(
                    PlanReported(plan=plan.id, result=result)  # type: ignore[arg-type]
                    if result
                    else PlanDated(plan=plan.id, days=days)
                )
        case Did(event):
            months.do(event)
        case _:
            assert_never(happening)


@given(
    shelf=shelves, zone=zones, rhythm=rhythms, start=starts, before=walked,
    story=st.lists(happenings, min_size=25, max_size=70),
)  # fmt: skip
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.timeout(0)
def test_one_prompt_a_day_with_what_is_owed(
    shelf: Shelf, zone: str, rhythm: Rhythm, start: datetime, before: Walked, story: list[Happening]
) -> None:
    months = Straight(shelf=shelf, zone=zone, rhythm=rhythm, now=start.replace(tzinfo=UTC))
    months.enrol()
    for each in (before, *story, Lived(24 * 60)):
        happen(months, each)
