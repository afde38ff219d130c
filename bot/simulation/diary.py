"""What one learner has seen and done: kept from the screen and the learner's own presses alone."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.course import review
from bot.course.inputs import (
    Action,
    ConsentGiven,
    Enrolled,
    PlanDated,
    PlanReported,
    Point,
    PutOff,
    Switched,
)
from bot.course.messages import (
    Due,
    Message,
    PlanShown,
    Prompted,
    Questioned,
    Said,
    SettingsShown,
    TestResult,
    UpNext,
)
from bot.course.model import REVIEW, Course
from bot.course.timing import HOME_HOLIDAYS, Rhythm


@dataclass(slots=True, kw_only=True)
class Planned:
    due_on: date
    open: bool = True
    asked: bool = False


@dataclass(slots=True, kw_only=True)
class Diary:
    course: Course
    zone: str
    rhythm: Rhythm = field(default_factory=Rhythm)
    reachable: bool = True
    enrolled_on: date | None = None
    completed_on: date | None = None
    finished: dict[str, date] = field(default_factory=dict)
    walking: str | None = None
    opened: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    invited: str | None = None
    invited_on: date | None = None
    active_on: date | None = None
    quiet_on: date | None = None
    """The day of "not today"."""
    reminded: int = 0
    reminded_on: date | None = None
    ignored: int = 0
    cards: dict[str, review.Card] = field(default_factory=dict)
    verdicts: set[Point] = field(default_factory=set)
    plans: dict[str, Planned] = field(default_factory=dict)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    # --- What happened ------------------------------------------------------------------

    def did(self, now: datetime, does: Action | None) -> None:
        """Something was pressed or typed."""
        self.active_on, self.reminded, self.reminded_on = self.day(now), 0, None
        match does:
            case ConsentGiven():
                self.rhythm = replace(self.rhythm, holidays=HOME_HOLIDAYS.get(self.zone))
            case Enrolled(days=tuple(days)):
                self.rhythm = replace(self.rhythm, days=days)
            case Switched(on=True):
                self.ignored = 0
            case PutOff(activity=activity) if activity not in self.opened:
                self.asked.discard(activity)
                self.quiet_on = self.day(now)
            case PlanDated(plan=plan, days=days):
                self.plans[plan] = Planned(due_on=self.day(now) + timedelta(days=days))
            case PlanReported(plan=plan, result=result):
                self.plans[plan].open = result in ("partly", "not-yet")
                self.plans[plan].asked = True
            case _:
                pass

    def saw(self, now: datetime, message: Message) -> None:
        today = self.day(now)
        match message.body:
            case Said(at=at):
                self._walked(at, today)
            case Questioned(at=at) as body:
                self._walked(at, today)
                self._verdict(body, today)
            case UpNext(done=str(done), completed=completed):
                self._finished(done, today)
                if completed:
                    self.completed_on = today
            case TestResult(test=test, passed=passed):
                self.walking = None
                if passed:
                    self._finished(test, today)
            case SettingsShown(rhythm=rhythm):
                self.rhythm = rhythm
            case PlanShown(step="kept", due_on=due_on):
                does = [button.does for row in message.buttons for button in row]
                plan = next(each.plan for each in does if isinstance(each, PlanDated))
                self.plans[plan] = Planned(due_on=due_on)
            case Prompted(items=items):
                for each in items:
                    self._brought_up(each, today, alone=len(items) == 1)
            case _:
                pass

    def _walked(self, at: Point, today: date) -> None:
        self.enrolled_on = self.enrolled_on or today
        if at.activity == REVIEW:
            self.ignored = 0
        elif all(at.activity != each.id for each in self.course.line):
            self.opened.add(at.activity)
        elif at.activity not in self.finished:
            self.walking = at.activity

    def _verdict(self, body: Questioned, today: date) -> None:
        """The first verdict of each walk moves the card of the question."""
        if body.right is None or body.at in self.verdicts:
            return
        self.verdicts.add(body.at)
        key = body.at.step
        if body.at.activity != REVIEW:
            key = f"{body.at.activity}/{key}"
        self.cards[key] = review.answered(self.cards.get(key), right=body.right, on=today)

    def _finished(self, activity: str, today: date) -> None:
        self.finished.setdefault(activity, today)
        if self.walking == activity:
            self.walking = None

    def _brought_up(self, due: Due, today: date, *, alone: bool) -> None:
        match due.what:
            case "activity":
                self.invited, self.invited_on = due.about, today
            case "reminder" | "last-reminder":
                self.reminded, self.reminded_on = self.reminded + 1, today
            case "review":
                self.ignored += alone
            case "plan":
                self.plans[due.about].asked = True
            case "questionnaire" | "follow-up" | "survey":
                self.asked.add(due.about)
