"""Text with entities, counted as Telegram counts: in UTF-16 code units."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Any

SPACE = " \t\n\r\v\f\0"
TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
}


PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}


def units(text: str) -> int:
    """The length Telegram means by "characters"."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def json(self) -> dict[str, Any]:
        fields: dict[str, Any] = {"type": self.type, "offset": self.offset, "length": self.length}
        extra = ("url", "language", "custom_emoji_id")
        return fields | {name: v for name in extra if (v := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """Equal when a person sees the same."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    @property
    def html(self) -> str:
        return render(self)

    @property
    def units(self) -> int:
        return units(self.text)

    def trimmed(self) -> "Formatted":
        """Without white space at either end, as Telegram stores it."""
        if self.text == (bare := self.text.strip(SPACE)):
            return self
        cut = units(self.text[: len(self.text) - len(self.text.lstrip(SPACE))])
        return Formatted(text=bare, entities=tuple(_shifted(self.entities, cut, units(bare))))


def ordered(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """As Telegram sorts them: outer before inner, then by type, none twice."""
    key = {
        entity: (entity.offset, -entity.length, PRIORITY.get(entity.type, 50))
        for entity in entities
    }
    return tuple(sorted(key, key=key.__getitem__))


def _shifted(entities: Iterable[Entity], cut: int, length: int) -> Iterable[Entity]:
    for entity in entities:
        start, end = max(entity.offset - cut, 0), min(entity.end - cut, length)
        if start < end:
            yield replace(entity, offset=start, length=end - start)


def render(formatted: Formatted) -> str:
    """Canonical HTML: what was sent, whatever spelling it came in."""
    if not formatted.entities:
        return escape(formatted.text, quote=False)
    opens: dict[int, list[Entity]] = {}
    for entity in formatted.entities:
        opens.setdefault(entity.offset, []).append(entity)
    out: list[str] = []
    stack: list[Entity] = []
    position = 0
    for character in formatted.text:
        _close(out, stack, position)
        for entity in opens.get(position, ()):
            out.append(_start_tag(entity))
            stack.append(entity)
        out.append(escape(character, quote=False))
        position += 1 + (character > "\uffff")
    _close(out, stack, position)
    return "".join(out)


def _close(out: list[str], stack: list[Entity], position: int) -> None:
    while stack and stack[-1].end <= position:
        out.append(_end_tag(stack.pop()))


def _start_tag(entity: Entity) -> str:
    match entity.type:
        case "text_link":
            return f'<a href="{escape(entity.url or "")}">'
        case "pre" if entity.language:
            return f'<pre><code class="language-{escape(entity.language)}">'
        case "pre":
            return "<pre>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{entity.custom_emoji_id}">'
        case "expandable_blockquote":
            return "<blockquote expandable>"
        case kind if kind in TAGS:
            return f"<{TAGS[kind]}>"
        case _:
            return ""


def _end_tag(entity: Entity) -> str:
    match entity.type:
        case "text_link":
            return "</a>"
        case "pre" if entity.language:
            return "</code></pre>"
        case "pre":
            return "</pre>"
        case "custom_emoji":
            return "</tg-emoji>"
        case "expandable_blockquote":
            return "</blockquote>"
        case kind if kind in TAGS:
            return f"</{TAGS[kind]}>"
        case _:
            return ""
