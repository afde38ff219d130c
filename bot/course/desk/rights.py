"""Who may do what at the desk, and over whom.

A person holds grants: a role over everything, over one group, or over one course. What they may do
is worked out anew for every single action; no menu, button or link carries a right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["administrator", "coordinator", "author", "viewer"]
ROLES: tuple[Role, ...] = ("administrator", "coordinator", "author", "viewer")

Power: TypeAlias = Literal[
    "announce", "answer", "audit", "groups", "people", "preview", "reports", "survey", "team"
]

POWERS: Mapping[Role, frozenset[Power]] = {
    "administrator": frozenset(
        ("announce", "answer", "audit", "groups", "people", "preview", "reports", "survey", "team")
    ),
    "coordinator": frozenset(
        ("announce", "answer", "groups", "people", "preview", "reports", "survey")
    ),
    "author": frozenset(("preview", "reports")),
    "viewer": frozenset(("reports",)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One role. `over`: a group (coordinator, viewer) or a course (author); empty: everything."""

    role: Role
    over: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Over whom a power goes: everybody, or only those in these groups and of these courses."""

    everything: bool = False
    groups: frozenset[str] = frozenset()
    courses: frozenset[str] = frozenset()

    @property
    def nothing(self) -> bool:
        return not (self.everything or self.groups or self.courses)

    def covers(self, *, group: str | None = None, course: str | None = None) -> bool:
        """Whether all of this group, or all of this course, is within reach."""
        return self.everything or group in self.groups or course in self.courses

    def includes(self, other: "Reach") -> bool:
        """Whether everybody whom the other reaches is within this reach; a reach over nobody is in
        none but that over everything.
        """
        if self.everything or other.everything or other.nothing:
            return self.everything
        return other.groups <= self.groups and other.courses <= self.courses


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """All grants of one person at this moment."""

    grants: tuple[Grant, ...] = ()

    def may(self, power: Power) -> bool:
        """Whether they may do this over anybody at all."""
        return any(power in POWERS[grant.role] for grant in self.grants)

    def reach(self, power: Power) -> Reach:
        grants = [grant for grant in self.grants if power in POWERS[grant.role]]
        return Reach(
            everything=any(not grant.over for grant in grants),
            groups=frozenset(g.over for g in grants if g.over and g.role != "author"),
            courses=frozenset(g.over for g in grants if g.over and g.role == "author"),
        )

    @property
    def role(self) -> Role | None:
        """The highest role, by which a person is addressed."""
        return next((each for each in ROLES if any(g.role == each for g in self.grants)), None)
