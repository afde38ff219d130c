"""When the bot may speak: in the learner's own hours, on both nights of the year, in any zone."""

import os
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course.timing import (
    HOLIDAYS,
    HOME_HOLIDAYS,
    HOURS,
    LONGEST_SEARCH,
    Rhythm,
    Window,
    public_holidays,
)

EXAMPLES = int(os.environ.get("MONTHS_EXAMPLES", "100"))
"""More of them search longer: MONTHS_EXAMPLES=3000 make test ARGS=tests/course/test_timing.py"""

A_WEEK = (1, 2, 3, 4, 5, 6, 7)
A_MOMENT = timedelta(microseconds=1)


def window(zone: str = "Europe/Kyiv", *, mornings_only: bool = False, **rhythm: object) -> Window:
    return Window(rhythm=Rhythm(**rhythm), zone=zone, mornings_only=mornings_only)  # type: ignore[arg-type]


def utc(on: str, at: str) -> datetime:
    return datetime.fromisoformat(f"{on}T{at}:00+00:00")


def dates(year: int, days: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{day}") for day in days.split())


# --- Both nights of the year ------------------------------------------------------------

NIGHTS = [
    # the Saturday before, the Sunday on which the clocks change, its length in hours
    ("2026-03-28", "2026-03-29", 23),
    ("2026-10-24", "2026-10-25", 25),
    ("2027-03-27", "2027-03-28", 23),
    ("2027-10-30", "2027-10-31", 25),
]
AT_NINE = {
    # nine o'clock in UTC: in winter and in summer
    "Europe/Kyiv": ("07:00", "06:00"),
    "Europe/Lisbon": ("09:00", "08:00"),
    "Atlantic/Azores": ("10:00", "09:00"),
}
AT_NINE_IN_THE_EVENING = {
    "Europe/Kyiv": ("19:00", "18:00"),
    "Europe/Lisbon": ("21:00", "20:00"),
    "Atlantic/Azores": ("22:00", "21:00"),
}


@pytest.mark.parametrize("zone", AT_NINE)
@pytest.mark.parametrize(("saturday", "sunday", "hours"), NIGHTS)
def test_nine_stays_nine_when_the_clocks_change(
    zone: str, saturday: str, sunday: str, hours: int
) -> None:
    winter, summer = (0, 1) if hours == 23 else (1, 0)
    open_days = window(zone, days=A_WEEK, hour=9)
    before, after = date.fromisoformat(saturday), date.fromisoformat(sunday)
    opens, closes = AT_NINE[zone], AT_NINE_IN_THE_EVENING[zone]

    assert open_days.opens(before) == utc(saturday, opens[winter])
    assert open_days.closes(before) == utc(saturday, closes[winter])
    assert open_days.opens(after) == utc(sunday, opens[summer])
    assert open_days.closes(after) == utc(sunday, closes[summer])
    assert open_days.opens(after) - open_days.opens(before) == timedelta(hours=hours)

    assert not open_days.is_open(utc(sunday, opens[summer]) - A_MOMENT)
    assert open_days.is_open(utc(sunday, opens[summer]))
    assert open_days.is_open(utc(sunday, closes[summer]) - A_MOMENT)
    assert not open_days.is_open(utc(sunday, closes[summer]))


@pytest.mark.parametrize("zone", AT_NINE)
@pytest.mark.parametrize(("saturday", "sunday", "hours"), NIGHTS)
def test_each_date_of_those_nights_comes_once(
    zone: str, saturday: str, sunday: str, hours: int
) -> None:
    """Also in the Azores, where the second night repeats the hour before midnight or after it."""
    open_days = window(zone, days=A_WEEK)
    before, after = date.fromisoformat(saturday), date.fromisoformat(sunday)
    monday = after + timedelta(days=1)
    assert list(islice(open_days.days(before), 3)) == [before, after, monday]
    midnight = utc(saturday, "00:00") - timedelta(hours=3)
    walls = [open_days.day(midnight + timedelta(minutes=10 * n)) for n in range(6 * 78)]
    assert walls == sorted(walls)
    assert walls.count(after) == 6 * hours


def test_a_double_hour_closes_when_it_comes_first() -> None:
    """On Easter Island the clocks go back from 22 to 21 o'clock: quiet from the first 21 on."""
    open_days = window("Pacific/Easter", days=A_WEEK)
    night = date(2026, 4, 4)
    assert open_days.closes(night) == utc("2026-04-05", "02:00")
    assert not open_days.is_open(utc("2026-04-05", "03:30"))


def test_a_day_that_a_zone_left_out_does_no_harm() -> None:
    """Samoa had no 30 December 2011."""
    open_days = window("Pacific/Apia", days=A_WEEK)
    left_out, before = date(2011, 12, 30), date(2011, 12, 29)
    assert open_days.opens(before) < open_days.closes(before) <= open_days.opens(left_out)
    assert not open_days.is_open(open_days.opens(left_out)) or (
        open_days.day(open_days.opens(left_out)) != left_out
    )


# --- Hours ------------------------------------------------------------------------------


@pytest.mark.parametrize("hour", HOURS)
def test_every_hour_on_offer_is_kept(hour: int) -> None:
    open_days = window("UTC", hour=hour)
    day = date(2026, 3, 2)
    assert open_days.opens(day) == datetime(2026, 3, 2, hour, tzinfo=UTC)
    assert open_days.closes(day) == datetime(2026, 3, 2, 21, tzinfo=UTC)


def test_the_hours_on_offer_are_those_of_the_day() -> None:
    assert (HOURS[0], HOURS[-1]) == (7, 20)


@pytest.mark.parametrize("hour", [-1, 0, 6, 21, 23, 24])
def test_a_quiet_hour_is_not_kept(hour: int) -> None:
    assert window("UTC", hour=hour).opens(date(2026, 3, 2)) == utc("2026-03-02", "09:00")


@pytest.mark.parametrize(
    ("hour", "opens"), [(7, 7), (9, 9), (11, 11), (12, 9), (15, 9), (20, 9), (6, 9)]
)
def test_a_course_of_the_mornings_closes_at_noon(hour: int, opens: int) -> None:
    """Whoever chose an hour after noon hears from it at nine."""
    open_days = window("UTC", mornings_only=True, hour=hour)
    day = date(2026, 3, 2)
    assert open_days.opens(day) == datetime(2026, 3, 2, opens, tzinfo=UTC)
    assert open_days.closes(day) == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert open_days.is_open(utc("2026-03-02", "12:00") - A_MOMENT)
    assert not open_days.is_open(utc("2026-03-02", "12:00"))
    assert not open_days.is_open(utc("2026-03-02", "15:00"))


# --- Days -------------------------------------------------------------------------------


def test_without_days_chosen_working_days_are_open() -> None:
    week = [date(2026, 3, day) for day in range(2, 9)]
    assert [window().is_day(day) for day in week] == [True] * 5 + [False] * 2


def test_only_the_days_chosen_are_open() -> None:
    found = list(islice(window(days=(1, 4)).days(date(2026, 3, 2)), 4))
    assert found == [date(2026, 3, day) for day in (2, 5, 9, 12)]


def test_the_leap_day_is_a_day() -> None:
    found = list(islice(window(days=A_WEEK).days(date(2028, 2, 28)), 3))
    assert found == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]
    assert date(2027, 2, 28) + timedelta(days=1) == date(2027, 3, 1)
    assert window().opens(date(2028, 2, 29)) == utc("2028-02-29", "07:00")


