"""What is wrong with a file, where, and what its author can do about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

Complain: TypeAlias = Callable[[int, str], None]
"""Reports one problem of one file: the line (from 1) and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """Something to mend before publishing. `file` is relative to the folder of all lessons.

    One that `blocks` keeps the course from being offered at all. A translation that is late does
    not: learners get the source language, or a text a little older than its source.
    """

    file: str
    line: int
    message: str
    blocks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Hint:
    """Advice on style. Stops nothing."""

    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems:
    """Collects problems of many files; forgets none and names none twice."""

    found: set[Problem] = field(default_factory=set)

    @property
    def blocking(self) -> bool:
        return any(each.blocks for each in self.found)

    def of(self, file: str, *, blocks: bool = True) -> Complain:
        """What reports the problems of `file`."""

        def complain(line: int, message: str) -> None:
            problem = Problem(file=file, line=max(line, 1), message=message, blocks=blocks)
            self.found.add(problem)

        return complain

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.found))
