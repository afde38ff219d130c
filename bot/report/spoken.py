"""The figures of a picture as lines, for those who do not see it or want to copy them."""

from collections.abc import Iterator
from typing import assert_never

from bot.course.desk.fives import percent
from bot.i18n import Words
from bot.report.told import Bars, Stack, Stacks, Told
from bot.report.words import share


def spoken(told: Told, t: Words) -> Iterator[str]:
    """From top to bottom, one line for each bar."""
    for part in told.parts:
        match part:
            case Bars():
                above = " · ".join(filter(None, (part.heading, part.note)))
                if above:
                    yield above
                yield from (f"{bar.label}: {bar.shows}" for bar in part.bars)
            case Stacks():
                for stack in part.stacks:
                    yield _stack(stack, part, t)
            case _:
                assert_never(part)


def _stack(stack: Stack, part: Stacks, t: Words) -> str:
    """The shares of a stack, of those parts that are told."""
    named = (words or str(place) for place, words in enumerate(part.legend, part.low))
    shares = (
        f"{name} {share(known, t)}"
        for name, count in zip(named, stack.parts, strict=True)
        if (known := percent(count, stack.whole)) is not None
    )
    about = " · ".join(filter(None, (stack.heading, stack.label, stack.shows)))
    return ": ".join(filter(None, (about, "; ".join(shares))))
