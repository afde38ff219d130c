"""Topics that learners wish for, as the team keeps them.

TopicsOpened ── TopicOpened ─┬─ TitleBegun ─ words           thread ── CountOpened ── WishCounted
            └─ TitleBegun    ├─ TopicFinished ─► an announcement to all who wished
                             └─ TopicAnnounced
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

LONGEST_TITLE = 40
"""In UTF-16 units: it stands on a button."""


# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsOpened:
    page: int = 0
    kind: Literal["topics-opened"] = "topics-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOpened:
    topic: str
    number: int = 0
    kind: Literal["topic-opened"] = "topic-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleBegun:
    """The next words are the title in this language; without `topic`, of a new one."""

    language: str
    topic: str | None = None
    kind: Literal["title-begun"] = "title-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFinished:
    """The topic is done with, or (`done` false) can be wished for again."""

    topic: str
    done: bool
    kind: Literal["topic-finished"] = "topic-finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicAnnounced:
    """An announcement to all who wished for the topic is begun."""

    topic: str
    kind: Literal["topic-announced"] = "topic-announced"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountOpened:
    """For which topic is the wish in this thread to be counted?"""

    thread: str
    kind: Literal["count-opened"] = "count-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class WishCounted:
    """`name`: the title of the topic, for the button."""

    thread: str
    topic: str
    name: str
    kind: Literal["wish-counted"] = "wish-counted"


TopicAction: TypeAlias = (
    TopicsOpened | TopicOpened | TitleBegun | TopicFinished | TopicAnnounced | CountOpened
    | WishCounted
)  # fmt: skip


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """`people`: how many wish for it, in full fives."""

    title: str
    people: int
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicList:
    topics: tuple[TopicLine, ...]
    page: int
    kind: Literal["topics"] = "topics"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicShown:
    titles: Mapping[str, str]
    people: int
    done: bool
    counted: bool = False
    """Somebody's wish has just been counted for it."""
    kind: Literal["topic"] = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleAsked:
    """`refused`: how long the title was that was too long."""

    language: str
    refused: int | None = None
    kind: Literal["title-asked"] = "title-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAsked:
    """Are there topics among which to choose?"""

    any: bool
    kind: Literal["count-asked"] = "count-asked"


TopicBody: TypeAlias = TopicList | TopicShown | TitleAsked | CountAsked
