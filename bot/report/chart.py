"""A report as a picture for a phone: 390 units wide, in large type, told by words and not by colour.

    title, course and people ─► for each part: heading, note, then bars or stacks ─► how it was counted

No script, no link, nothing from elsewhere; title and description are read aloud in its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import assert_never

from bot.course.desk.fives import Count
from bot.i18n import Words
from bot.report.told import Bar, Bars, Part, Stack, Stacks, Told
from bot.report.words import printable

SVG = "http://www.w3.org/2000/svg"
FONTS = "'Libertinus Serif', system-ui, sans-serif"
"""The first comes with typst, which makes the PNG; both look the same wherever they are seen."""

WIDTH, MARGIN = 390, 16
TALLEST = 4000
"""Below that nothing more is begun: a chat shows no taller picture so that it can be read."""

ROOM = WIDTH - 2 * MARGIN
TITLE, HEADING, LABEL, SMALL = 22, 17, 16, 14
LEADING = 1.25
WIDE, BOLD = 0.6, 1.12
"""The width of a usual letter, in sizes, and of a bold one in usual ones: those of the widest font
that a browser may take (DejaVu Sans, in Ukrainian), so that no line runs out anywhere."""

BESIDE = 96
"""Labels up to this width stand before their bars, and all others above them."""

FIGURE = 128
"""Room for the figure behind the longest bar."""

BAR, STACK = 18, 26
INK, QUIET, FILL, EDGE = "#15211d", "#46534e", "#0b5d50", "#0b5d50"
TINTS = ("#dcebe6", "#c2dcd4", "#a3c8be", "#7cb0a4", "#37776a", "#1f6f60", "#0b4a40")
"""From the first option to the last: light, then dark."""

STRIPES = (
    '<pattern id="striped" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#fff"/>'
    f'<path d="M-1 1 l2 -2 M0 6 l6 -6 M5 7 l2 -2" stroke="{FILL}" stroke-width="1.6"/></pattern>'
)


def chart(told: Told, t: Words, *, bare: bool = False) -> str:
    """`bare`: without the words above and below, for a page that says them itself."""
    drawn = _Drawn()
    if not bare:
        drawn.lines(told.title, TITLE, bold=True)
        drawn.lines(told.about, SMALL, colour=QUIET)
    longest = _longest(told.parts)
    for part in told.parts:
        if drawn.is_full:
            break
        drawn.skip(12)
        match part:
            case Bars():
                _bars(drawn, part, longest)
            case Stacks():
                _stacks(drawn, part)
            case _:
                assert_never(part)
    drawn.skip(12)
    if drawn.is_full:
        drawn.lines(t("The rest is in the table."), LABEL)
    for note in () if bare else told.notes:
        drawn.lines(note, SMALL, colour=QUIET)
        drawn.skip(4)
    return drawn.document(told, t.language)


def _longest(parts: Sequence[Part]) -> Count:
    counts = [bar.people for part in parts if isinstance(part, Bars) for bar in part.bars]
    return max(counts, default=Count())


class _Drawn:
    """Marks from top to bottom, and how far down they go."""

    def __init__(self) -> None:
        self.y = float(MARGIN)
        self.marks: list[str] = []

    @property
    def is_full(self) -> bool:
        return self.y > TALLEST

    def skip(self, by: float) -> None:
        self.y += by

    def lines(
        self, text: str, size: int, *, bold: bool = False, colour: str = INK, room: float = ROOM
    ) -> None:
        for line in wrapped(text, size, room / BOLD if bold else room):
            self.y += size * LEADING
            self.text(line, MARGIN, self.y - size * 0.3, size, bold=bold, colour=colour)

    def text(
        self, line: str, x: float, y: float, size: int, *, bold: bool = False, colour: str = INK,
        anchor: str = "start",
    ) -> None:  # fmt: skip
        weight = ' font-weight="bold"' if bold else ""
        self.marks.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}"'
            f' text-anchor="{anchor}"{weight}>{_safe(line)}</text>'
        )

    def rect(self, x: float, width: float, height: float, fill: str, edge: str = EDGE) -> None:
        self.marks.append(
            f'<rect x="{x:.1f}" y="{self.y:.1f}" width="{width:.1f}" height="{height}"'
            f' fill="{fill}" stroke="{edge}"/>'
        )

    def document(self, told: Told, language: str) -> str:
        height = round(self.y + MARGIN)
        size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ids = f"{told.kind}-title {told.kind}-desc"
        title, described = f"{told.title}: {told.about}", " ".join(told.description)
        return "\n".join((
            f'<svg xmlns="{SVG}" {size} role="img" lang="{language}" aria-labelledby="{ids}">',
            f'<title id="{told.kind}-title">{_safe(title)}</title>',
            f'<desc id="{told.kind}-desc">{_safe(described)}</desc>',
            f"<defs>{STRIPES}</defs>",
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            f'<g font-family="{FONTS}">', *self.marks, "</g>", "</svg>", "",
        ))  # fmt: skip


def _bars(drawn: _Drawn, part: Bars, longest: Count) -> None:
    if part.heading:
        drawn.lines(part.heading, HEADING, bold=True)
    if part.note:
        drawn.lines(part.note, SMALL, colour=QUIET)
    beside = all(_width(bar.label, LABEL) <= BESIDE for bar in part.bars)
    for bar in part.bars:
        if drawn.is_full:
            return
        drawn.skip(4)
        left = float(MARGIN)
        if beside:
            left += BESIDE + 8
            drawn.text(bar.label, MARGIN, drawn.y + BAR - 4, LABEL)
        else:
            drawn.lines(bar.label, LABEL)
        _bar(drawn, bar, left, longest)


def _bar(drawn: _Drawn, bar: Bar, left: float, longest: Count) -> None:
    """The bar, and its figure in words behind it. Where fewer than five are, there is no bar."""
    most = bar.whole or longest
    full = WIDTH - MARGIN - FIGURE - left
    width = 0.0 if most.few else full * min(1.0, bar.people.fives / most.fives)
    if width:
        fill = FILL if bar.style == "plain" else "url(#striped)"
        drawn.rect(left, max(2.0, width), BAR, fill)
    behind = left + width + (8 if width else 0)
    colour = QUIET if bar.people.few else INK
    drawn.text(bar.shows, behind, drawn.y + BAR - 4, LABEL, bold=not bar.people.few, colour=colour)
    drawn.skip(BAR + 2)


def _stacks(drawn: _Drawn, part: Stacks) -> None:
    _legend(drawn, part)
    for stack in part.stacks:
        if drawn.is_full:
            return
        if stack.heading:
            drawn.skip(8)
            drawn.lines(stack.heading, HEADING)
        drawn.lines(" · ".join(filter(None, (stack.label, stack.shows))), SMALL, colour=QUIET)
        drawn.skip(2)
        for mark in _segments(stack, part.low, drawn.y):
            drawn.marks.append(mark)
        drawn.skip(STACK + 4)


def _legend(drawn: _Drawn, part: Stacks) -> None:
    for place, words in enumerate(part.legend):
        if words:
            size = 18
            drawn.rect(MARGIN, size, size, _tint(place, len(part.legend)))
            colour = _on(place, len(part.legend))
            drawn.text(str(place + part.low), MARGIN + 9, drawn.y + 14, SMALL, colour=colour,
                       anchor="middle", bold=True)  # fmt: skip
            for line in wrapped(words, SMALL, ROOM - 28):
                drawn.text(line, MARGIN + 26, drawn.y + 14, SMALL)
                drawn.skip(SMALL * LEADING)
            drawn.skip(5)
    if part.rest:
        drawn.lines(part.rest, SMALL, colour=QUIET)


def _segments(stack: Stack, low: int, y: float) -> Iterator[str]:
    """Each with its number, where there is room for it; the whole is outlined."""
    x = float(MARGIN)
    number = len(stack.parts)
    for place, count in enumerate(stack.parts):
        if count.few or stack.whole.few:
            continue
        width = ROOM * count.fives / stack.whole.fives
        yield (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{STACK}"'
            f' fill="{_tint(place, number)}" stroke="#fff"/>'
        )
        if width >= SMALL:
            yield (
                f'<text x="{x + width / 2:.1f}" y="{y + 18:.1f}" font-size="{SMALL}"'
                f' text-anchor="middle" font-weight="bold" fill="{_on(place, number)}">'
                f"{place + low}</text>"
            )
        x += width
    yield (
        f'<rect x="{MARGIN}" y="{y:.1f}" width="{ROOM}" height="{STACK}" fill="none"'
        f' stroke="{EDGE}"/>'
    )


def _tint(place: int, of: int) -> str:
    return TINTS[round(place * (len(TINTS) - 1) / max(1, of - 1))]


def _on(place: int, of: int) -> str:
    """Ink that can be read on the tint."""
    return "#fff" if TINTS.index(_tint(place, of)) >= 4 else INK


def _safe(text: str) -> str:
    return escape(printable(text))


def _width(text: str, size: int) -> float:
    return len(text) * size * WIDE


def wrapped(text: str, size: int, room: float = ROOM) -> list[str]:
    """Lines that keep within the room. A word that is too long for one is broken."""
    most = max(1, int(room / (size * WIDE)))
    lines: list[str] = []
    for word in text.split():
        pieces = [word[at : at + most] for at in range(0, len(word), most)]
        for piece in pieces:
            if lines and len(lines[-1]) + 1 + len(piece) <= most:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    width: int
    height: int


def size_of(svg: str) -> Size:
    """As its first line says."""
    width, height = (svg.split(f' {side}="', 1)[1].split('"', 1)[0] for side in ("width", "height"))
    return Size(width=int(width), height=int(height))
