"""Dates as people write them, and nothing that only looks like one."""

from datetime import UTC, date, datetime

import pytest

from bot.course.desk.announcement import Start
from bot.course.desk.dates import read_date

TODAY = date(2026, 3, 1)

MEANT = {
    "24.12.": date(2026, 12, 24),
    " 2026-12-24 ": date(2026, 12, 24),
    "24.12.2026": date(2026, 12, 24),
    "1.3.": TODAY,
    "28.2.": date(2027, 2, 28),
    "01.03.2027": date(2027, 3, 1),
}


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant(text: str) -> None:
    assert read_date(text, TODAY) == MEANT[text]


@pytest.mark.parametrize(
    "text",
    ["", "24.12", "24/12/2026", "12-24", "2026-2-3", "29.2.", "31.4.", "0.1.", "1.13.", "28.2.2026",
     "3.3.2027", "1.1.0000", "2026-12-24T10:00", "24.12. at ten", "٢٤.١٢.", "-1.1.", "1.1.20261"],
)  # fmt: skip
def test_what_is_no_date_within_a_year(text: str) -> None:
    assert read_date(text, TODAY) is None


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
