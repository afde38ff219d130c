"""The front of the desk: what waits there, and where one can go from it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.course.desk.rights import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOpened:
    kind: Literal["desk-opened"] = "desk-opened"


FrontAction: TypeAlias = DeskOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskShown:
    """The desk with what waits there; `role` None: this person has none."""

    role: Role | None
    new: int = 0
    open: int = 0
    kind: Literal["desk"] = "desk"


FrontBody: TypeAlias = DeskShown
