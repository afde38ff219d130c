"""The team: who belongs to it, how one comes to it, and what was done.

TeamOpened ─┬─ InvitationBegun ── InvitationMade          AuditOpened
            └─ RoleTaken
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal, TypeAlias

from bot.course.desk.rights import Role

# --- What can be done -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamOpened:
    kind: Literal["team-opened"] = "team-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationBegun:
    """The role is chosen; over what it is to go comes next."""

    role: Role
    kind: Literal["invitation-begun"] = "invitation-begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationMade:
    """`over`: the group or course of the role; `name`: what that is called, for the button."""

    role: Role
    over: str = ""
    name: str = ""
    kind: Literal["invitation-made"] = "invitation-made"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTaken:
    """The role is taken from a member of the team; `member` is a name inside this database."""

    member: str
    role: Role
    number: int
    over: str = ""
    kind: Literal["role-taken"] = "role-taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOpened:
    page: int = 0
    kind: Literal["audit-opened"] = "audit-opened"


TeamAction: TypeAlias = TeamOpened | InvitationBegun | InvitationMade | RoleTaken | AuditOpened


def fingerprint(token: str) -> str:
    """All that is kept of an invitation: it opens nothing."""
    return sha256(token.encode()).hexdigest()


# --- What is shown ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """`over`: the name of the group or the id of the course that the role is over. `name`: the
    number by which the person is known here, also in the audit.
    """

    number: int
    role: Role
    since: datetime
    you: bool
    over: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamShown:
    members: tuple[Member, ...]
    zone: str
    kind: Literal["team"] = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverAsked:
    """Over what is the invited person to have this role?"""

    role: Role
    kind: Literal["over-asked"] = "over-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationShown:
    """The only time that the invitation can be read."""

    role: Role
    token: str
    days: int
    over: str = ""
    link: str | None = None
    """Where the invitation is opened by a press, if that is known."""
    kind: Literal["invitation"] = "invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAnswered:
    """What the invited person gets; no grant: the invitation is used, too old, or none of ours."""

    role: Role | None
    kind: Literal["invitation-answered"] = "invitation-answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    at: datetime
    member: str | None
    """The person's number; None for somebody who is erased."""
    action: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditShown:
    lines: tuple[AuditLine, ...]
    zone: str
    kind: Literal["audit"] = "audit"


TeamBody: TypeAlias = TeamShown | OverAsked | InvitationShown | InvitationAnswered | AuditShown
