"""Reading an update: who did what. Only what is needed is looked at, and nothing else is kept.

A name, a username, a phone number never leave this module.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from bot.channels.telegram.entities import marked
from bot.course.inputs import Offered, TextEdited, UnreadableReceived
from bot.i18n import proposed_language
from bot.service.received import Blocked, Happening, InGroup, Received, Tapped, Typed, Unblocked
from bot.store.learners import Address

NAME = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

Template: TypeAlias = "Mapping[str, Template] | list[Template]"
"""What is kept of an update: of an object by name, of a list what is kept of each of its members."""

_button = re.compile(r"1:([A-Za-z0-9_-]{8,24}):([0-9]{1,3})")


def callback_data(token: str, index: int) -> str:
    """What a button carries: a version, the message's random token, its place. At most 64 bytes."""
    return f"1:{token}:{index}"


_person: Template = {"id": {}, "is_bot": {}, "language_code": {}}
_chat: Template = {"id": {}, "type": {}}
_entity: Template = {"type": {}, "offset": {}, "length": {}, "url": {}}
VOICE = ("voice", "audio", "video_note")
FILE = ("photo", "document", "video", "animation")
_message: Template = {
    "chat": _chat, "from": _person, "text": {}, "entities": [_entity],
    "message_id": {}, "reply_to_message": {"message_id": {}},
    **{kind: {} for kind in (*VOICE, *FILE)},
    "pinned_message": {}, "message_auto_delete_timer_changed": {},
}  # fmt: skip
_update: Template = {
    "update_id": {},
    "message": _message,
    "edited_message": {"chat": _chat, "from": _person},
    "callback_query": {"id": {}, "from": _person, "data": {}, "message": {"chat": _chat}},
    "my_chat_member": {"chat": _chat, "from": _person, "new_chat_member": {"status": {}}},
}


def needed(update: Any, template: Template = _update) -> Any:
    """The parts of an update that `read` looks at: names, numbers and files are never kept."""
    if isinstance(update, list):
        return [needed(each, template[0]) for each in update] if isinstance(template, list) else []
    if not isinstance(update, dict) or isinstance(template, list):
        return update if not isinstance(update, dict) else {}
    return {key: needed(value, template[key]) for key, value in update.items() if key in template}


def whose(update: Any) -> str:
    """The chat that an update comes from; empty where there is none."""
    match update:
        case (
            {"callback_query": {"from": {"id": int(chat)}}}
            | {"message": {"chat": {"id": int(chat)}}}
            | {"edited_message": {"chat": {"id": int(chat)}}}
            | {"my_chat_member": {"chat": {"id": int(chat)}}}
        ):
            return str(chat)
        case _:
            return ""


def read(body: str) -> Received | None:
    """Raises ValueError on an update that has not the shape of one."""
    match json.loads(body):
        case {
            "offered": {"handle": str(), "media_type": str(), "size": int(), "name": str()} as file,
            "message": {"chat": {"type": "private", "id": int(chat)}} as message,
        }:
            happening = UnreadableReceived(what="file", offered=Offered(**file))
            return _received(chat, message, happening)
        case {"message": {"chat": {"type": "private", "id": int(chat)}} as message}:
            return _received(chat, message, _said(message))
        case {"edited_message": {"chat": {"type": "private", "id": int(chat)}} as message}:
            return _received(chat, message, TextEdited())
        case {"callback_query": {"from": {"id": int(person)}} as query}:
            return _pressed(person, query)
        case {"my_chat_member": {"chat": {"type": "private", "id": int(chat)}} as change}:
            return _received(chat, change, _membership(change))
        case {"message": {"chat": {"type": str(), "id": int(chat)}} as message} | {
            "edited_message": {"chat": {"type": str(), "id": int(chat)}} as message
        }:
            return _received(chat, message, InGroup())
        case {"my_chat_member": {"chat": {"type": str(), "id": int(chat)}} as change}:
            return _received(chat, change, InGroup()) if _is_inside(change) else None
        case {"message": _} | {"edited_message": _} | {"callback_query": _} | {"my_chat_member": _}:
            raise ValueError("an update without a chat or a sender")
        case {"update_id": _}:
            return None
        case _:
            raise ValueError("not an update")


def _received(chat: int, message: dict[str, Any], happening: Happening | None) -> Received | None:
    if happening is None:
        return None
    if isinstance(chat, bool):
        raise ValueError("a chat whose id is no number")
    address = Address(channel=NAME, address=str(chat))
    return Received(address=address, happening=happening, language=_language(message))


def _said(message: dict[str, Any]) -> Happening | None:
    match message:
        case {"from": {"is_bot": True}}:
            return None
        case {"text": str(text)}:
            formatted = marked(text, message.get("entities"))
            return Typed(
                text=_storable(text), marked=None if formatted is None else _storable(formatted),
                message=_number(message), reply_to=_number(message.get("reply_to_message")),
            )  # fmt: skip
        case {"pinned_message": _} | {"message_auto_delete_timer_changed": _}:
            return None
        case _ if any(kind in message for kind in VOICE):
            return UnreadableReceived(what="voice")
        case _ if any(kind in message for kind in FILE):
            return UnreadableReceived(what="file")
        case _:
            return UnreadableReceived()


def file_of(update: Any) -> tuple[Address, dict[str, Any]] | None:
    """Who sends a photo or a document, and what is said of it. Kept only where the desk has asked."""
    match update:
        case {"message": {"chat": {"type": "private", "id": int(chat)}} as message}:
            address = Address(channel=NAME, address=str(chat))
        case _:
            return None
    match message:
        case {"photo": [*_, {"file_id": str(handle), "file_size": int(size)}]}:
            return address, {"handle": handle, "media_type": "image/jpeg", "size": size, "name": ""}
        case {
            "document": {
                "file_id": str(handle),
                "mime_type": str(kind),
                "file_size": int(size),
            } as file
        }:
            name = file.get("file_name")
            name = _storable(name) if isinstance(name, str) else ""
            return address, {
                "handle": handle, "media_type": _storable(kind), "size": size, "name": name,
            }  # fmt: skip
        case _:
            return None


def _number(message: Any) -> str | None:
    """Telegram's number of a message."""
    match message:
        case {"message_id": int(number)} if not isinstance(number, bool):
            return str(number)
        case _:
            return None


def _storable(text: str) -> str:
    """Without what no database takes: NUL, and half of a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _pressed(person: int, query: dict[str, Any]) -> Received | None:
    """A press in a private chat. An old message may be inaccessible; the token is all we need."""
    match query:
        case {"message": {"chat": {"type": str(kind), "id": int(chat)}}} if kind != "private":
            return _received(chat, query, InGroup())
        case {"data": str(data)} if found := _button.fullmatch(data):
            return _received(person, query, Tapped(token=found[1], index=int(found[2])))
        case _:
            return _received(person, query, Tapped(token="", index=0))


def _membership(change: dict[str, Any]) -> Happening | None:
    match change:
        case {"new_chat_member": {"status": "kicked" | "left"}}:
            return Blocked()
        case {"new_chat_member": {"status": "member"}}:
            return Unblocked()
        case _:
            return None


def _is_inside(change: dict[str, Any]) -> bool:
    match change:
        case {"new_chat_member": {"status": "member" | "administrator"}}:
            return True
        case _:
            return False


def _language(message: dict[str, Any]) -> str:
    match message:
        case {"from": {"language_code": str(tag)}}:
            return proposed_language(tag)
        case _:
            return proposed_language(None)
