"""The inbox of the desk: threads of feedback, and how they are answered.

InboxOpened ─┬─ FilterOpened        ThreadOpened ─┬─ AnswerBegun ─ words ─ AnswerDecided
             ├─ SearchBegun ─ words               ├─ ThreadMarked
             └─ AlertsOpened ─ AlertsChosen       └─ a reply to the message that shows it ─ …
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

ThreadState: TypeAlias = Literal["new", "open", "done"]
Mark: TypeAlias = Literal["open", "done", "complaint"]
AlertWay: TypeAlias = Literal["each", "hourly"]
OnlyOf: TypeAlias = Literal["course", "language", "complaints", "wishes", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Which threads: written from this course, in this language, with all these words in a message."""

    course: str | None = None
    language: str | None = None
    complaints: bool = False
    wishes: bool = False
    words: str = ""


# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxOpened:
    """`state` None: whatever the state."""

    state: ThreadState | None
    page: int = 0
    only: Only = field(default_factory=Only)
    of: OnlyOf = "all"
    """What the button chooses, and so what it says."""
    kind: Literal["inbox-opened"] = "inbox-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOpened:
    """What can be chosen among, from this state and this choice on."""

    state: ThreadState | None
    only: Only
    kind: Literal["filter-opened"] = "filter-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchBegun:
    """The next words are sought in all threads."""

    kind: Literal["search-begun"] = "search-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadOpened:
    thread: str
    number: int = 0
    """Its place in the list from which it is opened."""
    kind: Literal["thread-opened"] = "thread-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMarked:
    thread: str
    mark: Mark
    kind: Literal["thread-marked"] = "thread-marked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBegun:
    """The next words are an answer to this thread."""

    thread: str
    kind: Literal["answer-begun"] = "answer-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDecided:
    thread: str
    send: bool
    kind: Literal["answer-decided"] = "answer-decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsOpened:
    kind: Literal["alerts-opened"] = "alerts-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsChosen:
    """How somebody of the team is told of new messages; None: not at all."""

    how: AlertWay | None
    kind: Literal["alerts-chosen"] = "alerts-chosen"


InboxAction: TypeAlias = (
    InboxOpened | FilterOpened | SearchBegun | ThreadOpened | ThreadMarked | AnswerBegun
    | AnswerDecided | AlertsOpened | AlertsChosen
)  # fmt: skip


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLine:
    thread: str
    at: datetime
    language: str
    course: str | None
    excerpt: str
    complaint: bool
    activity: str | None = None
    wish: bool = False
    anonymous: bool = False
    state: ThreadState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxShown:
    state: ThreadState | None
    threads: tuple[ThreadLine, ...]
    page: int
    zone: str
    only: Only = field(default_factory=Only)
    kind: Literal["inbox"] = "inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterShown:
    state: ThreadState | None
    only: Only
    kind: Literal["inbox-filter"] = "inbox-filter"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAsked:
    kind: Literal["search-asked"] = "search-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One number that the learner gave about an episode; the course knows whether it is a rating."""

    release: str
    activity: str
    step: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message of a thread, by the learner or by the team, and where it was written."""

    team: bool
    at: datetime
    text: str
    course: str | None = None
    activity: str | None = None
    rated: tuple[Rating, ...] = ()
    """The newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadShown:
    state: ThreadState
    complaint: bool
    language: str
    entries: tuple[Entry, ...]
    zone: str
    thread: str = ""
    wish: bool = False
    anonymous: bool = False
    """An answer goes into a letterbox, and nobody sees whether it is opened."""
    kind: Literal["thread"] = "thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAsked:
    language: str
    """The language of the person who will read it."""
    refused: int | None = None
    """How long the answer was that was too long."""
    kind: Literal["answer-asked"] = "answer-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShown:
    """The answer as it will be read, before it is sent or (`sent`) after."""

    text: str
    sent: bool
    reached: bool = True
    """Once it is sent: whether there is a way on which it can reach the learner today."""
    letterbox: bool = False
    """Once it is sent: it was anonymous words that were answered."""
    kind: Literal["answer-shown"] = "answer-shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAnswered:
    """What the learner gets: their own words, and the answer of the course team.

    Without their words: they wrote them anonymously.
    """

    asked: str | None
    answer: str
    kind: Literal["feedback-answered"] = "feedback-answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsShown:
    how: AlertWay | None
    kind: Literal["alerts"] = "alerts"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewThreads:
    """So many threads have become new; `more`: and others beside."""

    count: int
    more: bool = False
    kind: Literal["new-threads"] = "new-threads"


InboxBody: TypeAlias = (
    InboxShown | FilterShown | SearchAsked | ThreadShown | AnswerAsked | AnswerShown
    | FeedbackAnswered | AlertsShown | NewThreads
)  # fmt: skip
