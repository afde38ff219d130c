"""Announcements: what a coordinator does with them, and what is shown of them.

draft ─► (asked: a second person confirms) ─► (planned: its time comes) ─► sending ─┬─► done
  ▲                                              │                          ▲   │    └─► cancelled
  └──────────── changed, too late, or its author has no right any more ─────┘   └ paused
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.course.model import Picture
from bot.course.timing import MORNING

AnnouncementState: TypeAlias = Literal[
    "draft", "asked", "planned", "sending", "paused", "cancelled", "done"
]
LONGEST_TEXT = 3000
"""In UTF-16 units: with a note before it, it still fits one message of Telegram's."""
LONGEST_WITH_FILE = 850
"""The same under a picture or a file, together with the picture's description."""
LONGEST_DESCRIPTION = 100
LONGEST_BUTTON = 30
LONGEST_ADDRESS = 500

Outcome: TypeAlias = Literal[
    "waiting", "queued", "sent", "blocked", "deactivated", "skipped", "failed", "unknown"
]
Progress: TypeAlias = Literal["all", "not-started", "unfinished", "stopped", "finished"]
AudienceOf: TypeAlias = Literal["course", "progress", "group", "language", "topic"]
Move: TypeAlias = Literal["send", "confirm", "revise", "pause", "resume", "cancel", "discard"]
Refusal: TypeAlias = Literal[
    "no-text", "nobody", "number-changed", "second-person", "asker-left", "time-past", "not-now",
    "text-too-long", "file-coming", "file-lost", "file-wrong", "file-type", "file-size",
]  # fmt: skip
"""Why something was not done with an announcement."""

Named: TypeAlias = Mapping[str, str]
"""A name by language; one that is the same in every language stands alone, under ""."""

QUIET_DAYS = (3, 7, 14, 30)
"""For how long somebody has stopped who is asked about, as buttons offer it."""
LONGEST_QUIET = 365
"""The most days that can be asked about; the fewest is one."""
SECOND_PERSON_FROM = 500
"""From this many people on a second person of the team confirms, unless it is set otherwise."""
LASTS_HOURS = (4, 24, 72)
"""Within how many hours an announcement makes sense; what has not left by then is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Learners of a course or of any, by how far they are, of a group, by language, by a wish.

    `quiet`: with "stopped", for how many days at least they have not been here.
    """

    course: str | None = None
    progress: Progress = "all"
    language: str | None = None
    group: str | None = None
    topic: str | None = None
    quiet: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """When it begins: at a moment, or on a day, for each learner at nine o'clock. Neither: at once."""

    at: datetime | None = None
    on: date | None = None

    @property
    def now(self) -> bool:
        return self.at is None and self.on is None

    def moments(self, zones: Iterable[str], now: datetime) -> dict[str, datetime]:
        """When it is to reach the learners of each zone."""
        return {each: self._in(each, now) for each in zones}

    def _in(self, zone: str, now: datetime) -> datetime:
        if self.on is None:
            return self.at or now
        return datetime.combine(self.on, time(MORNING), _known(zone)).astimezone(UTC)


def _known(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ValueError, OSError, LookupError):
        return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A button that leads to a page. Where it has no words of its own, it says whose page that is."""

    url: str
    words: Mapping[str, str] = field(default_factory=dict)

    def says(self, language: str) -> str:
        page = self.url.removeprefix("https://").removeprefix("www.")
        return self.words.get(language) or re.split("[/?#]", page)[0][:LONGEST_BUTTON]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that goes with the words, by its content and the name it had."""

    sha256: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What an announcement is besides its words: when, for how long, with what under it."""

    start: Start = field(default_factory=Start)
    lasts: int = 24
    link: Link | None = None
    opens: str | None = None
    """The course that its button opens."""
    picture: Picture | None = None
    file: Enclosure | None = None

    @property
    def longest(self) -> int:
        """UTF-16 units that the words may have."""
        return LONGEST_WITH_FILE if self.picture or self.file else LONGEST_TEXT


# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementBegun:
    kind: Literal["announcement-begun"] = "announcement-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementsOpened:
    kind: Literal["announcements-opened"] = "announcements-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementOpened:
    announcement: str
    number: int = 0
    kind: Literal["announcement-opened"] = "announcement-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBegun:
    """The next words are the announcement in this language."""

    announcement: str
    language: str
    kind: Literal["text-begun"] = "text-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceOpened:
    """`of`: one side of the audience with all that can be chosen; none: the audience as it is."""

    announcement: str
    of: AudienceOf | None = None
    page: int = 0
    kind: Literal["audience-opened"] = "audience-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceChosen:
    """`of` tells what the button changes, and so what it says; `name` that of a group or a topic."""

    announcement: str
    audience: Audience
    of: AudienceOf
    name: Named = field(default_factory=dict)
    kind: Literal["audience-chosen"] = "audience-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietBegun:
    """The next words are the number of days for which somebody has not been here."""

    announcement: str
    kind: Literal["quiet-begun"] = "quiet-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOpened:
    """When shall it begin? `on`: at what hour of that day?"""

    announcement: str
    on: date | None = None
    kind: Literal["start-opened"] = "start-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateBegun:
    """The next words are a date."""

    announcement: str
    kind: Literal["date-begun"] = "date-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartChosen:
    """`hour` of the coordinator's own clock; none: nine o'clock on everybody's. No day: at once."""

    announcement: str
    on: date | None = None
    hour: int | None = None
    kind: Literal["start-chosen"] = "start-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastsChosen:
    announcement: str
    hours: int
    kind: Literal["lasts-chosen"] = "lasts-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksOpened:
    """The buttons that learners get under it."""

    announcement: str
    kind: Literal["links-opened"] = "links-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkBegun:
    """The next words are the address of the link; with `language`, what its button says in it."""

    announcement: str
    language: str | None = None
    kind: Literal["link-begun"] = "link-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDropped:
    announcement: str
    kind: Literal["link-dropped"] = "link-dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLinked:
    """A button opens this course; none: no particular one."""

    announcement: str
    course: str | None
    kind: Literal["course-linked"] = "course-linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosureBegun:
    """The next picture or file that is sent goes with it."""

    announcement: str
    kind: Literal["enclosure-begun"] = "enclosure-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosureDropped:
    announcement: str
    kind: Literal["enclosure-dropped"] = "enclosure-dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewAsked:
    """Each language as it will look, sent to nobody but the person who asks."""

    announcement: str
    kind: Literal["preview-asked"] = "preview-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TestAsked:
    """It is sent to the person who asks, exactly as a learner of their language gets it."""

    announcement: str
    kind: Literal["test-asked"] = "test-asked"

    __test__ = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementMoved:
    """`people` is the number that the button showed, in full fives: if that has changed, it is shown
    anew first."""

    announcement: str
    move: Move
    people: int = 0
    kind: Literal["announcement-moved"] = "announcement-moved"


