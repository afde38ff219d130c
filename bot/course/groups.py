"""Groups from the learner's side: what can be done, what is shown, and when.

link ─► joined ─┬─ open, a place is free ─► in
                ├─ open, all places taken ─► waiting ─► offered ─┬─ taken ─► in
                ├─ by approval ─► asked ─► approved, refused     └─ given up, lapsed ─► out
                └─ by list ─► a word is asked for ─► as if open
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.course.timing import EVENING, MORNING, NOON, Rhythm, Window

GroupKind: TypeAlias = Literal["edition", "organisation", "region"]
Joining: TypeAlias = Literal["open", "approval", "list"]
MemberState: TypeAlias = Literal["in", "waiting", "asked", "offered"]

LONGEST_NAME = 60
"""Characters of a group's name."""
TIME_TO_ANSWER = timedelta(hours=48)
"""How long an offered place is kept at least."""
LOOK_AGAIN = timedelta(hours=1)


# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningBegun:
    """Once more into a group whose link was followed before."""

    group: str
    kind: Literal["joining-begun"] = "joining-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAnswered:
    """Whether the place that was offered is taken."""

    group: str
    take: bool
    kind: Literal["place-answered"] = "place-answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingBegun:
    """`name`: that of the group, for the button."""

    group: str
    name: str
    kind: Literal["leaving-begun"] = "leaving-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingDecided:
    group: str
    leave: bool
    kind: Literal["leaving-decided"] = "leaving-decided"


MembershipAction: TypeAlias = JoiningBegun | PlaceAnswered | LeavingBegun | LeavingDecided


# --- What is shown ----------------------------------------------------------------------

Told: TypeAlias = Literal[
    "joined", "queued", "asked", "refused", "removed", "word-asked", "wrong-word", "no-more-words",
    "place-gone", "lapsed", "given-up", "left", "closed", "no-link", "dismissed",
]  # fmt: skip
"""What has become of the wish to be in a group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipTold:
    """`in_line`: the place in the waiting list; `begins_on`: only of a course still to begin."""

    what: Told
    name: str = ""
    in_line: int = 0
    begins_on: date | None = None
    kind: Literal["membership-told"] = "membership-told"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOffered:
    name: str
    until: datetime
    zone: str
    kind: Literal["place-offered"] = "place-offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class MyGroup:
    name: str
    state: MemberState
    in_line: int = 0
    begins_on: date | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyGroups:
    """`number`: that by which the person may let the course team find them."""

    groups: tuple[MyGroup, ...]
    number: str
    zone: str
    kind: Literal["my-groups"] = "my-groups"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingAsked:
    name: str
    state: MemberState
    kind: Literal["leaving-asked"] = "leaving-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseBegins:
    """The course of a group is brought to a member, on its date or as soon as they are in."""

    course: str
    release: str
    group: str
    name: str
    kind: Literal["course-begins"] = "course-begins"


MembershipBody: TypeAlias = MembershipTold | PlaceOffered | MyGroups | LeavingAsked | CourseBegins


# --- When -------------------------------------------------------------------------------


def deadline(now: datetime, zone: str) -> datetime:
    """The end of the time for an answer: at noon, where it would be at night."""
    local = (now + TIME_TO_ANSWER).astimezone(ZoneInfo(zone))
    if MORNING <= local.hour < EVENING:
        return now + TIME_TO_ANSWER
    on = local.date() + timedelta(days=local.hour >= EVENING)
    return _at(on, NOON, zone)


def is_daytime(now: datetime, zone: str) -> bool:
    """Whether something that was not asked for may be said."""
    return MORNING <= now.astimezone(ZoneInfo(zone)).hour < EVENING


def has_begun(starts_on: date | None, zone: str, now: datetime) -> bool:
    """Whether a course that begins at nine on this date has begun where this person is."""
    return starts_on is None or _at(starts_on, MORNING, zone) <= now


def may_bring(starts_on: date | None, rhythm: Rhythm, zone: str, now: datetime) -> bool:
    """Whether a course that begins on this date may be brought at this moment.

    On its date from nine until the evening, whatever day of the week it is; later, whenever this
    person may be spoken to. Never in a pause.
    """
    window = Window(rhythm=rhythm, zone=zone)
    today = window.day(now)
    if rhythm.paused_until is not None and today < rhythm.paused_until:
        return False
    if not has_begun(starts_on, zone, now):
        return False
    return is_daytime(now, zone) if starts_on == today else window.is_open(now)


def look_again(rhythm: Rhythm, zone: str, now: datetime) -> datetime:
    """When to ask `may_bring` again: at nine or at the person's hour, and within an hour."""
    window = Window(rhythm=rhythm, zone=zone)
    today = window.day(now)
    moments = (_at(today, MORNING, zone), window.opens(today), now + LOOK_AGAIN)
    return min(each for each in moments if each > now)


def evening(now: datetime, zone: str) -> datetime:
    """The end of the day on which something unasked may be said."""
    return _at(now.astimezone(ZoneInfo(zone)).date(), EVENING, zone)


def _at(on: date, hour: int, zone: str) -> datetime:
    return datetime.combine(on, time(hour), ZoneInfo(zone)).astimezone(UTC)
