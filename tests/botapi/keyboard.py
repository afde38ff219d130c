"""Reply markup: validated as Telegram does, and kept as the person sees it."""

import json
from dataclasses import dataclass
from typing import Any

from .errors import bad_request, misuse
from .params import check_fields
from .urls import wrong_url

MAX_BUTTONS = 100
MAX_ROW = 8
MAX_DATA = 64

INLINE_BUTTON: dict[str, type] = {
    "text": str,
    "url": str,
    "callback_data": str,
    "web_app": dict,
    "login_url": dict,
    "switch_inline_query": str,
    "switch_inline_query_current_chat": str,
    "switch_inline_query_chosen_chat": dict,
    "copy_text": dict,
    "callback_game": dict,
    "pay": bool,
    "style": str,
    "icon_custom_emoji_id": str,
}
ACTIONS = INLINE_BUTTON.keys() - {"text", "style", "icon_custom_emoji_id"}
BUTTON: dict[str, type] = {
    "text": str,
    "request_contact": bool,
    "request_location": bool,
    "request_poll": dict,
    "request_users": dict,
    "request_chat": dict,
    "web_app": dict,
    "style": str,
    "icon_custom_emoji_id": str,
}
REPLY: dict[str, type] = {
    "keyboard": list,
    "is_persistent": bool,
    "resize_keyboard": bool,
    "one_time_keyboard": bool,
    "input_field_placeholder": str,
    "selective": bool,
}
REMOVE: dict[str, type] = {"remove_keyboard": bool, "selective": bool}
FORCE: dict[str, type] = {
    "force_reply": bool,
    "input_field_placeholder": str,
    "selective": bool,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """`rows` of an inline keyboard (`inline`) or of one under the input field."""

    inline: bool = True
    rows: tuple[tuple[Button, ...], ...] = ()
    removes: bool = False
    source: str = ""

    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.source))


def parse(value: dict[str, Any]) -> Markup | None:
    """None for an empty inline keyboard, which is how a bot takes a keyboard away."""
    source = json.dumps(value, ensure_ascii=False, sort_keys=True)
    match value:
        case {"inline_keyboard": rows}:
            check_fields(value, {"inline_keyboard": list}, "InlineKeyboardMarkup")
            buttons = _rows(rows, _inline_button)
            return Markup(rows=buttons, source=source) if buttons else None
        case {"keyboard": rows}:
            check_fields(value, REPLY, "ReplyKeyboardMarkup")
            return Markup(inline=False, rows=_rows(rows, _reply_button), source=source)
        case {"remove_keyboard": True}:
            check_fields(value, REMOVE, "ReplyKeyboardRemove")
            return Markup(inline=False, removes=True, source=source)
        case {"force_reply": True}:
            check_fields(value, FORCE, "ForceReply")
            return Markup(inline=False, source=source)
        case {} if not value:
            return None
        case _:
            raise misuse("unknown markup", "object expected as reply markup")


def _rows(rows: Any, read: Any) -> tuple[tuple[Button, ...], ...]:
    if not isinstance(rows, list):
        raise misuse("wrong type", 'field "inline_keyboard" must be of type Array')
    found: list[tuple[Button, ...]] = []
    for row in rows:
        if not isinstance(row, list):
            raise bad_request("can't parse keyboard: Expected an Array of Arrays")
        if len(row) > MAX_ROW:
            raise misuse("wide keyboard", f"a row of {len(row)} buttons; {MAX_ROW} fit")
        if row:
            found.append(tuple(read(button) for button in row))
    if sum(map(len, found)) > MAX_BUTTONS:
        raise misuse("big keyboard", "REPLY_MARKUP_TOO_LONG")
    return tuple(found)


def _text(value: dict[str, Any], what: str) -> str:
    if "text" not in value:
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    if not isinstance(value["text"], str):
        raise bad_request(f'can\'t parse {what}: Field "text" must be of type String')
    if not value["text"].strip():
        raise misuse("empty button", f'can\'t parse {what}: Field "text" must be non-empty')
    return value["text"]


def _inline_button(value: Any) -> Button:
    what = "inline keyboard button"
    if not isinstance(value, dict):
        raise bad_request(f"can't parse {what}: Expected an Object")
    text = _text(value, what)
    check_fields(value, INLINE_BUTTON, "InlineKeyboardButton")
    actions = ACTIONS & value.keys()
    if not actions or value.get("callback_data") == "":
        raise bad_request(f"can't parse {what}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise misuse("two actions", f"can't parse {what}: exactly one action must be used")
    data, url = value.get("callback_data"), value.get("url")
    if data is not None and len(data.encode()) > MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if url is not None and (reason := wrong_url(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")
    if "pay" in value or "callback_game" in value:
        raise bad_request("BUTTON_TYPE_INVALID")
    return Button(text=text, data=data, url=url)


def _reply_button(value: Any) -> Button:
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, dict):
        raise bad_request("can't parse keyboard button: Expected an Object")
    text = _text(value, "keyboard button")
    check_fields(value, BUTTON, "KeyboardButton")
    return Button(text=text)
