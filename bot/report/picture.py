"""The picture as PNG, for chats: three dots for each unit, or fewer where it is very tall."""

from functools import cache
from typing import TYPE_CHECKING

from bot.report.chart import size_of

if TYPE_CHECKING:
    import typst

SHARP = 3
POINTS_TO_THE_INCH = 72
MOST_DOTS = 9_000
"""Width and height together, as Telegram takes a photo: no more than ten thousand."""

PAGE = b"""
#set page(width: 1pt * int(sys.inputs.width), height: 1pt * int(sys.inputs.height), margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


def png(svg: str) -> bytes:
    """The same SVG gives the same bytes. Takes the processor for tenths of a second: call in a thread."""
    import typst

    size = size_of(svg)
    sharp = min(SHARP, MOST_DOTS / (size.width + size.height))
    inputs = {"svg": svg, "width": str(size.width), "height": str(size.height)}
    compiler = typst.Compiler(PAGE, font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs)
    out = compiler.compile(format="png", ppi=sharp * POINTS_TO_THE_INCH)
    assert isinstance(out, bytes)
    return out


@cache
def fonts() -> "typst.Fonts":
    """Those that come with typst: it looks the same everywhere."""
    import typst

    return typst.Fonts(include_system_fonts=False)
