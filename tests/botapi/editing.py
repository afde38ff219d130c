"""Edits and deletions: only the bot's own messages, and only to something else."""

from dataclasses import replace
from typing import Any

from .errors import NOT_MODIFIED, bad_request, misuse
from .messages import Content, Message
from .methods import method
from .params import (
    Params,
    Request,
    Spec,
    array,
    boolean,
    chat,
    check_fields,
    integer,
    read,
    record,
    string,
)
from .sending import CAPTION, caption, destination, document, markup, message_text, photo
from .telegram import Telegram

TARGET: Spec = {
    "business_connection_id": string,
    "chat_id": chat,
    "message_id": integer,
    "inline_message_id": string,
    "reply_markup": record,
}
MEDIA: dict[str, type] = {
    "type": str,
    "media": str,
    "caption": str,
    "parse_mode": str,
    "caption_entities": list,
    "show_caption_above_media": bool,
    "has_spoiler": bool,
    "thumbnail": str,
    "disable_content_type_detection": bool,
}


def target(telegram: Telegram, params: Params) -> Message:
    if "inline_message_id" in params:
        raise misuse("inline message", "MESSAGE_ID_INVALID")
    where = destination(telegram, params)
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    message = where.messages.get(params["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return message


def change(telegram: Telegram, params: Params, message: Message, content: Content) -> Message:
    """An edit without reply_markup takes the keyboard away, as with Telegram."""
    shown = markup(params)
    if message.reply_markup is not None:
        raise bad_request("message can't be edited")
    if shown is not None and not shown.inline:
        raise bad_request("inline keyboard expected")
    content = replace(content, markup=shown)
    if content == message.content:
        raise bad_request(NOT_MODIFIED)
    telegram.admit(message.chat, edit=True)
    telegram.edit(message, content)
    return message


@method(
    "editMessageText",
    {
        **TARGET,
        "text": string,
        "parse_mode": string,
        "entities": array,
        "link_preview_options": record,
    },
)
def edit_text(telegram: Telegram, params: Params) -> Message:
    body = message_text(telegram, params)
    message = target(telegram, params)
    if message.content.media is not None:
        raise bad_request("there is no text in the message to edit")
    return change(telegram, params, message, Content(body=body))


@method("editMessageCaption", {**TARGET, **CAPTION, "show_caption_above_media": boolean})
def edit_caption(telegram: Telegram, params: Params) -> Message:
    body = caption(telegram, params)
    message = target(telegram, params)
    if message.content.media is None:
        raise bad_request("there is no caption in the message to edit")
    return change(telegram, params, message, replace(message.content, body=body))


@method("editMessageReplyMarkup", TARGET)
def edit_markup(telegram: Telegram, params: Params) -> Message:
    message = target(telegram, params)
    return change(telegram, params, message, message.content)


@method("editMessageMedia", {**TARGET, "media": record})
def edit_media(telegram: Telegram, params: Params) -> Message:
    if "media" not in params:
        raise bad_request("there is no media in the request")
    value = params["media"]
    check_fields(value, MEDIA, "InputMedia")
    words = {name: item for name, item in value.items() if name in CAPTION}
    body = caption(telegram, read(CAPTION, Request(values=words), "InputMedia"))
    file = _uploaded(value.get("media", ""), params)
    match value.get("type"):
        case "photo":
            media = photo(telegram, file)
        case "document":
            media = document(telegram, file)
        case _:
            raise misuse("unknown media", "unsupported input media type specified")
    return change(telegram, params, target(telegram, params), Content(body=body, media=media))


def _uploaded(value: str, params: Params) -> Any:
    if not value.startswith("attach://"):
        return value
    upload = params["uploads"].get(value.removeprefix("attach://"))
    if upload is None:
        raise misuse("missing upload", f"there is no {value} in the request")
    return upload


@method("deleteMessage", {"chat_id": chat, "message_id": integer})
def delete(telegram: Telegram, params: Params) -> bool:
    where = destination(telegram, params)
    message = where.messages.get(params.get("message_id", 0))
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    message.deleted = True
    telegram.touch(where.chat_id)
    return True
