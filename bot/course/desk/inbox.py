"""The inbox of the desk: threads of feedback, and how they are answered.

InboxOpened ── ThreadOpened ─┬─ AnswerBegun ─ words ─ AnswerDecided
                             └─ ThreadMarked
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

ThreadState: TypeAlias = Literal["new", "open", "done"]
Mark: TypeAlias = Literal["open", "done", "complaint"]


# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxOpened:
    state: ThreadState
    page: int = 0
    kind: Literal["inbox-opened"] = "inbox-opened"


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


InboxAction: TypeAlias = InboxOpened | ThreadOpened | ThreadMarked | AnswerBegun | AnswerDecided


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLine:
    thread: str
    at: datetime
    language: str
    course: str | None
    excerpt: str
    complaint: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxShown:
    state: ThreadState
    threads: tuple[ThreadLine, ...]
    page: int
    zone: str
    kind: Literal["inbox"] = "inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message of a thread, by the learner or by the team."""

    team: bool
    at: datetime
    text: str
    course: str | None = None
    activity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadShown:
    state: ThreadState
    complaint: bool
    language: str
    entries: tuple[Entry, ...]
    zone: str
    kind: Literal["thread"] = "thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAsked:
    language: str
    """The language of the person who will read it."""
    kind: Literal["answer-asked"] = "answer-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShown:
    """The answer as it will be read, before it is sent or (`sent`) after."""

    text: str
    sent: bool
    kind: Literal["answer-shown"] = "answer-shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAnswered:
    """What the learner gets: their own words, and the answer of the course team."""

    asked: str
    answer: str
    kind: Literal["feedback-answered"] = "feedback-answered"


InboxBody: TypeAlias = InboxShown | ThreadShown | AnswerAsked | AnswerShown | FeedbackAnswered
