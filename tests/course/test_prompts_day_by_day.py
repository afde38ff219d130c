"""Some months, day by day: which prompts come, and at what moment."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.course.inputs import (
    Paused,
    PutOff,
    UnknownButton,
    ZoneChosen,
)
from bot.course.model import Limits
from bot.course.shelf import Shelf
from bot.course.timing import Rhythm
from tests.course.happenings import PlanMade, PlanTouched, happen
from tests.course.months import Months, shelf
from tests.course.watched import Watched

A_DAY = timedelta(days=1)
EVERYTHING = ("one", "two", "test-m1", "three")


def since_monday(*done: str, shelf: Shelf | None = None, **rhythm: object) -> Watched:
    """Somebody who did this on the morning of Monday, 2 March 2026, at noon in Kyiv."""
    months = Watched(shelf=shelf or _SHELF, rhythm=Rhythm(**rhythm))  # type: ignore[arg-type]
    months.enrol()
    months.finish(*done)
    return months


_SHELF = shelf()


def told(months: Months) -> list[str]:
    return [str(prompt) for prompt in months.prompts]


def test_after_a_course_that_took_a_morning() -> None:
    """What is due on one day comes on several; reviews that nobody answers end after three."""
    months = since_monday(*EVERYTHING)
    months.live(100 * A_DAY)
    assert told(months) == [
        "2026-03-03 07:00 questionnaire:after follow-up:end-1",
        "2026-03-04 07:00 follow-up:one-2 review:",
        "2026-03-05 07:00 follow-up:two-2 review:",
        "2026-03-06 07:00 follow-up:test-2 review:",
        "2026-03-09 07:00 follow-up:test-7 review:",
        "2026-03-10 07:00 review:",
        "2026-03-11 07:00 review:",
        "2026-03-12 07:00 review:",
        "2026-03-23 07:00 follow-up:end-20",
        "2026-04-01 06:00 follow-up:end-30",
        "2026-04-16 06:00 follow-up:end-45",
        "2026-04-17 06:00 follow-up:end-45b",
    ]


def test_one_day_a_week_leaves_no_place_for_some() -> None:
    """Of three follow-ups due on 4 March, two are stale on the Monday after the 18th."""
    months = since_monday(*EVERYTHING, days=(1,), reviews=False)
    months.live(100 * A_DAY)
    assert told(months) == [
        "2026-03-09 07:00 questionnaire:after follow-up:end-1",
        "2026-03-16 07:00 follow-up:one-2",
        "2026-03-23 07:00 follow-up:test-7",
        "2026-03-30 06:00 follow-up:end-20",
        "2026-04-06 06:00 follow-up:end-30",
        "2026-04-20 06:00 follow-up:end-45",
        "2026-04-27 06:00 follow-up:end-45b",
    ]


def test_public_holidays_are_waited_for() -> None:
    """Good Friday of 2026 was 3 April, and the Monday after Easter is worked in Portugal."""
    months = Watched(
        zone="Europe/Lisbon", rhythm=Rhythm(holidays="PT", reviews=False),
        now=datetime(2026, 3, 4, 10, tzinfo=UTC),
    )  # fmt: skip
    months.enrol()
    months.finish(*EVERYTHING)
    months.live(20 * A_DAY)
    months.prompts.clear()
    months.live(20 * A_DAY)
    assert told(months) == ["2026-04-06 08:00 follow-up:end-30"]


def test_who_stops_is_asked_three_times() -> None:
    months = since_monday()
    months.live(100 * A_DAY)
    assert told(months) == [
        "2026-03-05 07:00 reminder:one",
        "2026-03-09 07:00 reminder:one",
        "2026-03-16 07:00 last-reminder:one",
    ]


def test_who_is_invited_is_reminded_from_then_on() -> None:
    months = since_monday("one", days=(1, 2, 3, 4, 5), reviews=False, follow_ups=False)
    months.live(100 * A_DAY)
    assert told(months) == [
        "2026-03-03 07:00 activity:two",
        "2026-03-06 07:00 reminder:two",
        "2026-03-10 07:00 reminder:two",
        "2026-03-17 07:00 last-reminder:two",
    ]


def test_a_sign_of_life_after_the_last_reminder_begins_it_all_anew() -> None:
    months = since_monday()
    months.live(50 * A_DAY)
    months.prompts.clear()
    months.do(UnknownButton())
    months.live(100 * A_DAY)
    assert told(months) == [
        "2026-04-24 06:00 reminder:one",
        "2026-04-28 06:00 reminder:one",
        "2026-05-05 06:00 last-reminder:one",
    ]


def test_a_machine_that_stood_still_for_three_weeks_says_one_thing() -> None:
    """At once, for its window is open; what is stale by then goes without a word."""
    months = since_monday(*EVERYTHING, reviews=False)
    months.fail(21 * A_DAY)
    months.live(50 * A_DAY)
    assert told(months) == [
        "2026-03-23 10:02 follow-up:test-7",
        "2026-03-24 07:00 follow-up:end-20",
        "2026-04-01 06:00 follow-up:end-30",
        "2026-04-16 06:00 follow-up:end-45",
        "2026-04-17 06:00 follow-up:end-45b",
    ]


@pytest.mark.parametrize(
    ("days", "about"),
    [
        (15, "end-1"), (16, "one-2"), (17, "test-7"), (21, "test-7"), (22, "end-20"),
        (40, "end-20"), (41, "end-30"), (60, "end-30"), (61, "end-45"), (75, "end-45"), (76, None),
    ],
)  # fmt: skip
def test_the_day_on_which_a_follow_up_is_stale(days: int, about: str | None) -> None:
    """After 14 days, or as long after its day as it came after the event, but 30 at most."""
    months = since_monday(*EVERYTHING, days=(1, 2, 3, 4, 5, 6, 7), reviews=False)
    months.fail(days * A_DAY)
    months.settle()
    held = [i.about for p in months.prompts for i in p.items if i.what == "follow-up"]
    assert held == ([about] if about else [])


@pytest.mark.parametrize(("what", "last"), [("questionnaire", 15), ("plan", 21), ("review", 8)])
def test_the_day_after_which_it_makes_no_sense(what: str, last: int) -> None:
    """The plan is for the seventh day; the course of these reviews ends them on the eighth."""
    for days, held in ((last, [what]), (last + 1, [])):
        week = (1, 2, 3, 4, 5, 6, 7)
        months = since_monday(*EVERYTHING, shelf=shelf(review_days=8), days=week, follow_ups=False)
        happen(months, PlanMade(days=7))
        months.fail(days * A_DAY)
        months.settle()
        assert [i.what for p in months.prompts for i in p.items if i.what == what] == held


def test_a_machine_that_comes_back_in_the_evening_waits_for_the_morning() -> None:
    months = since_monday()
    months.fail(timedelta(days=3, hours=9))
    months.live(A_DAY)
    assert told(months) == ["2026-03-06 07:00 reminder:one"]


def test_a_machine_that_comes_back_after_noon_keeps_the_mornings() -> None:
    months = since_monday(shelf=shelf(limits=Limits(mornings_only=True)))
    months.fail(timedelta(days=3))
    months.live(A_DAY)
    assert told(months) == ["2026-03-06 07:00 reminder:one"]


def test_later_is_another_day_until_it_is_stale() -> None:
    months = since_monday("one", reviews=False)
    while months.now < datetime(2026, 3, 30, tzinfo=UTC):
        before = len(months.prompts)
        months.live(A_DAY)
        if len(months.prompts) > before:
            months.press(PutOff)
            assert months.prompts[-1].items[0].about == "one-2"
        else:
            months.do(UnknownButton())
    days = [4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18]
    assert told(months) == [f"2026-03-{day:02} 07:00 follow-up:one-2" for day in days]


def test_a_pause_is_silent_and_what_is_not_stale_comes_after_it() -> None:
    months = since_monday(*EVERYTHING, reviews=False)
    months.do(Paused(days=14))
    months.live(20 * A_DAY)
    assert told(months) == [
        "2026-03-16 07:00 questionnaire:after follow-up:end-1",
        "2026-03-17 07:00 follow-up:one-2",
        "2026-03-18 07:00 follow-up:two-2",
        "2026-03-19 07:00 follow-up:test-7",
    ]


def test_a_pause_that_is_ended_early_is_over_at_once() -> None:
    months = since_monday(*EVERYTHING, reviews=False)
    months.do(Paused(days=14))
    months.live(3 * A_DAY)
    months.do(Paused(days=0))
    assert told(months) == ["2026-03-05 10:02 questionnaire:after follow-up:end-1"]


def test_a_plan_is_asked_about_on_its_day_and_on_the_day_it_is_moved_to() -> None:
    months = since_monday(*EVERYTHING, reviews=False, follow_ups=False)
    happen(months, PlanMade(days=7))
    months.live(10 * A_DAY)
    happen(months, PlanTouched(0, 0, "partly"))
    happen(months, PlanTouched(0, 3, None))
    months.live(20 * A_DAY)
    plan = months.learner.plans[0].id
    assert told(months) == [
        "2026-03-03 07:00 questionnaire:after",
        f"2026-03-09 07:00 plan:{plan}",
        f"2026-03-16 07:00 plan:{plan}",
    ]


def test_a_prompt_that_nobody_saw_comes_on_another_day() -> None:
    months = since_monday(*EVERYTHING, reviews=False)
    months.live(A_DAY)
    months.lose(months.prompts[-1])
    months.live(3 * A_DAY)
    assert told(months) == [
        "2026-03-03 07:00 questionnaire:after follow-up:end-1",
        "2026-03-04 07:00 questionnaire:after follow-up:end-1",
        "2026-03-05 07:00 follow-up:one-2",
        "2026-03-06 07:00 follow-up:two-2",
    ]


def test_an_old_invitation_that_nobody_saw_takes_back_no_newer_one() -> None:
    months = since_monday("one", days=(1, 2, 3, 4, 5), reviews=False, follow_ups=False)
    months.live(A_DAY)
    months.finish("two")
    months.live(A_DAY)
    months.lose(months.prompts[0])
    months.live(A_DAY)
    assert told(months) == ["2026-03-03 07:00 activity:two", "2026-03-04 07:00 activity:test-m1"]


@pytest.mark.parametrize(
    ("zone", "friday", "moments"),
    [
        ("Europe/Kyiv", "2026-03-27", ["28 07", "29 06", "30 06"]),
        ("Europe/Lisbon", "2026-03-27", ["28 09", "29 08", "30 08"]),
        ("Atlantic/Azores", "2026-03-27", ["28 10", "29 09", "30 09"]),
        ("Europe/Kyiv", "2026-10-23", ["24 06", "25 07", "26 07"]),
        ("Europe/Lisbon", "2026-10-23", ["24 08", "25 09", "26 09"]),
        ("Atlantic/Azores", "2026-10-23", ["24 09", "25 10", "26 10"]),
        ("Europe/Kyiv", "2027-03-26", ["27 07", "28 06", "29 06"]),
        ("Europe/Lisbon", "2027-03-26", ["27 09", "28 08", "29 08"]),
        ("Atlantic/Azores", "2027-03-26", ["27 10", "28 09", "29 09"]),
        ("Europe/Kyiv", "2027-10-29", ["30 06", "31 07", "01 07"]),
        ("Europe/Lisbon", "2027-10-29", ["30 08", "31 09", "01 09"]),
        ("Atlantic/Azores", "2027-10-29", ["30 09", "31 10", "01 10"]),
    ],
)
def test_both_nights_of_the_year(zone: str, friday: str, moments: list[str]) -> None:
    """One prompt a day at nine o'clock, whatever the clocks do in between."""
    months = Watched(
        shelf=shelf(reminders=(1, 2, 3)), zone=zone, rhythm=Rhythm(days=(1, 2, 3, 4, 5, 6, 7)),
        now=datetime.fromisoformat(f"{friday}T12:00:00+00:00"),
    )  # fmt: skip
    months.enrol()
    months.walk_on(1)
    months.live(10 * A_DAY)
    assert [f"{prompt.at:%d %H}" for prompt in months.prompts] == moments
    assert {prompt.at.minute for prompt in months.prompts} == {0}


