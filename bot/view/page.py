"""A page: one message in one language, ready for any channel to render."""

from dataclasses import dataclass
from typing import Literal, TypeAlias
from unicodedata import category

from bot.course.model import Picture

Keys: TypeAlias = tuple[tuple[str, ...], ...]
Effect: TypeAlias = Literal["leave", "erased"]
"""What goes with the words: the group left, the page cleared."""

Enclosed: TypeAlias = Literal["export", "certificate", "badge", "report", "code", "file", "survey"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document that goes with the words. It is made when it is sent, for the person who gets it.

    `about`: the course of a certificate, the group of a code, which report, which file, which survey.
    """

    what: Enclosed
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Markdown text, at most one picture, rows of button labels, perhaps an effect or a document.

    The picture's description is part of the text. `language` is that of every word in it.
    """

    text: str
    language: str
    keys: Keys = ()
    picture: Picture | None = None
    effect: Effect | None = None
    attached: Attachment | None = None
    links: tuple[tuple[str, str], ...] = ()
    """Buttons that lead to other pages: their words and their addresses."""
    personal: bool = False
    """Whether the text holds what somebody wrote: a learner to anybody, the team to one person."""


def plain(text: str) -> str:
    """Somebody's own words, so escaped that Markdown sees nothing in them."""
    escaped = "".join(
        f"\\{c}" if c.isascii() and not c.isalnum() and c > " " else c for c in visible(text)
    )
    lines = (line.strip() for line in escaped.splitlines())
    return "\\\n".join(line for line in lines if line)


def visible(text: str) -> str:
    """Without signs that cannot be seen, and so without those that turn the direction of what follows.

    What joins letters or pictures to one sign stays.
    """
    return "".join(c for c in text if c in _JOINERS or c.isspace() or category(c) not in _UNSEEN)


_JOINERS = "\u200c\u200d"
_UNSEEN = ("Cc", "Cf", "Cs")


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def paragraphs(*parts: str | None) -> str:
    return "\n\n".join(part for part in parts if part)
