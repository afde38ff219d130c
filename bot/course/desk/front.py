"""The front of the desk: what waits there, and where one can go from it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.course.desk.rights import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOpened:
    kind: Literal["desk-opened"] = "desk-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserAsked:
    """The desk is to be opened in a browser."""

    kind: Literal["browser-asked"] = "browser-asked"


FrontAction: TypeAlias = DeskOpened | BrowserAsked


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskShown:
    """The desk with what waits there; `role` None: this person has none."""

    role: Role | None
    new: int = 0
    open: int = 0
    kind: Literal["desk"] = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """The link that opens the desk in a browser, once; None: there is no address to open it at,
    or (`told`) it was shown and is not kept.
    """

    link: str | None
    minutes: int
    told: bool = False
    kind: Literal["desk-link"] = "desk-link"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoBackup:
    """To administrators, once, until a backup has succeeded."""

    kind: Literal["no-backup"] = "no-backup"


FrontBody: TypeAlias = DeskShown | LinkShown | NoBackup
