"""A report as it is told: in words, as a picture of bars, and as a table.

A figure of people is a Count wherever it stands; there is no cell for a plain number.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.course.desk.fives import Count
from bot.course.desk.reports import ReportKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent:
    """A share of rounded figures; None where it is not told."""

    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A mean or an index, made of rounded figures; None where it is not told."""

    value: float | None


Cell: TypeAlias = str | Count | Percent | Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


Style: TypeAlias = Literal["plain", "striped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`shows`: the figure in words, beside the bar; `whole`: how many would fill the width."""

    label: str
    shows: str
    people: Count
    whole: Count | None = None
    style: Style = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Without `whole` of their own, bars are measured by the longest of the picture."""

    bars: tuple[Bar, ...]
    heading: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One bar of several parts, that are shares of the same people."""

    label: str
    shows: str
    parts: tuple[Count, ...]
    whole: Count
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacks:
    """`legend`: what each part stands for; a part is known by its number. `rest`: what is left white."""

    legend: tuple[str, ...]
    stacks: tuple[Stack, ...]
    rest: str = ""
    low: int = 1


Part: TypeAlias = Bars | Stacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a file holds. `about`: course and people; `notes`: how it was counted."""

    title: str
    about: str
    table: Table
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Sheet):
    """`description`: what one sees."""

    kind: ReportKind
    description: tuple[str, ...]
    parts: tuple[Part, ...]
