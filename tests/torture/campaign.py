"""The fault campaign: each row of its table is one scenario, a promise and what was seen of it.

@row(fault="…", promised="…") ──► ROWS ──► run with small numbers by `make test`
                                     └───► run with large numbers by `make torture`
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

from tests.crash.kept import Kept


class NotHere(Exception):
    """Why this machine cannot run the scenario."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """`folder` is empty. `undisturbed` is what the walk of one learner leaves behind (see
    crash/learners.py).
    """

    folder: Path
    seed: int
    long: bool
    undisturbed: Kept

    def times(self, short: int, long: int) -> int:
        return long if self.long else short


Scenario: TypeAlias = Callable[[Trial], Awaitable[str]]
"""Returns what was seen. Raises AssertionError or TimeoutError when the promise does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    fault: str
    promised: str
    act: Scenario
    long_only: str
    """Why `make test` leaves it out, if it does."""

    @property
    def name(self) -> str:
        return self.act.__name__


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    row: Row
    holds: bool | None
    """None: it could not be tried on this machine."""
    seen: str
    seconds: float


_rows: list[Row] = []


def rows_of(module: ModuleType) -> list[Row]:
    """The rows of a module, in the order in which they stand there."""
    return [each for each in _rows if each.act.__module__ == module.__name__]


def row(*, fault: str, promised: str, long_only: str = "") -> Callable[[Scenario], Scenario]:
    def add(act: Scenario) -> Scenario:
        _rows.append(Row(fault=fault, promised=promised, act=act, long_only=long_only))
        return act

    return add


async def run(row: Row, trial: Trial) -> Outcome:
    """The row's outcome, whatever happens in it."""
    began = time.monotonic()

    def ended(seen: str, *, holds: bool | None) -> Outcome:
        return Outcome(row=row, holds=holds, seen=seen, seconds=time.monotonic() - began)

    try:
        return ended(await row.act(trial), holds=True)
    except NotHere as reason:
        return ended(f"not tried: {reason}", holds=None)
    except Exception as error:
        cause = _first(error)
        return ended(f"{type(cause).__name__}: {cause}", holds=False)


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
