"""Bold, italic and links that Telegram tells beside a text, as the markup of `view/formatting.py`.

Each run of signs that look alike is marked for itself, so that no mark can be taken for another.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from bot.view.formatting import literal
from bot.view.markup import JOINER, LINKED

MOST = 100
"""Entities that are read; Telegram keeps no more."""

_gap = re.compile(r"\s*\n\s*\n\s*")
_in_url = {"<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C"}


@dataclass(frozen=True, slots=True)
class _Look:
    """How one sign looks."""

    bold: bool = False
    italic: bool = False
    url: str | None = None

    @property
    def mark(self) -> str:
        return "*" * (2 * self.bold + self.italic)


def marked(text: str, entities: Any) -> str | None:
    """The text with its formatting as markup; None where it has none. What is odd is left out."""
    looks = [_Look()] * len(text)
    places = _places(text)
    for entity in entities[:MOST] if isinstance(entities, list) else ():
        for change, first, end in _read(entity, places):
            looks[first:end] = [change(look) for look in looks[first:end]]
    if not any(look.mark or look.url for look in looks):
        return None
    return _marked(text, _trimmed(text, looks))


def _places(text: str) -> dict[int, int]:
    """Where in the text each UTF-16 unit is that begins a sign."""
    places, unit = {}, 0
    for place, sign in enumerate(text):
        places[unit] = place
        unit += 1 + (sign > "\uffff")
    return places | {unit: len(text)}


def _read(
    entity: Any, places: dict[int, int]
) -> Iterator[tuple[Callable[[_Look], _Look], int, int]]:
    match entity:
        case {"offset": int(offset), "length": int(length), "type": str(kind)}:
            first, end = places.get(offset), places.get(offset + length)
        case _:
            return
    if first is None or end is None:
        return
    match kind, entity.get("url"):
        case "bold", _:
            yield (lambda look: replace(look, bold=True)), first, end
        case "italic", _:
            yield (lambda look: replace(look, italic=True)), first, end
        case "text_link", str(url) if url.startswith(LINKED) and url.isprintable():
            safe = "".join(_in_url.get(sign, sign) for sign in url)
            yield (lambda look: replace(look, url=safe)), first, end
        case _:
            return


def _trimmed(text: str, looks: list[_Look]) -> list[_Look]:
    """Without looks on what nobody sees: gaps between paragraphs, space where a look begins or ends."""
    looks = list(looks)
    for gap in _gap.finditer(text):
        looks[gap.start() : gap.end()] = [_Look()] * (gap.end() - gap.start())
    for first, end in _runs([look.url for look in looks]):
        for place in _edges(text, first, end):
            looks[place] = replace(looks[place], url=None)
    for first, end in _runs(looks):
        for place in _edges(text, first, end):
            looks[place] = replace(looks[place], bold=False, italic=False)
    return looks


def _runs(values: Iterable[object]) -> Iterator[tuple[int, int]]:
    """First place and end of each run of equal values."""
    first = 0
    for _, run in groupby(values):
        end = first + sum(1 for _ in run)
        yield first, end
        first = end


def _edges(text: str, first: int, end: int) -> Iterator[int]:
    """The places of the space at either end."""
    run = text[first:end]
    yield from range(first, first + len(run) - len(run.lstrip()))
    yield from range(first + len(run.rstrip()), end)


def _marked(text: str, looks: list[_Look]) -> str:
    out = ""
    for first, end in _runs([look.url for look in looks]):
        words = "".join(_styled(text[first:end], looks[first:end]))
        url = looks[first].url
        out += words if url is None else f"[{words}](<{url}>)"
    return out


def _styled(text: str, looks: list[_Look]) -> Iterator[str]:
    after_mark = False
    for first, end in _runs([look.mark for look in looks]):
        words, mark = text[first:end], looks[first].mark
        if not mark:
            yield literal(words)
        else:
            opens = mark if words[0].isalnum() else mark + JOINER
            closes = mark if words[-1].isalnum() else JOINER + mark
            yield (JOINER if after_mark else "") + opens + literal(words) + closes
        after_mark = bool(mark)