def test_a_date_that_comes_again_across_the_date_line_stays_silent() -> None:
    """Wednesday is lived twice, first in Kiritimati: its second morning, in Pago Pago, is silent."""
    months = Watched(zone="Pacific/Kiritimati", rhythm=Rhythm(reviews=False))
    months.enrol()
    months.finish(*EVERYTHING)
    months.live(2 * A_DAY)
    assert told(months) == [
        "2026-03-03 19:00 questionnaire:after follow-up:end-1",
    ]
    months.do(ZoneChosen(zone="Pacific/Pago_Pago"))
    months.live(3 * A_DAY)
    assert told(months)[1:] == [
        "2026-03-05 20:00 follow-up:one-2",
        "2026-03-06 20:00 follow-up:two-2",
    ]


@pytest.mark.parametrize("hours", [1, 2, 5, 10, 14])
def test_a_clock_put_back_makes_no_second_prompt_of_a_date(hours: int) -> None:
    months = Months(rhythm=Rhythm(reviews=False))
    months.enrol()
    months.finish(*EVERYTHING)
    months.live(timedelta(hours=22))
    assert told(months) == ["2026-03-03 07:00 questionnaire:after follow-up:end-1"]
    months.fail(-timedelta(hours=hours))
    months.do(UnknownButton())
    months.fire()
    months.live(timedelta(hours=hours + 15))
    assert told(months)[1:] == []
    months.live(A_DAY)
    assert told(months)[1:] == ["2026-03-04 07:00 follow-up:one-2"]


def test_a_clock_that_was_a_year_ahead_silences_nobody() -> None:
    months = Months(rhythm=Rhythm(reviews=False))
    months.enrol()
    months.finish(*EVERYTHING)
    year = timedelta(days=364)
    months.learner = replace(
        months.learner, prompted_on=date(2027, 3, 2), wake_at=months.now + year
    )
    months.do(UnknownButton())
    months.live(A_DAY)
    assert told(months) == ["2026-03-03 07:00 questionnaire:after follow-up:end-1"]
