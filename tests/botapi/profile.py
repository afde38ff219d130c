"""What a person sees of the bot before writing to it: commands, name, descriptions, menu."""

import re
from dataclasses import dataclass, field
from typing import Any

from .errors import bad_request, misuse
from .params import Params, check_fields

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
ISO_639_1 = """
aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia
id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo
lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl
ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk
tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES = frozenset(ISO_639_1.split())
SCOPES = {
    "default": set[str](),
    "all_private_chats": set[str](),
    "all_group_chats": set[str](),
    "all_chat_administrators": set[str](),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}
MENUS = {"default": set[str](), "commands": set[str](), "web_app": {"text", "web_app"}}


@dataclass(slots=True, kw_only=True)
class Profile:
    """Texts by language code; "" is the language of everybody else."""

    name: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    menus: dict[int | None, dict[str, Any]] = field(default_factory=dict)

    def commands_for(self, language: str) -> list[dict[str, str]]:
        """What a person with this language sees in a private chat."""
        for scope in ("all_private_chats", "default"):
            for code in (language, ""):
                if found := self.commands.get((scope, code)):
                    return found
        return []


def language(params: Params) -> str:
    code = str(params.get("language_code", ""))
    if code and code not in LANGUAGES:
        raise misuse("bad language code", "invalid language code specified")
    return code


def scope(params: Params) -> str:
    value = params.get("scope", {"type": "default"})
    kind = str(value.get("type"))
    if kind not in SCOPES:
        raise misuse("bad scope", "can't parse BotCommandScope: Unsupported type specified")
    if value.keys() - {"type"} != SCOPES[kind]:
        raise misuse("bad scope", f"can't parse BotCommandScope: wrong fields for {kind}")
    return kind + "".join(f":{value[name]}" for name in sorted(SCOPES[kind]))


def commands(params: Params) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for command in params["commands"]:
        if not isinstance(command, dict):
            raise bad_request("can't parse BotCommand: Expected an Object")
        check_fields(command, {"command": str, "description": str}, "BotCommand")
        for name in ("command", "description"):
            if name not in command:
                raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
        found.append(_command(command["command"], command["description"]))
    if len(found) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if len({command["command"] for command in found}) < len(found):
        raise misuse("command twice", "BOT_COMMAND_INVALID")
    return found


def _command(name: str, description: str) -> dict[str, str]:
    name, description = name.strip().removeprefix("/"), description.strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    return {"command": name, "description": description}


def check_length(text: str, most: int, refusal: str) -> str:
    if len(text) > most:
        raise bad_request(refusal)
    return text


def menu(params: Params) -> dict[str, Any]:
    value: dict[str, Any] = params.get("menu_button", {"type": "default"})
    kind = value.get("type")
    if kind not in MENUS:
        raise misuse("bad menu button", "can't parse MenuButton: Unsupported type specified")
    if value.keys() - {"type"} != MENUS[kind]:
        raise misuse("bad menu button", f"can't parse MenuButton: wrong fields for {kind}")
    return value
