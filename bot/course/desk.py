"""The coordinators' desk: what can be done there, and what it shows. No engine, only meaning.

DeskOpened ─┬─ InboxOpened ── ThreadOpened ─┬─ AnswerBegun ─ words ─ AnswerDecided
            │                               └─ ThreadMarked
            ├─ TeamOpened ─┬─ InvitationMade
            │              └─ RoleTaken
            └─ AuditOpened
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from bot.course.announcement import AnnouncementAction, AnnouncementBody

Role: TypeAlias = Literal["administrator", "coordinator"]
ThreadState: TypeAlias = Literal["new", "open", "done"]
Mark: TypeAlias = Literal["open", "done", "complaint"]


# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOpened:
    kind: Literal["desk-opened"] = "desk-opened"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamOpened:
    kind: Literal["team-opened"] = "team-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationMade:
    role: Role
    kind: Literal["invitation-made"] = "invitation-made"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTaken:
    """The role is taken from a member of the team; `member` is a name inside this database."""

    member: str
    role: Role
    number: int
    kind: Literal["role-taken"] = "role-taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOpened:
    kind: Literal["audit-opened"] = "audit-opened"


OwnAction: TypeAlias = (
    DeskOpened | InboxOpened | ThreadOpened | ThreadMarked | AnswerBegun | AnswerDecided
    | TeamOpened | InvitationMade | RoleTaken | AuditOpened
)  # fmt: skip

DeskAction: TypeAlias = OwnAction | AnnouncementAction


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskShown:
    """The desk with what waits there; `role` None: this person has none."""

    role: Role | None
    new: int = 0
    open: int = 0
    kind: Literal["desk"] = "desk"


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
class Member:
    number: int
    role: Role
    since: datetime
    you: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamShown:
    members: tuple[Member, ...]
    zone: str
    kind: Literal["team"] = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationShown:
    """The only time that the invitation can be read."""

    role: Role
    token: str
    days: int
    kind: Literal["invitation"] = "invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    at: datetime
    member: int | None
    """The number in the team today; None for somebody who is no longer in it."""
    action: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditShown:
    lines: tuple[AuditLine, ...]
    zone: str
    kind: Literal["audit"] = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAnswered:
    """What the learner gets: their own words, and the answer of the course team."""

    asked: str
    answer: str
    kind: Literal["feedback-answered"] = "feedback-answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAnswered:
    """What the invited person gets; `role` None: the invitation is used, too old, or none of ours."""

    role: Role | None
    kind: Literal["invitation-answered"] = "invitation-answered"


OwnBody: TypeAlias = (
    DeskShown | InboxShown | ThreadShown | AnswerAsked | AnswerShown | TeamShown | InvitationShown
    | AuditShown | FeedbackAnswered | InvitationAnswered
)  # fmt: skip

DeskBody: TypeAlias = OwnBody | AnnouncementBody
