"""When the bot may speak of its own accord: days, hours, holidays, pauses, in the learner's zone.

    a day is open      a day of the rhythm, no public holiday, not paused
    the window         from the learner's hour until the evening (or noon) of an open day

Everything follows from the arguments; nothing here reads a clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

WORKING_DAYS = (1, 2, 3, 4, 5)
"""ISO weekdays: Monday is 1."""

HOURS = range(7, 21)
"""The hours that may be chosen. Outside of them it is quiet."""

HOLIDAYS = ("PT", "UA")
HOME_HOLIDAYS = {"Europe/Lisbon": "PT", "Atlantic/Azores": "PT", "Atlantic/Madeira": "PT"}
"""Whose public holidays are proposed in a zone. None in Kyiv: under martial law they are worked."""

MORNING = 9
NOON = 12
EVENING = 21
"""From this hour on nothing is sent; what is late waits for the next open day."""

LONGEST_SEARCH = 3 * 366
"""Days within which an open day must be found."""


def is_day(now: datetime, zone: str) -> bool:
    """Whether nobody in this zone is woken by a message."""
    return HOURS.start <= now.astimezone(ZoneInfo(zone)).hour < EVENING


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When a learner wants to hear from the bot.

    `days` empty: episodes at the learner's own pace, everything else on working days.
    `holidays`: the country whose public holidays are free; None: they are days like others.
    """

    days: tuple[int, ...] = ()
    hour: int = MORNING
    holidays: str | None = None
    paused_until: date | None = None
    """The first day on which the bot speaks again."""
    reminders: bool = True
    follow_ups: bool = True
    reviews: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The rhythm in its zone, within the limits of the courses."""

    rhythm: Rhythm
    zone: str
    mornings_only: bool = False

    @property
    def _hours(self) -> tuple[int, int]:
        hour, closes = self.rhythm.hour, NOON if self.mornings_only else EVENING
        return (hour if HOURS.start <= hour < closes else MORNING), closes

    def opens(self, on: date) -> datetime:
        """The moment of the learner's hour on that day, in UTC."""
        return self._at(on, self._hours[0])

    def closes(self, on: date) -> datetime:
        return self._at(on, self._hours[1])

    def is_open(self, moment: datetime) -> bool:
        """Whether a prompt may be sent at this very moment."""
        on = self.day(moment)
        return self.is_day(on) and self.opens(on) <= moment < self.closes(on)

    def is_day(self, on: date) -> bool:
        rhythm = self.rhythm
        if rhythm.paused_until is not None and on < rhythm.paused_until:
            return False
        if on.isoweekday() not in (rhythm.days or WORKING_DAYS):
            return False
        return rhythm.holidays is None or on not in public_holidays(rhythm.holidays, on.year)

    def day(self, moment: datetime) -> date:
        """The date on the learner's wall."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def days(self, start: date) -> Iterator[date]:
        """The open days from `start` on, as far as it makes sense to look."""
        paused = self.rhythm.paused_until
        first = max(start, paused) if paused else start
        last = date.max.toordinal()
        for ordinal in range(first.toordinal(), min(first.toordinal() + LONGEST_SEARCH, last)):
            on = date.fromordinal(ordinal)
            if self.is_day(on):
                yield on

    def _at(self, on: date, hour: int) -> datetime:
        """An hour that the clocks skip is the moment after the gap; of a double hour, the first."""
        return datetime.combine(on, time(hour), ZoneInfo(self.zone)).astimezone(UTC)


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of `PT` or `UA`, by the `holidays` library.

    Ukraine's are ordinary working days under martial law; who chooses them gets them free.
    """
    from holidays import PUBLIC, WORKDAY, country_holidays

    also = (WORKDAY,) if country == "UA" else ()
    return frozenset(country_holidays(country, years=year, categories=(PUBLIC, *also)))
