"""What Telegram shows of the bot before anybody speaks to it: commands, name, descriptions.

Told in each language, and only when it has changed: Telegram limits how often it may be told.
"""

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.api import Api
from bot.i18n import DEFAULT, Words
from bot.service.desk.groups import INVITATION_BASE
from bot.store import marks
from bot.store.writer import StoreUnavailable, Writer
from bot.view import about

FIRST_PAUSE = 60.0
LONGEST_PAUSE = 6 * 3600.0

_username = re.compile(r"[A-Za-z0-9_]{3,64}")

log = logging.getLogger(__name__)


async def keep_telling(api: Api, writer: Writer, words: Mapping[str, Words]) -> None:
    """Tells until all of it is settled, ever more slowly; and learns by which name it is found."""
    pause = FIRST_PAUSE
    while not (await learn_link(api, writer) and await tell(api, writer, words)):
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def learn_link(api: Api, writer: Writer) -> bool:
    """Keeps the link that opens this bot, for invitations. Whether that is settled."""
    try:
        me = await api.call("getMe")
        match me:
            case {"username": str(username)} if _username.fullmatch(username):
                base = f"https://t.me/{username}?start="
                await writer.run(lambda tx: marks.put(tx, INVITATION_BASE, base))
            case _:
                log.warning("getMe: no username")
    except InvalidToken:
        log.warning("getMe is not known to this server")
    except (TelegramError, StoreUnavailable) as error:
        log.warning("getMe: %s", error)
        return False
    return True


async def tell(api: Api, writer: Writer, words: Mapping[str, Words]) -> bool:
    """Sets what differs from what was set last. Whether all of it is settled now."""
    settled = [
        await _set(api, writer, method, code, parameters)
        for language, t in words.items()
        for code in (("", language) if language == DEFAULT else (language,))
        for method, parameters in _profile(t).items()
    ]
    return all(settled)


async def _set(
    api: Api, writer: Writer, method: str, code: str, parameters: dict[str, Any]
) -> bool:
    """Whether this is settled: set now, set before, or unknown to the server."""
    mark = f"telegram.{api.bot_id}.{method}.{code or 'default'}"
    digest = hashlib.sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest()
    try:
        if await writer.run(lambda tx: marks.get(tx, mark)) == digest:
            return True
        await api.call(method, **parameters, **({"language_code": code} if code else {}))
        await writer.run(lambda tx: marks.put(tx, mark, digest))
    except InvalidToken:
        log.warning("%s is not known to this server", method)
    except (TelegramError, StoreUnavailable) as error:
        log.warning("%s (%s): %s", method, code or "default", error)
        return False
    return True


def _profile(t: Words) -> dict[str, dict[str, Any]]:
    described = [("start", t("begin, or see where you are")), *about.commands(t).items()]
    commands = [{"command": name, "description": what} for name, what in described]
    promise = t("Short courses for people in public service: a few minutes a day, on your phone.")
    return {
        "setMyCommands": {"commands": commands},
        "setMyName": {"name": t("Epizod: short courses")},
        "setMyDescription": {
            "description": promise
            + "\n\n"
            + t("Stories, and questions that make you think. Press Start.")
        },
        "setMyShortDescription": {"short_description": promise},
    }
