"""A date that somebody wrote, perhaps with a time, in a form that is usual in one of our languages.

24.12. · 24/12 · 24-12-2026 · 24.12.26 · 2026-12-24 · 24 December · December 24, 2026 · 24 грудня ·
24 de dezembro de 2026; and behind it 9:00 · 9.30 · 9h · 9h30 · at 9 · às 9h · о 9:00 · 9 am

In figures the day always stands before the month; what can only be read the other way round is no
date.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

FURTHEST = timedelta(days=366)
LONGEST = 60
"""Signs of what can be a date at all."""

MONTHS = (
    "january janeiro січень січня", "february fevereiro лютий лютого",
    "march marco березень березня", "april abril квітень квітня", "may maio травень травня",
    "june junho червень червня", "july julho липень липня", "august agosto серпень серпня",
    "september setembro вересень вересня", "october outubro жовтень жовтня",
    "november novembro листопад листопада", "december dezembro грудень грудня",
)  # fmt: skip
"""In every language, without accents. The first three letters are enough: none have two meanings."""

_word = r"(?P<month>[^\W\d_]{3,12})\.?"
_year = r"(?:,?\s+(?:de\s+)?(?P<y>[0-9]{4})(?:\s+року|\s+р\.?)?)?"
_forms = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})",
        r"(?P<d>[0-9]{1,2})(?P<sign>[./-])(?P<m>[0-9]{1,2})(?:(?P=sign)(?P<y>[0-9]{4}|[0-9]{2})|\.)?",
        rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th|º|\.)?(?:\s+(?:of|de))?\s+{_word}{_year}",
        rf"{_word}\s+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>[0-9]{{4}}))?",
    )
)
_time = re.compile(
    r"(?:,?\s+|T)(?P<at>at\s+|às\s+|as\s+|об?\s+)?(?P<hour>[0-9]{1,2})"
    r"(?:(?P<sign>[:.]|\s?h)(?P<minute>[0-9]{2})?)?(?:\s?(?P<half>[ap])\.?m\.?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`at`: on the writer's own clock, if a time was written at all."""

    on: date
    at: time | None = None


def read_moment(text: str, today: date) -> Written | None:
    """The day that is meant, today or within a year, and the time; without a year, the next such day."""
    text = unicodedata.normalize("NFC", text).strip()
    for form in _forms if len(text) <= LONGEST else ():
        if found := form.match(text):
            on, rest = _day(found.groupdict(), today), text[found.end() :]
            at = _time_of(rest)
            if on is not None and (at is not None or not rest):
                return Written(on=on, at=at)
    return None


def read_date(text: str, today: date) -> date | None:
    """The same, where only a day is wanted."""
    written = read_moment(text, today)
    return written.on if written is not None and written.at is None else None


def _day(found: Mapping[str, str | None], today: date) -> date | None:
    day, year = int(found["d"] or 0), found["y"]
    month = int(found["m"] or 0) if "m" in found else _month(found["month"] or "")
    if month is None:
        return None
    years = [today.year, today.year + 1] if year is None else [int(year) + 2000 * (len(year) == 2)]
    days = (_existing(each, month, day) for each in years)
    return next((each for each in days if each and today <= each <= today + FURTHEST), None)


def _month(word: str) -> int | None:
    """The month whose name begins so, in any language."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    begins = "".join(each for each in letters if not unicodedata.combining(each))
    for number, names in enumerate(MONTHS, 1):
        if any(name.startswith(begins) for name in names.split()):
            return number
    return None


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time_of(text: str) -> time | None:
    """A bare number is a time only where a word before it or behind it says so."""
    found = _time.fullmatch(text)
    if found is None or not (found["at"] or found["sign"] or found["half"]):
        return None
    if found["sign"] in (":", ".") and found["minute"] is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (found["half"] in "pP")
    return time(hour, minute) if hour < 24 and minute < 60 else None
