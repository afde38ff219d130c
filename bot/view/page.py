"""A page: one message in one language, ready for any channel to render."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.course.model import Picture

Keys: TypeAlias = tuple[tuple[str, ...], ...]
Effect: TypeAlias = Literal["export", "certificate", "badge", "leave", "erased"]
"""What goes with the words: a document of the person's attached, the group left, the page cleared."""


ATTACHED: frozenset[Effect] = frozenset({"export", "certificate", "badge"})
"""Effects that are a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Markdown text, at most one picture, rows of button labels, perhaps an effect.

    The picture's description is part of the text. `language` is that of every word in it.
    """

    text: str
    language: str
    keys: Keys = ()
    picture: Picture | None = None
    effect: Effect | None = None
    course: str | None = None
    """The course of a certificate that is attached."""
    personal: bool = False
    """Whether the text holds what somebody wrote."""


def plain(text: str) -> str:
    """Somebody's own words, so escaped that Markdown sees nothing in them."""
    escaped = "".join(f"\\{c}" if c.isascii() and not c.isalnum() and c > " " else c for c in text)
    lines = (line.strip() for line in escaped.splitlines())
    return "\\\n".join(line for line in lines if line)


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def paragraphs(*parts: str | None) -> str:
    return "\n\n".join(part for part in parts if part)
