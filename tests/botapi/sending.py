"""sendMessage, sendPhoto, sendDocument and what they share."""

import json
from typing import Any

from . import keyboard
from .errors import bad_request
from .files import Media
from .formatting import formatted
from .keyboard import Markup
from .messages import Chat, Content, Message
from .methods import method
from .params import Params, Spec, array, boolean, chat, check_fields, file, integer, record, string
from .telegram import Telegram
from .text import Formatted

MAX_TEXT = 4096
MAX_CAPTION = 1024
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
PREVIEW: dict[str, type] = {
    "is_disabled": bool,
    "url": str,
    "prefer_small_media": bool,
    "prefer_large_media": bool,
    "show_above_text": bool,
}
REPLY: dict[str, type] = {
    "message_id": int,
    "chat_id": int,
    "allow_sending_without_reply": bool,
    "quote": str,
    "quote_parse_mode": str,
    "quote_entities": list,
    "quote_position": int,
}
COMMON: Spec = {
    "business_connection_id": string,
    "chat_id": chat,
    "message_thread_id": integer,
    "direct_messages_topic_id": integer,
    "disable_notification": boolean,
    "protect_content": boolean,
    "allow_paid_broadcast": boolean,
    "message_effect_id": string,
    "suggested_post_parameters": record,
    "reply_parameters": record,
    "reply_markup": record,
}
CAPTION: Spec = {"caption": string, "parse_mode": string, "caption_entities": array}


def message_text(telegram: Telegram, params: Params) -> Formatted:
    if not params.get("text"):
        raise bad_request("message text is empty")
    body = formatted(telegram, params, "text")
    if not body.text:
        raise bad_request("text must be non-empty")
    if body.units > MAX_TEXT:
        raise bad_request("message is too long")
    if "link_preview_options" in params:
        check_fields(params["link_preview_options"], PREVIEW, "LinkPreviewOptions")
    return body


def caption(telegram: Telegram, params: Params) -> Formatted:
    body = formatted(telegram, params, "caption", "caption_entities")
    if body.units > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return body


def markup(params: Params) -> Markup | None:
    return keyboard.parse(params["reply_markup"]) if "reply_markup" in params else None


def destination(telegram: Telegram, params: Params) -> Chat:
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    return telegram.chat(params["chat_id"])


def reply_to(params: Params, where: Chat) -> int | None:
    if "reply_parameters" not in params:
        return None
    reply = params["reply_parameters"]
    check_fields(reply, REPLY, "ReplyParameters")
    if "message_id" not in reply:
        raise bad_request('can\'t find field "message_id"')
    origin = where.messages.get(reply["message_id"])
    if origin is not None and not origin.deleted:
        return origin.message_id
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def deliver(telegram: Telegram, params: Params, content: Content) -> Message:
    """Into the chat, if nothing stands against it; the limits are asked last."""
    shown = markup(params)
    where = destination(telegram, params)
    origin = reply_to(params, where)
    telegram.admit(where)
    if shown is not None and shown.inline:
        content = Content(body=content.body, media=content.media, markup=shown)
        shown = None
    return telegram.post(where, telegram.bot, content, reply_markup=shown, reply_to=origin)


def photo(telegram: Telegram, value: Any) -> Media:
    sizes = telegram.files.photo(value)
    payload = [{**s.json(), "width": s.width, "height": s.height} for s in sizes]
    return Media(
        kind="photo",
        unique_id=sizes[-1].unique_id,
        content=sizes[-1].content,
        payload=json.dumps(payload),
        name=sizes[-1].name,
    )


def document(telegram: Telegram, value: Any) -> Media:
    stored = telegram.files.document(value)
    payload = {**stored.json(), "file_name": stored.name}
    return Media(
        kind="document",
        unique_id=stored.unique_id,
        content=stored.content,
        payload=json.dumps(payload),
        name=stored.name,
    )


@method(
    "sendMessage",
    {
        **COMMON,
        "text": string,
        "parse_mode": string,
        "entities": array,
        "link_preview_options": record,
    },
)
def send_message(telegram: Telegram, params: Params) -> Message:
    body = message_text(telegram, params)
    return deliver(telegram, params, Content(body=body))


@method(
    "sendPhoto",
    {
        **COMMON,
        **CAPTION,
        "photo": file,
        "show_caption_above_media": boolean,
        "has_spoiler": boolean,
    },
)
def send_photo(telegram: Telegram, params: Params) -> Message:
    if "photo" not in params:
        raise bad_request("there is no photo in the request")
    body = caption(telegram, params)
    media = photo(telegram, params["photo"])
    return deliver(telegram, params, Content(body=body, media=media))


@method(
    "sendDocument",
    {
        **COMMON,
        **CAPTION,
        "document": file,
        "thumbnail": file,
        "disable_content_type_detection": boolean,
    },
)
def send_document(telegram: Telegram, params: Params) -> Message:
    if "document" not in params:
        raise bad_request("there is no document in the request")
    body = caption(telegram, params)
    media = document(telegram, params["document"])
    return deliver(telegram, params, Content(body=body, media=media))


@method(
    "sendChatAction",
    {
        "business_connection_id": string,
        "chat_id": chat,
        "message_thread_id": integer,
        "action": string,
    },
)
def send_chat_action(telegram: Telegram, params: Params) -> bool:
    destination(telegram, params)
    if params.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
