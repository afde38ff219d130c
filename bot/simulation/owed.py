"""What the bot owes a learner on a day, by the rules of the house.

Written from those rules and a learner's diary; the agenda of the engine is not asked. So the two
can be compared: what is owed and was not brought up is a prompt missed, what was brought up and
is not owed came without a reason.
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.course import review
from bot.course.messages import Prompted
from bot.course.timing import WORKING_DAYS, public_holidays
from bot.simulation.diary import Diary

EVENING = 21
Owed = tuple[str, str]
"""The kind of a thing, and which one it is."""


def is_open(diary: Diary, on: date) -> bool:
    rhythm = diary.rhythm
    if on.isoweekday() not in (rhythm.days or WORKING_DAYS):
        return False
    if rhythm.paused_until and on < rhythm.paused_until:
        return False
    return rhythm.holidays is None or on not in public_holidays(rhythm.holidays, on.year)


def is_quiet(diary: Diary, now: datetime) -> bool:
    """Whether this is no moment for a prompt."""
    local = now.astimezone(ZoneInfo(diary.zone))
    return not (is_open(diary, local.date()) and diary.rhythm.hour <= local.hour < EVENING)


def owed(diary: Diary, on: date) -> set[Owed]:
    """What has to be brought up on that day, if anything may be. To those who are being reminded,
    nothing but what they planned themselves.
    """
    if diary.enrolled_on is None or not diary.reachable:
        return set()
    if diary.reminded and diary.completed_on is None:
        return {*_on_the_way(diary, on), *_plans(diary, on)}
    return {
        *_on_the_way(diary, on),
        *_plans(diary, on),
        *_after_course(diary, on),
        *_follow_ups(diary, on),
        *_reviews(diary, on),
    }


def _on_the_way(diary: Diary, on: date) -> Iterator[Owed]:
    """An invitation the day after; or a reminder so many days after the last sign of life."""
    coming = next((each.id for each in diary.course.line if each.id not in diary.finished), "")
    if diary.completed_on or diary.enrolled_on is None:
        return
    invited = diary.invited_on if diary.invited == coming else None
    if diary.rhythm.days and diary.walking is None and invited is None:
        if on > max((diary.enrolled_on, *diary.finished.values())):
            yield "activity", coming
        return
    if not diary.rhythm.reminders or diary.reminded >= len(diary.course.reminders):
        return
    days = diary.course.reminders
    since = max(filter(None, (diary.active_on, invited, diary.enrolled_on)))
    wait = (on - since).days >= days[diary.reminded]
    if diary.reminded and diary.reminded_on:
        gap = days[diary.reminded] - days[diary.reminded - 1]
        wait = wait and (on - diary.reminded_on).days >= gap
    if wait:
        last = diary.reminded + 1 == len(days)
        yield "last-reminder" if last else "reminder", coming


def _plans(diary: Diary, on: date) -> Iterator[Owed]:
    for plan, each in diary.plans.items():
        if each.open and not each.asked and 0 <= (on - each.due_on).days <= 14:
            yield "plan", plan


def _after_course(diary: Diary, on: date) -> Iterator[Owed]:
    after = diary.course.after
    if diary.completed_on is None or after is None or after.id in diary.asked | diary.opened:
        return
    if 1 <= (on - diary.completed_on).days <= 15:
        yield "questionnaire", after.id


def _follow_ups(diary: Diary, on: date) -> Iterator[Owed]:
    if not diary.rhythm.follow_ups:
        return
    for each in diary.course.follow_ups:
        ended = diary.finished.get(each.after) if each.after else diary.completed_on
        if ended and each.id not in diary.asked | diary.opened:
            late = (on - ended).days - each.days
            if 0 <= late <= min(max(14, each.days), 30):
                yield "follow-up", each.id


def _reviews(diary: Diary, on: date) -> Iterator[Owed]:
    ends = diary.completed_on
    over = ends is not None and (on - ends).days > diary.course.review_days
    if not diary.cards or over or not diary.course.review_days:
        return
    if not diary.rhythm.reviews or diary.ignored >= review.IGNORED:
        return
    if any(card.due <= on for card in diary.cards.values()) and all(
        card.last < on for card in diary.cards.values()
    ):
        yield "review", ""


def left_out(diary: Diary, prompted: Prompted, things: set[Owed]) -> list[str]:
    """Kinds for which the prompt had room. A reminder comes alone; of a kind there is one thing."""
    held = {each.what for each in prompted.items}
    full = len(prompted.items) >= diary.course.limits.a_day
    if full or held & {"reminder", "last-reminder"}:
        return []
    return sorted({what for what, _ in things} - held)


def lost(diary: Diary, on: date) -> int:
    """Follow-ups that nobody offered in their time."""
    return sum(
        1
        for each in diary.course.follow_ups
        if (ended := diary.finished.get(each.after) if each.after else diary.completed_on)
        and each.id not in diary.asked | diary.opened
        and (on - ended).days - each.days > min(max(14, each.days), 30)
    )
