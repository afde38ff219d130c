"""A date that somebody wrote: 24.12., 24.12.2026 or 2026-12-24, and nothing else."""

import re
from datetime import date, timedelta

FURTHEST = timedelta(days=366)

_forms = (
    re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})?"),
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"),
)


def read_date(text: str, today: date) -> date | None:
    """The day that is meant, today or within a year; without a year, the next such day."""
    for form in _forms:
        if found := form.fullmatch(text.strip()):
            years = [int(found["y"])] if found["y"] else [today.year, today.year + 1]
            days = (_day(year, int(found["m"]), int(found["d"])) for year in years)
            return next((each for each in days if each and _is_near(each, today)), None)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_near(day: date, today: date) -> bool:
    return today <= day <= today + FURTHEST
