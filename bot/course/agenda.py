"""What the bot has to bring up of its own accord, and the moment to look again.

    an open day ──► everything that is ready and has not lost its sense ──► the most pressing of it

A day has one prompt at most, and a prompt holds as much as the courses allow. What finds no place
waits for the next open day; what waits too long goes without a word:

    a reminder                  has no end, and there are as many as the course says; after the
                                first, nothing else but a plan comes until the learner does
                                anything
    a survey begun              3 days after the last step, once, while it can be gone on with
    a follow-up, questionnaire  14 days, or as long after its day as it came after the event, to 30
    a plan                      14 days after its day
    a review                    with the course's own end of reviewing
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from bot.course import review, way
from bot.course.learner import Enrolment, Learner
from bot.course.messages import Due
from bot.course.model import Course
from bot.course.scene import Scene
from bot.course.surveys import KEPT
from bot.course.timing import Window

STALE = 14
STALEST = 30
SURVEY_REMINDER = 3
"""Days after which whoever has begun a survey is reminded of it, once."""
RANKS = (
    "reminder", "last-reminder", "activity", "plan", "survey", "questionnaire", "follow-up", "review",
)  # fmt: skip
"""The most pressing first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Something to bring up on an open day from `ready` to `expires`, both included."""

    due: Due
    ready: date
    expires: date = date.max

    def is_due(self, on: date) -> bool:
        return self.ready <= on <= self.expires


def due(scene: Scene, on: date) -> tuple[Due, ...]:
    """What the prompt of that day holds. A reminder comes alone; there is one thing of a kind."""
    found: dict[str, Due] = {}
    for each in sorted(coming(scene), key=lambda each: each.ready):
        if each.is_due(on):
            found.setdefault(each.due.what, each.due)
    ranked = sorted(found.values(), key=lambda each: RANKS.index(each.what))
    if ranked and ranked[0].what in ("reminder", "last-reminder"):
        return (ranked[0],)
    return tuple(ranked[: _a_day(scene)])


def _a_day(scene: Scene) -> int:
    courses = [scene.course(each) for each in scene.learner.enrolments.values()]
    return min((course.limits.a_day for course in courses), default=1)


def next_wake(scene: Scene) -> datetime | None:
    """The next moment at which a prompt will have something to hold; None when nothing is to come."""
    everything = sorted(coming(scene), key=lambda each: each.ready)
    if not everything:
        return None
    open_days = scene.window
    first = max(_first_day(scene, open_days), everything[0].ready)
    for on in open_days.days(first):
        if any(each.is_due(on) for each in everything):
            return max(open_days.opens(on), scene.now)
        if all(each.expires < on for each in everything):
            return None
    return None


def _first_day(scene: Scene, open_days: Window) -> date:
    """Today while its window is open or still to come, unless it has had its prompt."""
    today = open_days.day(scene.now)
    first = today if scene.now < open_days.closes(today) else today + timedelta(days=1)
    prompted = prompted_on(scene.learner, today)
    return max(first, prompted + timedelta(days=1)) if prompted else first


def prompted_on(learner: Learner, today: date) -> date | None:
    """A day far ahead was written by a clock that has been put back since."""
    prompted = learner.prompted_on
    return prompted if prompted and prompted <= today + timedelta(days=1) else None


def may_prompt(scene: Scene) -> bool:
    """Whether this very moment is right: in the window of an open day that had no prompt yet."""
    open_days = scene.window
    prompted = prompted_on(scene.learner, today := scene.today)
    return open_days.is_open(scene.now) and (prompted is None or prompted < today)


# --- What is coming ---------------------------------------------------------------------


def coming(scene: Scene) -> Iterator[Coming]:
    """Everything that is known today of what is to come, in no order."""
    learner, on = scene.learner, scene.window
    if walked := under_way(learner):
        course = scene.course(walked)
        yield from _reminder(learner, walked, course, on)
        yield from _plans(learner)
        if learner.reminded:
            return
        yield from _invitation(learner, walked, course, on)
    else:
        yield from _plans(learner)
    for survey in learner.surveys.values():
        yield from _survey(scene, survey, on)
    for enrolment in learner.enrolments.values():
        course = scene.course(enrolment)
        yield from _after_course(enrolment, course, on)
        if learner.rhythm.follow_ups:
            yield from _follow_ups(enrolment, course, on)
        if learner.rhythm.reviews and learner.ignored < review.IGNORED:
            yield from _review(enrolment, course, on)


def _plans(learner: Learner) -> Iterator[Coming]:
    """On the day that the learner has chosen, whatever else is quiet."""
    for plan in learner.plans:
        enrolled = learner.enrolments.get(plan.course)
        if plan.open and not plan.asked and enrolled:
            yield Coming(
                due=_due("plan", enrolled, plan.id),
                ready=plan.due_on,
                expires=plan.due_on + timedelta(days=STALE),
            )


def _survey(scene: Scene, begun: Enrolment, on: Window) -> Iterator[Coming]:
    if begun.asked or not scene.learner.rhythm.reminders:
        return
    touched = on.day(begun.touched_at or begun.started_at)
    survey = scene.course(begun).survey
    until = survey.until if survey and survey.until else date.max
    yield Coming(
        due=_due("survey", begun, ""),
        ready=touched + timedelta(days=SURVEY_REMINDER),
        expires=min(touched + KEPT - timedelta(days=1), until),
    )


def under_way(learner: Learner) -> Enrolment | None:
    """The course to go on with: the one in front; if that is finished, the one walked last."""
    if learner.enrolment and not learner.enrolment.completed_at:
        return learner.enrolment
    open_ = (each for each in learner.enrolments.values() if not each.completed_at)
    return max(open_, key=_last_step, default=None)


def _last_step(enrolment: Enrolment) -> datetime:
    return max(chain(enrolment.finished_at.values(), (enrolment.started_at,)))


def _due(what: str, enrolment: Enrolment, about: str, count: int = 0) -> Due:
    return Due(
        what=what,  # type: ignore[arg-type]
        course=enrolment.course, release=enrolment.release, about=about, count=count,
    )  # fmt: skip


def _invitation(
    learner: Learner, enrolment: Enrolment, course: Course, on: Window
) -> Iterator[Coming]:
    """What comes next in the course, the day after what came before it."""
    following = way.next_in_line(course, enrolment)
    if not learner.rhythm.days or enrolment.walk or following is None:
        return
    if enrolment.invited != following.id:
        ready = on.day(_last_step(enrolment)) + timedelta(days=1)
        yield Coming(due=_due("activity", enrolment, following.id), ready=ready)


def _reminder(
    learner: Learner, enrolment: Enrolment, course: Course, on: Window
) -> Iterator[Coming]:
    """For those who stopped: so many days after the last sign of life, or after the invitation."""
    following = way.next_in_line(course, enrolment)
    invited = enrolment.invited_at if following and enrolment.invited == following.id else None
    waits = learner.rhythm.days and not enrolment.walk and invited is None
    if not learner.rhythm.reminders or learner.reminded >= len(course.reminders) or waits:
        return
    since = on.day(max(filter(None, (learner.active_at, invited, enrolment.started_at))))
    number, days = learner.reminded, course.reminders
    ready = since + timedelta(days=days[number])
    if number and learner.reminded_on:
        gap = days[number] - days[number - 1]
        ready = max(ready, learner.reminded_on + timedelta(days=gap))
    what = "last-reminder" if number + 1 == len(days) else "reminder"
    yield Coming(due=_due(what, enrolment, following.id if following else ""), ready=ready)


def _after_course(enrolment: Enrolment, course: Course, on: Window) -> Iterator[Coming]:
    if enrolment.completed_at and course.after and is_new(enrolment, course.after.id):
        ended = on.day(enrolment.completed_at)
        yield Coming(
            due=_due("questionnaire", enrolment, course.after.id),
            ready=ended + timedelta(days=1),
            expires=ended + timedelta(days=1 + STALE),
        )


def is_new(enrolment: Enrolment, activity: str) -> bool:
    return activity not in enrolment.asked and activity not in enrolment.attempts


def _follow_ups(enrolment: Enrolment, course: Course, on: Window) -> Iterator[Coming]:
    for each in course.follow_ups:
        ended = enrolment.finished_at.get(each.after) if each.after else enrolment.completed_at
        if ended and is_new(enrolment, each.id):
            ready = on.day(ended) + timedelta(days=each.days)
            stale = min(max(STALE, each.days), STALEST)
            yield Coming(
                due=_due("follow-up", enrolment, each.id),
                ready=ready,
                expires=ready + timedelta(days=stale),
            )


def _review(enrolment: Enrolment, course: Course, on: Window) -> Iterator[Coming]:
    """At most two questions a day, the least remembered first, until the course says that it ends."""
    if not enrolment.cards or not course.review_days:
        return
    ends = date.max
    if enrolment.completed_at:
        ends = on.day(enrolment.completed_at) + timedelta(days=course.review_days)
    answered = max(card.last for card in enrolment.cards.values())
    ready = max(min(card.due for card in enrolment.cards.values()), answered + timedelta(days=1))
    yield Coming(due=_due("review", enrolment, ""), ready=ready, expires=ends)
