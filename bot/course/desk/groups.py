"""Groups of learners: editions, organisations, regions."""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsOpened:
    kind: Literal["groups-opened"] = "groups-opened"


GroupAction: TypeAlias = GroupsOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsShown:
    kind: Literal["groups"] = "groups"


GroupBody: TypeAlias = GroupsShown
