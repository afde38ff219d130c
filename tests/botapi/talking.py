"""Methods that are neither sends nor edits: who I am, chats, files, presses, the profile."""

from typing import Any

from .errors import bad_request
from .files import MAX_DOWNLOAD
from .methods import method
from .params import Params, array, boolean, chat, integer, record, require, string
from .profile import check_length, commands, language, menu, scope
from .sending import destination
from .telegram import Telegram


@method("getMe", {})
def get_me(telegram: Telegram, params: Params) -> dict[str, Any]:
    return telegram.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": not telegram.settings.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method(
    "answerCallbackQuery",
    {
        "callback_query_id": string,
        "text": string,
        "show_alert": boolean,
        "url": string,
        "cache_time": integer,
    },
)
def answer_callback_query(telegram: Telegram, params: Params) -> bool:
    require(params, "callback_query_id")
    toast = params.get("text", "")
    if len(toast) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    press = telegram.queries.answer(
        params["callback_query_id"],
        toast,
        alert=params.get("show_alert", False),
        lost=telegram.losing_answer,
    )
    telegram.touch(press.chat_id)
    return True


@method("getChat", {"chat_id": chat})
def get_chat(telegram: Telegram, params: Params) -> dict[str, Any]:
    where = destination(telegram, params)
    extra = {"accent_color_id": 0, "max_reaction_count": 11}
    return where.json() | extra | {"accepted_gift_types": _gifts()}


def _gifts() -> dict[str, bool]:
    kinds = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels"
    return dict.fromkeys(kinds.split(), False)


@method("leaveChat", {"chat_id": chat})
def leave_chat(telegram: Telegram, params: Params) -> bool:
    where = destination(telegram, params)
    if where.private:
        raise bad_request("chat member status can't be changed in private chats")
    where.member = False
    telegram.touch(where.chat_id)
    return True


@method("getFile", {"file_id": string})
def get_file(telegram: Telegram, params: Params) -> dict[str, Any]:
    if not params.get("file_id"):
        raise bad_request("file_id not specified")
    stored = telegram.files.by_id.get(params["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.json() | {"file_path": stored.path}


@method("setMyCommands", {"commands": array, "scope": record, "language_code": string})
def set_my_commands(telegram: Telegram, params: Params) -> bool:
    require(params, "commands")
    telegram.profile.commands[scope(params), language(params)] = commands(params)
    return True


@method("getMyCommands", {"scope": record, "language_code": string})
def get_my_commands(telegram: Telegram, params: Params) -> list[dict[str, str]]:
    return telegram.profile.commands.get((scope(params), language(params)), [])


@method("deleteMyCommands", {"scope": record, "language_code": string})
def delete_my_commands(telegram: Telegram, params: Params) -> bool:
    telegram.profile.commands.pop((scope(params), language(params)), None)
    return True


@method("setMyName", {"name": string, "language_code": string})
def set_my_name(telegram: Telegram, params: Params) -> bool:
    text = check_length(params.get("name", ""), 64, "BOT_TITLE_INVALID")
    if not text and not language(params):
        raise bad_request("BOT_TITLE_INVALID")
    telegram.profile.names[language(params)] = text
    return True


@method("getMyName", {"language_code": string})
def get_my_name(telegram: Telegram, params: Params) -> dict[str, str]:
    names = telegram.profile.names
    return {"name": names.get(language(params)) or names.get("") or telegram.profile.name}


@method("setMyDescription", {"description": string, "language_code": string})
def set_my_description(telegram: Telegram, params: Params) -> bool:
    text = check_length(params.get("description", ""), 512, "BOT_DESCRIPTION_INVALID")
    telegram.profile.descriptions[language(params)] = text
    return True


@method("getMyDescription", {"language_code": string})
def get_my_description(telegram: Telegram, params: Params) -> dict[str, str]:
    texts = telegram.profile.descriptions
    return {"description": texts.get(language(params)) or texts.get("", "")}


@method("setMyShortDescription", {"short_description": string, "language_code": string})
def set_my_short_description(telegram: Telegram, params: Params) -> bool:
    text = check_length(params.get("short_description", ""), 120, "BOT_ABOUT_INVALID")
    telegram.profile.short_descriptions[language(params)] = text
    return True


@method("getMyShortDescription", {"language_code": string})
def get_my_short_description(telegram: Telegram, params: Params) -> dict[str, str]:
    texts = telegram.profile.short_descriptions
    return {"short_description": texts.get(language(params)) or texts.get("", "")}


@method("setChatMenuButton", {"chat_id": integer, "menu_button": record})
def set_chat_menu_button(telegram: Telegram, params: Params) -> bool:
    if "chat_id" in params:
        destination(telegram, params)
    telegram.profile.menus[params.get("chat_id")] = menu(params)
    return True


@method("getChatMenuButton", {"chat_id": integer})
def get_chat_menu_button(telegram: Telegram, params: Params) -> dict[str, Any]:
    menus = telegram.profile.menus
    return menus.get(params.get("chat_id")) or menus.get(None) or {"type": "commands"}
