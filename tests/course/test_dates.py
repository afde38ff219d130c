"""Dates as people write them, and nothing that only looks like one."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.desk.announcement import Start
from bot.course.desk.dates import FURTHEST, MONTHS, Written, read_date, read_moment

TODAY = date(2026, 3, 1)

CHRISTMAS_EVE = date(2026, 12, 24)

DAYS = {
    **dict.fromkeys((
        "24.12", "24.12.", " 24/12 ", "24-12", "24.12.2026", "24/12/2026", "24-12-2026", "24.12.26",
        "24/12/26", "2026-12-24", "24 December", "24 December 2026", "24th of December", "24 Dec.",
        "December 24", "Dec 24, 2026", "24 DECEMBER 2026", "24 грудня", "24 грудня 2026 року",
        "24 Грудень", "24 груд. 2026 р.", "24 de dezembro", "24 de dezembro de 2026", "24 dez",
        "24º Dezembro",
    ), CHRISTMAS_EVE),
    "1.3.": TODAY, "28.2.": date(2027, 2, 28), "01.03.2027": date(2027, 3, 1),
    "2/3": date(2026, 3, 2), "3/2": date(2027, 2, 3), "5 março": date(2026, 3, 5),
    "5 marco": date(2026, 3, 5), "5 mar": date(2026, 3, 5), "7 липня": date(2026, 7, 7),
    "7 листопада": date(2026, 11, 7), "31 Aug": date(2026, 8, 31), "may 1": date(2026, 5, 1),
}  # fmt: skip
TIMES = {
    **dict.fromkeys(("9:00", "09:00", "9.00", "9h", "9 h", "9h00", "at 9", "at 9:00", "às 9h",
                     "Às 9", "о 9:00", "о 9", "9 am", "9:00 a.m.", "9AM"), time(9)),
    **dict.fromkeys(("9:30", "9.30", "9h30", "о 9:30", "9:30 am"), time(9, 30)),
    **dict.fromkeys(("21:15", "9:15 pm", "об 21:15", "21h15"), time(21, 15)),
    "0:00": time(0), "12 am": time(0), "12 pm": time(12), "23:59": time(23, 59),
}  # fmt: skip


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_what_is_meant(text: str) -> None:
    assert read_date(text, TODAY) == DAYS[text]
    assert read_moment(text, TODAY) == Written(on=DAYS[text])


@pytest.mark.parametrize("text", TIMES)
@pytest.mark.parametrize("day", ["24/12", "24.12.2026,", "24 December", "2026-12-24", "24 dez."])
def test_a_time_behind_it_is_read_too(day: str, text: str) -> None:
    assert read_moment(f"{day} {text}", TODAY) == Written(on=CHRISTMAS_EVE, at=TIMES[text])
    assert read_date(f"{day} {text}", TODAY) is None


@pytest.mark.parametrize(
    "text",
    ["", "12/24", "12-24", "12/24/2026", "2026-24-12", "2026-2-3", "29.2.", "31.4.", "0.1.", "1.13.",
     "28.2.2026", "3.3.2027", "1.1.0000", "24.12. at ten", "٢٤.١٢.", "-1.1.", "1.1.20261",
     "24.12/2026", "24.12.2026.", "24 de", "24 de de", "24 Marmalade", "24 ma", "24", "9:00",
     "24.12 9", "24 December 9", "24.12 9:", "24.12 25:00", "24.12 9:60", "24.12 13 pm", "24.12 0 am",
     "24.12.10:30", "24.12 9:00 tomorrow", "24.12 9:00 10:00", "2026-12-24T", "24 December 1999",
     "24 December" + " " * 60 + "9:00", "24." * 2000, "🙂", "24 \u0130ş"],
)  # fmt: skip
def test_what_is_no_moment_within_a_year(text: str) -> None:
    assert read_moment(text, TODAY) is None


def test_no_three_letters_mean_two_months() -> None:
    """So that a name that is cut short is never taken for another month."""
    beginnings = [{name[:3] for name in names.split()} for names in MONTHS]
    everything = [each for names in beginnings for each in names]
    assert len(everything) == len(set(everything))


@given(st.text(max_size=80))
def test_nothing_that_is_written_breaks_it(text: str) -> None:
    found = read_moment(text, TODAY)
    assert found is None or TODAY <= found.on <= TODAY + FURTHEST


@given(st.dates(TODAY, TODAY + FURTHEST))
def test_the_day_stands_before_the_month(day: date) -> None:
    """Of every day there is, in figures."""
    for text in (f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d-%m-%y}"):
        assert read_date(text, TODAY) == day


def test_nine_in_the_morning_of_each_zone() -> None:
    start = Start(on=date(2026, 3, 29))
    zones = ("Europe/Kyiv", "Europe/Lisbon", "Atlantic/Azores", "UTC", "Nowhere/At all")
    assert start.moments(zones, datetime(2026, 3, 1, tzinfo=UTC)) == {
        "Europe/Kyiv": datetime(2026, 3, 29, 6, tzinfo=UTC),
        "Europe/Lisbon": datetime(2026, 3, 29, 8, tzinfo=UTC),
        "Atlantic/Azores": datetime(2026, 3, 29, 9, tzinfo=UTC),
        "UTC": datetime(2026, 3, 29, 9, tzinfo=UTC),
        "Nowhere/At all": datetime(2026, 3, 29, 9, tzinfo=UTC),
    }