AnnouncementAction: TypeAlias = (
    AnnouncementBegun | AnnouncementsOpened | AnnouncementOpened | TextBegun | AudienceOpened
    | AudienceChosen | QuietBegun | StartOpened | DateBegun | StartChosen | LastsChosen
    | LinksOpened | LinkBegun | LinkDropped | CourseLinked | EnclosureBegun | EnclosureDropped
    | PreviewAsked | TestAsked | AnnouncementMoved
)  # fmt: skip


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """How many ended in this way for one reason."""

    outcome: Outcome
    reason: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementShown:
    """`people`: who would get it, in each language, and `everybody`: all of them; both in full fives,
    0 for fewer than five. `outcomes`: what became of it, once it is under way; nothing, where it is
    for a `few`: fewer than five people.
    """

    state: AnnouncementState
    texts: Mapping[str, str]
    audience: Audience
    people: Mapping[str, int]
    everybody: int = 0
    few: bool = False
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    why: tuple[Why, ...] = ()
    later: int = 0
    """How many of those who still wait are to get it at a later hour."""
    seconds_left: int | None = None
    per_minute: int | None = None
    choosing: bool = False
    """The audience is being chosen."""
    details: Details = field(default_factory=Details)
    group: Named = field(default_factory=dict)
    """The name of the group of the audience, and the title of the topic that was wished for."""
    topic: Named = field(default_factory=dict)
    begins_at: datetime | None = None
    """When those who are to get it first get it."""
    zone: str = "UTC"
    coming: bool = False
    """Its picture or file is still being fetched, or described."""
    refused: Refusal | None = None
    kind: Literal["announcement"] = "announcement"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementList:
    texts: tuple[str, ...]
    states: tuple[AnnouncementState, ...]
    kind: Literal["announcements"] = "announcements"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAsked:
    """`refused`: how long the text was that was too long to keep; `longest`: how long it may be."""

    language: str
    refused: int | None = None
    longest: int = LONGEST_TEXT
    kind: Literal["text-asked"] = "text-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietAsked:
    """`refused`: what was written is no number of days that can be asked about."""

    refused: bool = False
    kind: Literal["quiet-asked"] = "quiet-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartShown:
    """When it is to begin. `on`: at which hour of that day? `writing`: the next words are a date."""

    details: Details
    zone: str
    on: date | None = None
    writing: bool = False
    refused: bool = False
    """The words were no date, or the moment is past."""
    kind: Literal["announcement-start"] = "announcement-start"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksShown:
    """`asked`: the next words are the address, or what the button says in a language."""

    details: Details
    asked: str | None = None
    refused: bool = False
    kind: Literal["announcement-links"] = "announcement-links"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosureAsked:
    """The next message is the picture or the file; `describing`: what is to be seen in the picture."""

    describing: bool = False
    refused: Refusal | None = None
    kind: Literal["enclosure-asked"] = "enclosure-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What a learner gets: the team's words in one language. `link`: its words and its address."""

    text: str
    language: str
    link: tuple[str, str] | None = None
    picture: Picture | None = None
    file: Enclosure | None = None
    kind: Literal["announced"] = "announced"


AnnouncementBody: TypeAlias = (
    AnnouncementShown | AnnouncementList | TextAsked | QuietAsked | StartShown | LinksShown | EnclosureAsked
    | Announced
)  # fmt: skip

SOURCE = ("en", "uk", "pt")


def wording(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text in this language, or all of it in the first language in which it is written."""
    used = language if language in texts else next(each for each in SOURCE if each in texts)
    return texts[used], used