def test_the_year_ends_without_a_gap() -> None:
    """With its own holidays each: 25 December, 1 January."""
    found = list(islice(window(holidays="PT").days(date(2026, 12, 24)), 6))
    expected = ["2026-12-24", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04"]
    assert [day.isoformat() for day in found] == expected


def test_at_the_end_of_the_calendar_there_are_no_more_days() -> None:
    last = date.max
    assert list(window(days=A_WEEK).days(last)) == []
    assert list(window(days=A_WEEK).days(last - timedelta(days=2))) == [
        last - timedelta(days=2), last - timedelta(days=1),
    ]  # fmt: skip


def test_a_rhythm_without_any_open_day_ends_the_search() -> None:
    assert list(window(days=(8,)).days(date(2026, 3, 2))) == []


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Pacific/Kiritimati", utc("2026-03-02", "09:59"), date(2026, 3, 2)),
        ("Pacific/Kiritimati", utc("2026-03-02", "10:00"), date(2026, 3, 3)),
        ("Pacific/Pago_Pago", utc("2026-03-02", "10:59"), date(2026, 3, 1)),
        ("Pacific/Pago_Pago", utc("2026-03-02", "11:00"), date(2026, 3, 2)),
        ("Pacific/Chatham", utc("2026-03-02", "10:15"), date(2026, 3, 3)),
        ("Europe/Kyiv", utc("2026-12-31", "21:59"), date(2026, 12, 31)),
        ("Europe/Kyiv", utc("2026-12-31", "22:00"), date(2027, 1, 1)),
    ],
)
def test_the_date_is_that_on_the_wall(zone: str, moment: datetime, day: date) -> None:
    assert window(zone).day(moment) == day


