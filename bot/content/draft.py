"""One step in one language, as far as it could be read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.content.markdown import plain
from bot.content.telegram_limits import units
from bot.course.model import Condition, Passage, Prompt, Question, Scale

Kind: TypeAlias = Literal["message", "quiz", "choice", "poll", "rate", "write"]
Wording: TypeAlias = Passage | Question | Scale | Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    id: str
    line: int
    kind: Kind
    deeper: bool = False
    several: bool = False
    optional: bool = False
    days: int | None = None
    """Days after which a follow-up asks it; None for a step of the activity itself."""
    when: Condition | None = None
    most: int | None = None
    about: str | None = None
    right: tuple[int, ...] = ()
    points: tuple[int, int] = (0, 0)
    option_lines: tuple[int, ...] = ()
    wording: Wording | None = None
    """None when its problems have been reported."""


def length(wording: Wording) -> int:
    """The most that one chat message will have to carry of it, in UTF-16 units."""
    return _size(wording, plain)


def at_most(wording: Wording) -> int:
    """No less than `length`, without reading the Markdown."""
    return _size(wording, lambda text: text + text)


def _size(wording: Wording, plain: Callable[[str], str]) -> int:
    parts: tuple[str, ...]
    match wording:
        case Passage():
            parts = (plain(wording.text),)
        case Question():
            options = [plain(each.text) for each in wording.options]
            reply = max((plain(each.reply) for each in wording.options), key=units, default="")
            parts = (plain(wording.text), plain(wording.question), *options, reply)
        case Scale():
            parts = (plain(wording.text), plain(wording.question), *map(plain, wording.ends))
        case Prompt():
            parts = (plain(wording.text), plain(wording.question))
    if isinstance(wording, Passage | Question) and wording.picture:
        parts = (*parts, wording.picture.description)
    return sum(units(each) + 2 for each in parts if each) - 2
