"""Text as a call gives it: with a parse mode, or with entities."""

from typing import Any

from . import html
from .errors import bad_request, misuse
from .params import Params, check_fields
from .telegram import Telegram
from .text import TAGS, Entity, Formatted, ordered

ENTITY_TYPES = {
    *TAGS,
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "expandable_blockquote",
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
}
ENTITY: dict[str, type] = {
    "type": str,
    "offset": int,
    "length": int,
    "url": str,
    "user": dict,
    "language": str,
    "custom_emoji_id": str,
}


def formatted(
    telegram: Telegram, params: Params, field: str, entities: str = "entities"
) -> Formatted:
    """The text of a parameter, parsed as its parse mode says."""
    mode = params.get("parse_mode", "").lower()
    text = params.get(field, "")
    if mode not in {"", "html"}:
        if mode in {"markdown", "markdownv2"}:
            raise misuse("not HTML", f"the fake parses HTML only, not {mode}")
        raise bad_request("unsupported parse_mode")
    if mode == "html":
        return _parsed(telegram, text).trimmed()
    body = Formatted(text=text)
    if entities in params:
        body = Formatted(text=text, entities=_entities(params[entities], body.units))
    return body.trimmed()


def _parsed(telegram: Telegram, text: str) -> Formatted:
    try:
        parsed = html.parse(text)
    except html.MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from None
    if parsed.complaints:
        complaint = "; ".join(parsed.complaints)
        if telegram.settings.strict:
            raise misuse("loose HTML", f"can't parse entities: {complaint}")
        telegram.blame("loose HTML", complaint)
    return parsed.formatted


def _entities(values: list[Any], length: int) -> tuple[Entity, ...]:
    found = []
    for value in values:
        check_fields(value, ENTITY, "MessageEntity")
        if value.get("type") not in ENTITY_TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        offset, size = value.get("offset", 0), value.get("length", 0)
        if offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if offset > length:
            text = f"entity begins after the end of the text at UTF-16 offset {offset}"
            raise bad_request(text)
        if offset + size > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
                f"at UTF-16 offset {offset + size}"
            )
        extra = {k: value[k] for k in ("url", "language", "custom_emoji_id") if k in value}
        found.append(Entity(type=value["type"], offset=offset, length=size, **extra))
    return ordered(found)
