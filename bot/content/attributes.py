"""`{#id .kind key=value}`: the names that authors give to messages and questions."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.content.schema import ID, ID_RULE

NAME_LINE = re.compile(r"^ {0,3}\{[#.][^{}]*\}[ \t]*$")
"""A line that only names a message."""

AT_THE_END = re.compile(r"[ \t]*\{([^{}]*)\}[ \t]*$")
STRAY = re.compile(r"\{[#.][^{}\n]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    id: str | None = None
    kinds: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


def read_attributes(inner: str, refuse: Callable[[str], None]) -> Attributes:
    """What stands between the braces. Everything that is not understood is refused by name."""
    ids: list[str] = []
    kinds: list[str] = []
    values: dict[str, str] = {}
    for word in inner.split():
        key, equals, value = word.partition("=")
        if word.startswith("#"):
            ids.append(word[1:])
        elif word.startswith(".") and len(word) > 1 and word not in kinds:
            kinds.append(word[1:])
        elif equals and key and value and key not in values:
            values[key] = value
        else:
            refuse(f"`{word}` in braces is not understood: write `{{#name .kind}}`.")
    if len(ids) > 1:
        refuse(f"Two names stand in braces, `#{ids[0]}` and `#{ids[1]}`: keep one.")
    if ids and not re.fullmatch(ID, ids[0]):
        refuse(f"The name `#{ids[0]}` has a wrong form: {ID_RULE}.")
    if not inner.strip():
        refuse("Nothing stands in the braces: write `{#name}`, or delete them.")
    return Attributes(id=ids[0] if ids else None, kinds=tuple(kinds), values=values)
