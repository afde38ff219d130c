"""Telegram's HTML parse mode.

`parse` refuses what Telegram refuses, in its words and with its byte offsets. What Telegram
lets through although its documentation forbids it (a bare `&` or `>`, an unknown attribute, a
link it would drop, formatting inside code) comes back as complaints.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from .text import Entity, Formatted, ordered, units
from .urls import is_link

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "blockquote": "blockquote",
}
TAGS = STYLES.keys() | {"a", "pre", "tg-emoji"}
ATTRIBUTES = {
    "a": {"href"},
    "code": {"class"},
    "span": {"class"},
    "tg-emoji": {"emoji-id"},
    "blockquote": {"expandable"},
}
MAX_ENTITIES = 100
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_MARK = re.compile("[<&>]")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+))(;?)")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"[^\s=>]*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_SPACES = re.compile(r"\s*")


class MarkupError(Exception):
    """Telegram cannot parse this; the message is what follows "can't parse entities: "."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    formatted: Formatted
    complaints: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    begin: int


@lru_cache(maxsize=1024)
def parse(source: str) -> Parsed:
    """The text a person sees; raises MarkupError exactly where Telegram refuses."""
    if _MARK.search(source) is None:
        return Parsed(formatted=Formatted(text=source))
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.complaints: list[str] = []

    def run(self) -> Parsed:
        while (mark := _MARK.search(self.source, self.at)) is not None:
            self.emit(self.source[self.at : mark.start()])
            self.at = mark.start()
            match mark.group():
                case "<":
                    self.end_tag() if self.peek(1) == "/" else self.start_tag()
                case "&":
                    self.emit(self.reference())
                case _:
                    self.complain("unescaped >", self.at)
                    self.emit(">")
                    self.at += 1
        self.emit(self.source[self.at :])
        if self.open:
            tag = self.open[-1].tag
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return self.finish()

    def finish(self) -> Parsed:
        text = "".join(self.out)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        if len(self.entities) > MAX_ENTITIES:
            self.complaints.append(f"{len(self.entities)} entities; {MAX_ENTITIES} are kept")
        kept = (replace(e, language=None) if e.type == "code" else e for e in self.entities)
        return Parsed(
            formatted=Formatted(text=text, entities=ordered(kept)),
            complaints=tuple(self.complaints),
        )

    def peek(self, ahead: int = 0) -> str:
        return self.source[self.at + ahead : self.at + ahead + 1]

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def complain(self, text: str, position: int) -> None:
        self.complaints.append(f"{text} at byte offset {self.byte(position)}")

    def emit(self, text: str) -> None:
        self.out.append(text)
        self.offset += units(text)

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        assert found is not None
        self.at = found.end()
        return found.group()

    def reference(self) -> str:
        """Decode `&…;` at the cursor, or give back the `&` as Telegram does."""
        begin = self.at
        found = _REFERENCE.match(self.source, begin)
        decoded = "" if found is None else _decode(found)
        if found is None or not decoded:
            self.complain("unescaped &", begin)
            self.at += 1
            return "&"
        if not found.group(4):
            self.complain("character reference without ;", begin)
        self.at = found.end()
        return decoded

    def start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self.skip(_NAME).lower()
        if not self.peek():
            raise MarkupError(f"Unclosed start tag at byte offset {self.byte(begin)}")
        if tag not in TAGS:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {self.byte(begin)}')
        argument = self.attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise MarkupError(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(begin)}'
            )
        self.check_nesting(tag, begin)
        self.open.append(_Open(tag, argument, self.offset, len(self.out)))

    def check_nesting(self, tag: str, begin: int) -> None:
        outer = [opened.tag for opened in self.open]
        if "code" in outer or ("pre" in outer and not (tag == "code" and outer[-1] == "pre")):
            self.complain(f"<{tag}> inside code", begin)
        if tag in outer and tag in {"blockquote", "a"}:
            self.complain(f"<{tag}> inside <{tag}>", begin)

    def attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self.skip(_SPACES)
            if self.peek() == ">":
                self.at += 1
                return argument
            if not self.peek():
                raise MarkupError(f"Unclosed start tag at byte offset {self.byte(begin)}")
            name, value = self.attribute(tag, begin)
            argument = self.meaning(tag, name, value, begin) or argument

    def attribute(self, tag: str, begin: int) -> tuple[str, str]:
        where = f'the tag "{tag}" at byte offset {self.byte(begin)}'
        name = self.skip(_ATTRIBUTE)
        if not name:
            raise MarkupError(f"Empty attribute name in {where}")
        self.skip(_SPACES)
        if self.peek() != "=":
            if (tag, name) == ("blockquote", "expandable"):
                return name, "1"
            raise MarkupError(f"Expected equal sign in declaration of an attribute of {where}")
        self.at += 1
        self.skip(_SPACES)
        if not self.peek():
            raise MarkupError(f"Unclosed start tag at byte offset {self.byte(begin)}")
        return name, self.value(begin)

    def value(self, begin: int) -> str:
        token = self.at
        if (quote := self.peek()) not in {"'", '"'}:
            value = self.skip(_TOKEN).lower()
            if self.peek() != ">" and not self.peek().isspace():
                raise MarkupError(f"Unexpected end of name token at byte offset {self.byte(token)}")
            return value
        self.at += 1
        parts: list[str] = []
        while (character := self.peek()) and character != quote:
            if character == "&":
                parts.append(self.reference())
            else:
                parts.append(character)
                self.at += 1
        self.at += 1
        if not self.peek():
            raise MarkupError(f"Unclosed start tag at byte offset {self.byte(begin)}")
        return "".join(parts)

    def meaning(self, tag: str, name: str, value: str, begin: int) -> str:
        match tag, name:
            case ("a", "href") | ("tg-emoji", "emoji-id") | ("blockquote", "expandable"):
                return value
            case ("code", "class") if value.startswith("language-"):
                return value.removeprefix("language-")
            case ("span", "class") if value.startswith("tg-"):
                return value.removeprefix("tg-")
            case _:
                pass
        self.complain(f'attribute "{name}" of <{tag}> has no meaning', begin)
        return ""

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise MarkupError(f"Unexpected end tag at byte offset {self.byte(begin)}")
        self.at += 2
        tag = self.skip(_NAME).lower()
        self.skip(_SPACES)
        if self.peek() != ">":
            raise MarkupError(f"Unclosed end tag at byte offset {self.byte(begin)}")
        self.at += 1
        opened = self.open.pop()
        if not tag:
            self.complain("empty end tag", begin)
        elif tag != opened.tag:
            raise MarkupError(
                f"Unmatched end tag at byte offset {self.byte(begin)}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.offset > opened.offset:
            self.add_entity(opened, begin)

    def add_entity(self, opened: _Open, begin: int) -> None:
        whole = Entity(type="", offset=opened.offset, length=self.offset - opened.offset)
        match opened.tag:
            case "a":
                url = opened.argument or "".join(self.out[opened.begin :])
                if is_link(url):
                    self.entities.append(replace(whole, type="text_link", url=url))
                else:
                    self.complain(f"link to {url!r} would be dropped", begin)
            case "tg-emoji":
                emoji = opened.argument
                if not emoji.isdecimal() or not 0 < int(emoji) < 2**63:
                    raise MarkupError("Invalid custom emoji identifier specified")
                self.entities.append(replace(whole, type="custom_emoji", custom_emoji_id=emoji))
            case "pre":
                self.entities.append(self.pre(whole))
            case "code":
                language = opened.argument or None
                self.entities.append(replace(whole, type="code", language=language))
            case "blockquote" if opened.argument:
                self.entities.append(replace(whole, type="expandable_blockquote"))
            case tag:
                self.entities.append(replace(whole, type=STYLES[tag]))

    def pre(self, whole: Entity) -> Entity:
        """`<pre><code class="language-x">` is one block of code in the language x."""
        inner = self.entities[-1] if self.entities else None
        if inner is None or replace(inner, type="", language=None) != whole:
            return replace(whole, type="pre")
        if inner.type != "code":
            return replace(whole, type="pre")
        self.entities.pop()
        return replace(whole, type="pre", language=inner.language)


def _decode(found: re.Match[str]) -> str:
    hexadecimal, decimal, name, _ = found.groups()
    if name is not None:
        return NAMED.get(name, "")
    code = int(hexadecimal, 16) if hexadecimal is not None else int(decimal)
    too_long = found.end() - found.start() - len(found.group(4)) >= 10
    return "" if code == 0 or code >= 0x10FFFF or too_long else chr(code)
