"""Groups at the desk: editions, organisations, regions; who may join, and who is in.

GroupsOpened ─┬─ GroupBegun ─ kind ─ words: the name ─► made
              └─ GroupOpened ─┬─ ChangeBegun ─ a choice, or words
                              ├─ InvitationOpened
                              ├─ MembersOpened ─ MemberDecided
                              └─ GroupMoved
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from bot.course.groups import GroupKind, Joining, MemberState

Change: TypeAlias = Literal["name", "course", "date", "places", "joining", "list"]
Move: TypeAlias = Literal["close", "reopen", "renew", "copy", "empty-list"]
Sure: TypeAlias = Literal["close", "renew", "remove", "begin"]
"""What is asked about once more before it is done."""
Decision: TypeAlias = Literal["approve", "refuse", "remove"]
Listed: TypeAlias = Literal["in", "waiting", "asked"]


# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsOpened:
    page: int = 0
    kind: Literal["groups-opened"] = "groups-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupBegun:
    """Without `of`, it is asked what kind of group it is to be; then the next words are its name."""

    of: GroupKind | None = None
    kind: Literal["group-begun"] = "group-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOpened:
    """`name`: that of the group, for the button."""

    group: str
    name: str = ""
    kind: Literal["group-opened"] = "group-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBegun:
    group: str
    change: Change
    kind: Literal["change-begun"] = "change-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCourseChosen:
    """`sure`: also where people get it at once."""

    group: str
    course: str | None
    sure: bool = False
    kind: Literal["group-course-chosen"] = "group-course-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDateChosen:
    group: str
    on: date | None
    sure: bool = False
    kind: Literal["group-date-chosen"] = "group-date-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPlacesChosen:
    group: str
    places: int | None
    kind: Literal["group-places-chosen"] = "group-places-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupJoiningChosen:
    group: str
    joining: Joining
    kind: Literal["group-joining-chosen"] = "group-joining-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationOpened:
    """The link of the group and its code are to be seen."""

    group: str
    kind: Literal["invitation-opened"] = "invitation-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMoved:
    """`sure`: what cannot be taken back is asked about first."""

    group: str
    move: Move
    sure: bool = False
    kind: Literal["group-moved"] = "group-moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersOpened:
    group: str
    state: Listed = "in"
    page: int = 0
    kind: Literal["members-opened"] = "members-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDecided:
    """`number` is the learner's, by which the team knows them."""

    group: str
    number: str
    decision: Decision
    sure: bool = False
    kind: Literal["member-decided"] = "member-decided"


GroupAction: TypeAlias = (
    GroupsOpened | GroupBegun | GroupOpened | ChangeBegun | GroupCourseChosen | GroupDateChosen
    | GroupPlacesChosen | GroupJoiningChosen | InvitationOpened | GroupMoved | MembersOpened
    | MemberDecided
)  # fmt: skip


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    name: str
    of: GroupKind
    people: int
    waiting: int
    asked: int
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsShown:
    groups: tuple[GroupLine, ...] = ()
    kind: Literal["groups"] = "groups"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """`on_list` and `used`: entries of the list, and how many of them have been used."""

    name: str
    of: GroupKind
    course: str | None
    starts_on: date | None
    places: int | None
    joining: Joining
    people: int
    offered: int
    waiting: int
    asked: int
    on_list: int
    used: int
    closed: bool
    kind: Literal["group"] = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupKindAsked:
    kind: Literal["group-kind-asked"] = "group-kind-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAsked:
    """A choice or words for this side of a group; `refused`: the words could not be taken.

    `least`: the places that are taken already.
    """

    change: Change
    name: str = ""
    refused: bool = False
    least: int = 0
    kind: Literal["change-asked"] = "change-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SureAsked:
    """`people`: whom it concerns; `number`: the member who is to be removed."""

    what: Sure
    name: str
    people: int = 0
    number: str = ""
    kind: Literal["sure-asked"] = "sure-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupInvitation:
    """What is written to the bot, and the same as a link, where the address of the bot is known."""

    group: str
    name: str
    joining: Joining
    command: str
    link: str | None
    closed: bool
    kind: Literal["group-invitation"] = "group-invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsListed:
    """What has become of lines for a list. The lines themselves are not kept."""

    name: str
    added: int
    known: int
    refused: int
    on_list: int
    used: int
    kind: Literal["words-listed"] = "words-listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """`until`: how long a place is kept for them."""

    number: str
    state: MemberState
    since: datetime
    in_line: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersShown:
    name: str
    state: Listed
    zone: str
    members: tuple[MemberLine, ...] = field(default=())
    kind: Literal["members"] = "members"


GroupBody: TypeAlias = (
    GroupsShown | GroupShown | GroupKindAsked | ChangeAsked | SureAsked | GroupInvitation
    | WordsListed | MembersShown
)  # fmt: skip
