"""The formatting that the team may use in its words: bold, italic, links. All else is text.

A backslash makes a sign literal. A joiner, which nobody sees, keeps two marks apart.

their words ─► only these three are read ─► Markdown in which nothing else means anything
"""

import re
from functools import lru_cache

from markdown_it import MarkdownIt

from bot.view.markup import LINKED

_read = MarkdownIt("zero").enable(["emphasis", "link", "escape"])
_read.validateLink = lambda url: url.startswith(LINKED)  # type: ignore[method-assign]
_paragraphs = re.compile(r"\n[^\S\n]*\n\s*")
_line_break = re.compile(r"[^\S\n]*\n[^\S\n]*")
_turning = re.compile("[\u202a-\u202e\u2066-\u2069]")
_special = re.compile(r"[!-/:-@\[-`{-~]")
_marking = re.compile(r"[\\*_\[\]]")
_marks = {"strong_open": "**", "strong_close": "**", "em_open": "*", "em_close": "*"}


@lru_cache(maxsize=64)
def formatted(text: str) -> str:
    """Markdown for one renderer or another. Whatever is written, something is to be read.

    Read once, however many people it is for.

    Signs that turn the direction of what follows are left out: all who look see the same order.
    """
    parts = (part.strip() for part in _paragraphs.split(_turning.sub("", text).strip()))
    return "\n\n".join(_paragraph(part) for part in parts if part)


def _paragraph(text: str) -> str:
    (inline,) = _read.parseInline(text)
    parts: list[str] = []
    links: list[str] = []
    for token in inline.children or []:
        match token.type:
            case "link_open":
                links.append(str(token.attrs["href"]))
                parts.append("[")
            case "link_close":
                href = links.pop()
                words = _escaped(href) if parts[-1] == "[" else ""
                parts.append(f"{words}](<{_escaped(href)}>)")
            case "hardbreak":
                parts.append("\\\\\\\n")
            case kind if kind in _marks:
                parts.append(_marks[kind])
            case _:
                parts.append(_line_break.sub("\\\\\n", _escaped(token.content)))
    return "".join(parts)


def literal(text: str) -> str:
    """Words in which nothing is a mark."""
    return _marking.sub(r"\\\g<0>", text)


def _escaped(text: str) -> str:
    return _special.sub(r"\\\g<0>", text)