def test_both_sides_of_the_date_line_have_their_own_hours() -> None:
    monday = date(2026, 3, 2)
    assert window("Pacific/Kiritimati").opens(monday) == utc("2026-03-01", "19:00")
    assert window("Pacific/Kiritimati").closes(monday) == utc("2026-03-02", "07:00")
    assert window("Pacific/Pago_Pago").opens(monday) == utc("2026-03-02", "20:00")
    assert window("Pacific/Pago_Pago").closes(monday) == utc("2026-03-03", "08:00")


# --- Holidays ---------------------------------------------------------------------------


def test_the_public_holidays_of_portugal() -> None:
    """The thirteen of the Labour Code, art. 234: ten have a date, three move with Easter."""
    dated = "01-01 04-25 05-01 06-10 08-15 10-05 11-01 12-01 12-08 12-25 "
    assert public_holidays("PT", 2026) == dates(2026, dated + "04-03 04-05 06-04")
    assert public_holidays("PT", 2027) == dates(2027, dated + "03-26 03-28 05-27")


def test_the_public_holidays_of_ukraine() -> None:
    """The eleven of the Labour Code, art. 73: worked under martial law, free for who chooses them."""
    dated = "01-01 03-08 05-01 05-08 06-28 07-15 08-24 10-01 12-25 "
    assert public_holidays("UA", 2026) == dates(2026, dated + "04-12 05-31")
    assert public_holidays("UA", 2027) == dates(2027, dated + "05-02 06-20")


def test_holidays_are_free_only_for_who_wants_them() -> None:
    freedom_day_of_2028 = date(2028, 4, 25)
    assert window("Europe/Lisbon").is_day(freedom_day_of_2028)
    assert not window("Europe/Lisbon", holidays="PT").is_day(freedom_day_of_2028)
    assert window("Europe/Lisbon", holidays="UA").is_day(freedom_day_of_2028)


def test_nobody_in_kyiv_is_given_holidays_unasked() -> None:
    assert HOME_HOLIDAYS.get("Europe/Kyiv") is None
    assert set(HOME_HOLIDAYS.values()) <= set(HOLIDAYS)


def test_an_easter_weekend_in_portugal() -> None:
    found = list(islice(window("Europe/Lisbon", holidays="PT").days(date(2026, 4, 2)), 3))
    assert found == [date(2026, 4, 2), date(2026, 4, 6), date(2026, 4, 7)]


# --- Pauses -----------------------------------------------------------------------------


def test_a_pause_ends_on_its_day() -> None:
    paused = window(paused_until=date(2026, 3, 11))
    assert list(islice(paused.days(date(2026, 3, 2)), 2)) == [date(2026, 3, 11), date(2026, 3, 12)]
    assert not paused.is_day(date(2026, 3, 10))
    assert not paused.is_open(utc("2026-03-10", "10:00"))
    assert paused.is_open(utc("2026-03-11", "07:00"))


def test_a_pause_that_ends_on_a_closed_day_lasts_to_the_next_open_one() -> None:
    paused = window(paused_until=date(2026, 3, 14))
    assert next(paused.days(date(2026, 3, 2))) == date(2026, 3, 16)


