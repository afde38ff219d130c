"""Reports for tests, with texts that wish to be something else."""

from dataclasses import replace
from typing import get_args

from bot.course.desk.fives import Count
from bot.course.desk.reports import ReportKind
from bot.report.told import (
    Bar,
    Bars,
    Cell,
    Percent,
    Score,
    Stack,
    Stacks,
    Table,
    Told,
)
from tests.view.interface import WORDS

EVIL = (
    '=HYPERLINK("https://evil.example","click")', "+1", "-1+2", "@SUM(A1)", "\t=1+1", "\r=2", "\n=3",
    "＝1+1", "=cmd|' /C calc'!A0", "https://evil.example/", "<script>alert(1)</script>",
    "]]><script>1</script>", '"><svg onload=1>', "a\x00\x08b\ufffe", "'quoted'", "1,2;3", 'a"b',
)  # fmt: skip
WORDS_OF = WORDS


def evil(kind: ReportKind = "use", title: str = EVIL[0]) -> Told:
    """Each of the texts in every place that a text can come to."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (text, Count(7), Percent(value=35), Score(value=-0.25)) for text in EVIL
    )
    bars = tuple(
        Bar(label=text, shows=text, people=Count(place), whole=Count(20))
        for place, text in enumerate(EVIL)
    )
    stacks = tuple(
        Stack(label=text, shows=text, heading=text, parts=(Count(3), Count(), Count(4)),
              whole=Count(8))
        for text in EVIL
    )  # fmt: skip
    return Told(
        kind=kind, title=title, about=EVIL[10], description=EVIL, notes=EVIL,
        parts=(
            Bars(heading=EVIL[0], note=EVIL[1], bars=bars),
            Stacks(legend=EVIL[9:12], stacks=stacks, rest=EVIL[10]),
        ),
        table=Table(headers=EVIL[:4], rows=rows),
    )  # fmt: skip


def all_kinds() -> list[Told]:
    return [replace(evil(kind), title="=" + "[]:*?/\\" * 9) for kind in get_args(ReportKind)]
