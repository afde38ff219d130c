"""Announcements: what a coordinator does with them, and what is shown of them.

draft ─► (asked: a second person confirms) ─► sending ─┬─► done
                                              ▲   │    └─► cancelled
                                              └ paused
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

AnnouncementState: TypeAlias = Literal["draft", "asked", "sending", "paused", "cancelled", "done"]
LONGEST_TEXT = 3000
"""In UTF-16 units: with a note before it, it still fits one message of Telegram's."""

Outcome: TypeAlias = Literal[
    "waiting", "queued", "sent", "blocked", "deactivated", "skipped", "failed", "unknown"
]
Progress: TypeAlias = Literal["all", "unfinished", "finished"]
AudienceOf: TypeAlias = Literal["course", "progress", "language"]
Move: TypeAlias = Literal["send", "confirm", "pause", "resume", "cancel", "discard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Learners of a course or of any, by how far they are, and by language."""

    course: str | None = None
    progress: Progress = "all"
    language: str | None = None


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
    announcement: str
    kind: Literal["audience-opened"] = "audience-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceChosen:
    """`of` tells what the button changes, and so what it says."""

    announcement: str
    audience: Audience
    of: AudienceOf
    kind: Literal["audience-chosen"] = "audience-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewAsked:
    """Each language as it will look, sent to nobody but the person who asks."""

    announcement: str
    kind: Literal["preview-asked"] = "preview-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementMoved:
    """`people` is the number that the button showed: if it has changed, it is shown anew first."""

    announcement: str
    move: Move
    people: int = 0
    kind: Literal["announcement-moved"] = "announcement-moved"


AnnouncementAction: TypeAlias = (
    AnnouncementBegun | AnnouncementsOpened | AnnouncementOpened | TextBegun | AudienceOpened
    | AudienceChosen | PreviewAsked | AnnouncementMoved
)  # fmt: skip


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementShown:
    """`people`: how many in each language; `outcomes`: what became of it, once it is under way."""

    state: AnnouncementState
    texts: Mapping[str, str]
    audience: Audience
    people: Mapping[str, int]
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    seconds_left: int | None = None
    choosing: bool = False
    """The audience is being chosen."""
    kind: Literal["announcement"] = "announcement"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementList:
    texts: tuple[str, ...]
    states: tuple[AnnouncementState, ...]
    kind: Literal["announcements"] = "announcements"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAsked:
    """`refused`: how long the text was that was too long to keep."""

    language: str
    refused: int | None = None
    kind: Literal["text-asked"] = "text-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What a learner gets: the team's words in one language."""

    text: str
    language: str
    kind: Literal["announced"] = "announced"


AnnouncementBody: TypeAlias = AnnouncementShown | AnnouncementList | TextAsked | Announced

SOURCE = ("en", "uk", "pt")


def wording(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text in this language, or all of it in the first language in which it is written."""
    used = language if language in texts else next(each for each in SOURCE if each in texts)
    return texts[used], used
