"""Months under watch: whatever happens, every turn and every hour is compared with what was promised."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.course.facts import PromptMade
from bot.course.inputs import (
    Input,
    PlanDated,
    PutOff,
    TimerFired,
)
from bot.course.learner import Learner
from bot.course.turn import Turn
from tests.course.months import Months, Prompt
from tests.course.secretary import Secretary, Thing, in_window, thing


@dataclass(kw_only=True)
class Watched(Months):
    """Months under the eyes of a secretary who would have done it right."""

    secretary: Secretary = field(init=False)
    on_time: bool = True
    answered: set[datetime] = field(default_factory=set)
    """When the prompts were made whose buttons were pressed."""

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

    def lost(self, prompt: Prompt) -> None:
        self.secretary.unnote(prompt.body)

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
        assert prompt.until is not None
        assert prompt.until > self.now

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

    def lost(self, prompt: Prompt) -> None:
        super().lost(prompt)
        for item in prompt.items:
            self.offers.pop(thing(item), None)
        self.silent = False

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
        assert not self.silent or {each.what for each in self.prompts[-1].items} == {"plan"}
        courses = {each: self.secretary.courses[each] for each in learner.enrolments}
        mornings = any(each.limits.mornings_only for each in courses.values())
        assert in_window(learner.rhythm, self._wall(self.now), mornings=mornings)
        until = self.prompts[-1].until
        assert until is not None
        closes = self._wall(until)
        assert (closes.date(), closes.hour, closes.minute) == (on, 12 if mornings else 21, 0)
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
                    self.silent = self.silent or item.what == "last-reminder"
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
                case "survey":
                    raise AssertionError("these learners answer no survey")
                case _:
                    assert_never(item.what)

    def _offered(self, *about: str) -> None:
        it = Thing(*about)
        assert it not in self.offers
        self.offers[it] = 1
