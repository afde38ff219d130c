"""A second opinion: what somebody with a calendar would bring up, and when.

Written from the promises in the docstrings of `bot.course.agenda`, and keeping a diary of its
own: what was done, what was offered. It never looks at what the bot notes about its prompts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.course.facts import (
    ActivityCompleted,
    Answered,
    CourseCompleted,
    EnrolmentBegan,
    PlanMoved,
    PlanTold,
)
from bot.course.inputs import Input, Press, PutOff, Switched, TimerFired
from bot.course.learner import Learner
from bot.course.messages import Due, Prompted
from bot.course.model import REVIEW, Course
from bot.course.timing import Rhythm, public_holidays
from bot.course.turn import Turn

PRESSING = (
    "reminder", "last-reminder", "activity", "plan", "questionnaire", "follow-up", "review",
)  # fmt: skip
NEVER = date.max


class Thing(NamedTuple):
    what: str
    course: str
    about: str


def thing(due: Due) -> Thing:
    return Thing(due.what, due.course, "" if "reminder" in due.what else due.about)


class Waiting(NamedTuple):
    thing: Thing
    since: date
    until: date = NEVER


@dataclass(kw_only=True)
class Secretary:
    courses: dict[str, Course]
    active: datetime
    began: dict[str, datetime] = field(default_factory=dict)
    ended: dict[tuple[str, str | None], datetime] = field(default_factory=dict)
    """None: the course itself."""
    offered: dict[Thing, datetime] = field(default_factory=dict)
    reminded: list[datetime] = field(default_factory=list)
    ignored: int = 0
    """Prompts for review alone, since the last answer."""
    quiet_until: date = date.min
    """The last date that has had its prompt."""

    # --- The diary -----------------------------------------------------------------------

    def note(self, before: Learner, event: Input, turn: Turn, now: datetime) -> None:
        learner = turn.learner
        assert learner is not None
        if not isinstance(event, TimerFired):
            self.active, self.reminded = now, []
        event = event.does if isinstance(event, Press) else event
        if isinstance(event, Switched) and event.on:
            self.ignored = 0
        if isinstance(event, PutOff) and event.course in before.enrolments:
            self._note_put_off(before, event, now)
        if any(_opened(learner, c, REVIEW) > _opened(before, c, REVIEW) for c in self.courses):
            self.ignored = 0
        self._note_facts(turn, now)
        for message in turn.messages:
            if isinstance(message.body, Prompted):
                self._note_prompt(message.body, now, learner.zone)

    def _note_put_off(self, before: Learner, later: PutOff, now: datetime) -> None:
        """Another day: today nothing more comes."""
        if not _opened(before, later.course, later.activity):
            self.offered.pop(Thing("follow-up", later.course, later.activity), None)
            today = now.astimezone(ZoneInfo(before.zone)).date()
            self.quiet_until = max(self.quiet_until, today)

    def _note_facts(self, turn: Turn, now: datetime) -> None:
        for fact in turn.facts:
            match fact:
                case EnrolmentBegan(course=course):
                    self.began[course] = now
                case ActivityCompleted(course=course, activity=activity):
                    self.ended[course, activity] = now
                case CourseCompleted(course=course):
                    self.ended[course, None] = now
                case Answered(activity="@review"):
                    self.ignored = 0
                case PlanMoved(plan=plan):
                    self.offered.pop(Thing("plan", "", plan), None)
                case PlanTold(plan=plan):
                    self.offered[Thing("plan", "", plan)] = now
                case _:
                    pass

    def _note_prompt(self, prompt: Prompted, now: datetime, zone: str) -> None:
        self.quiet_until = now.astimezone(ZoneInfo(zone)).date()
        for item in prompt.items:
            match item.what:
                case "reminder" | "last-reminder":
                    self.reminded.append(now)
                case "review":
                    self.ignored += len(prompt.items) == 1
                case "plan":
                    self.offered[Thing("plan", "", item.about)] = now
                case _:
                    self.offered[thing(item)] = now

    def unnote(self, prompt: Prompted) -> None:
        """Nobody saw it: everything in it is to be brought up once more, on another day."""
        for item in prompt.items:
            match item.what:
                case "reminder" | "last-reminder":
                    del self.reminded[-1:]
                case "review":
                    self.ignored = max(0, self.ignored - (len(prompt.items) == 1))
                case "plan":
                    self.offered.pop(Thing("plan", "", item.about), None)
                case _:
                    self.offered.pop(thing(item), None)

    # --- What is owed --------------------------------------------------------------------

    def owed(self, learner: Learner, now: datetime) -> list[set[Thing]]:
        """What a prompt must hold at this moment, place by place; any of a set will do."""
        wall = now.astimezone(ZoneInfo(learner.zone))
        today = wall.date()
        limits = [self.courses[each].limits for each in learner.enrolments]
        mornings = any(each.mornings_only for each in limits)
        if today <= self.quiet_until:
            return []
        if not in_window(learner.rhythm, wall, mornings=mornings):
            return []
        kinds: dict[str, list[Waiting]] = {}
        for each in self.waiting(learner):
            if each.since <= today <= each.until:
                kinds.setdefault(each.thing.what, []).append(each)
        places = [_longest_waiting(kinds[what]) for what in PRESSING if what in kinds]
        if places and "reminder" in next(iter(places[0])).what:
            return places[:1]
        return places[: min((each.a_day for each in limits), default=0)]

    def waiting(self, learner: Learner) -> Iterator[Waiting]:
        course = self._under_way(learner)
        if course:
            yield from self._onward(learner, course)
        for plan in learner.plans:
            if plan.result in (None, "partly", "not-yet") and not self._offered("plan", plan.id):
                about = Thing("plan", plan.course, plan.id)
                yield Waiting(about, plan.due_on, plan.due_on + timedelta(14))
        if course and self.reminded:
            return
        for each in self.began:
            yield from self._of_course(learner, self.courses[each])

    def _under_way(self, learner: Learner) -> Course | None:
        """The one in front, or else the one in which something was done last."""
        last: dict[str, datetime] = {}
        for course, at in [*self.began.items(), *((of, at) for (of, _), at in self.ended.items())]:
            if (course, None) not in self.ended:
                last[course] = max(at, last.get(course, at))
        if not last:
            return None
        front = learner.current if learner.current in last else max(last, key=last.__getitem__)
        return self.courses[front]

    def _onward(self, learner: Learner, course: Course) -> Iterator[Waiting]:
        """The invitation to what comes next; if that is no help, the reminders."""
        day = ZoneInfo(learner.zone)
        following = next(a.id for a in course.line if (course.id, a.id) not in self.ended)
        invited = self.offered.get(Thing("activity", course.id, following))
        walking = learner.enrolments[course.id].walk is not None
        if learner.rhythm.days and not walking and not invited:
            done = [at for (of, _), at in self.ended.items() if of == course.id]
            last = max([self.began[course.id], *done]).astimezone(day).date()
            if not self.reminded:
                yield Waiting(Thing("activity", course.id, following), last + timedelta(1))
            return
        number = len(self.reminded)
        if not learner.rhythm.reminders or number >= len(course.reminders):
            return
        waits = course.reminders[number]
        since = max(self.active, invited or self.active).astimezone(day).date() + timedelta(waits)
        if self.reminded:
            gap = waits - course.reminders[number - 1]
            since = max(since, self.reminded[-1].astimezone(day).date() + timedelta(gap))
        last_one = number == len(course.reminders) - 1
        yield Waiting(Thing("last-reminder" if last_one else "reminder", course.id, ""), since)

    def _of_course(self, learner: Learner, course: Course) -> Iterator[Waiting]:
        zone = ZoneInfo(learner.zone)
        events = {key: at.astimezone(zone).date() for key, at in self.ended.items()}
        end = events.get((course.id, None))
        if course.after and end and self._is_new(learner, "questionnaire", course, "after"):
            asks = Thing("questionnaire", course.id, "after")
            yield Waiting(asks, end + timedelta(1), end + timedelta(15))
        for each in course.follow_ups if learner.rhythm.follow_ups else ():
            event = events.get((course.id, each.after))
            if event and self._is_new(learner, "follow-up", course, each.id):
                ready = event + timedelta(each.days)
                stale = 14 if each.days <= 14 else min(each.days, 30)
                asks = Thing("follow-up", course.id, each.id)
                yield Waiting(asks, ready, ready + timedelta(stale))
        cards = learner.enrolments[course.id].cards.values()
        if cards and learner.rhythm.reviews and self.ignored < 3 and course.review_days:
            since = max(min(c.due for c in cards), max(c.last for c in cards) + timedelta(1))
            until = end + timedelta(course.review_days) if end else NEVER
            yield Waiting(Thing("review", course.id, ""), since, until)

    def _is_new(self, learner: Learner, what: str, course: Course, about: str) -> bool:
        offered = Thing(what, course.id, about) in self.offered
        return not offered and not _opened(learner, course.id, about)

    def _offered(self, what: str, about: str) -> bool:
        return Thing(what, "", about) in self.offered


def in_window(rhythm: Rhythm, wall: datetime, *, mornings: bool) -> bool:
    """Read off the clock on the wall."""
    closes = 12 if mornings else 21
    opens = rhythm.hour if 7 <= rhythm.hour < closes else 9
    today = wall.date()
    paused = rhythm.paused_until is not None and today < rhythm.paused_until
    free = rhythm.holidays is not None and today in public_holidays(rhythm.holidays, today.year)
    working = today.isoweekday() in (rhythm.days or (1, 2, 3, 4, 5))
    return opens <= wall.hour < closes and working and not paused and not free


def _opened(learner: Learner, course: str, activity: str) -> int:
    enrolment = learner.enrolments.get(course)
    return enrolment.attempts.get(activity, 0) if enrolment else 0


def _longest_waiting(of_a_kind: list[Waiting]) -> set[Thing]:
    first = min(each.since for each in of_a_kind)
    return {each.thing for each in of_a_kind if each.since == first}