def test_a_long_pause_hides_nothing_behind_it() -> None:
    """The search begins at the end of the pause, however far away it is."""
    paused = window(paused_until=date(2036, 1, 1))
    assert next(paused.days(date(2026, 3, 2))) == date(2036, 1, 1)


def test_a_pause_that_is_over_changes_nothing() -> None:
    paused = window(paused_until=date(2026, 2, 1))
    assert next(paused.days(date(2026, 3, 2))) == date(2026, 3, 2)


# --- Whatever the rhythm ----------------------------------------------------------------

ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
COMMON = ("Europe/Kyiv", "Europe/Lisbon", "Atlantic/Azores")
zones = st.sampled_from(COMMON) | st.sampled_from(ZONES)
days = st.dates(date(2026, 1, 1), date(2029, 12, 31)) | st.sampled_from(
    [date.fromisoformat(day) for night in NIGHTS for day in night[:2]]
)
rhythms = st.builds(
    Rhythm,
    days=st.lists(st.sampled_from(A_WEEK), unique=True).map(lambda days: tuple(sorted(days))),
    hour=st.integers(0, 23),
    holidays=st.none() | st.sampled_from(HOLIDAYS),
    paused_until=st.none() | days,
)
windows = st.builds(Window, rhythm=rhythms, zone=zones, mornings_only=st.booleans())
often = settings(max_examples=EXAMPLES * 3, deadline=None)


@given(open_days=windows, on=days)
@often
def test_a_window_opens_at_the_hour_on_the_wall_and_then_closes(
    open_days: Window, on: date
) -> None:
    closes = 12 if open_days.mornings_only else 21
    hour = open_days.rhythm.hour
    wanted = hour if 7 <= hour < closes else 9
    zone = ZoneInfo(open_days.zone)
    opened, closed = open_days.opens(on), open_days.closes(on)
    assert opened < closed
    assert opened.astimezone(zone).replace(tzinfo=None) == datetime.combine(on, time(wanted))
    assert closed.astimezone(zone).replace(tzinfo=None) == datetime.combine(on, time(closes))
    assert (opened.utcoffset(), closed.utcoffset()) == (timedelta(), timedelta())


@given(
    open_days=windows,
    on=days,
    aside=st.timedeltas(timedelta(-1), timedelta(2))
    | st.sampled_from([timedelta(hours=h) + s * A_MOMENT for h in range(25) for s in (-1, 0)]),
)
@often
def test_it_is_open_only_between_the_hours_of_an_open_day(
    open_days: Window, on: date, aside: timedelta
) -> None:
    zone, rhythm = ZoneInfo(open_days.zone), open_days.rhythm
    moment = datetime.combine(on, time(), zone).astimezone(UTC) + aside
    wall = moment.astimezone(zone)
    closes = 12 if open_days.mornings_only else 21
    opens = rhythm.hour if 7 <= rhythm.hour < closes else 9
    free = rhythm.holidays is not None and wall.date() in public_holidays(
        rhythm.holidays, wall.year
    )
    expected = (
        opens <= wall.hour < closes
        and wall.isoweekday() in (rhythm.days or (1, 2, 3, 4, 5))
        and not free
        and (rhythm.paused_until is None or wall.date() >= rhythm.paused_until)
    )
    assert open_days.is_open(moment) == expected


@given(open_days=windows, on=days)
@often
def test_the_open_days_are_all_of_them_in_order(open_days: Window, on: date) -> None:
    found = list(islice(open_days.days(on), 20))
    assert found == sorted(set(found))
    assert all(day >= on and open_days.is_day(day) for day in found)
    between = [on + timedelta(n) for n in range(((found[-1] if found else on) - on).days + 1)]
    assert [day for day in between if open_days.is_day(day)] == found


@given(open_days=windows, on=days)
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_rhythm_has_an_open_day(open_days: Window, on: date) -> None:
    """There is no year in which every Friday is a holiday."""
    start = max(on, open_days.rhythm.paused_until or on)
    found = next(open_days.days(on))
    assert found - start < timedelta(days=30) < timedelta(days=LONGEST_SEARCH)
