"""What Telegram shows of the bot before anybody speaks to it: commands, name, descriptions.

Told in each language, and only when it has changed: Telegram limits how often it may be told.
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.api import Api
from bot.i18n import DEFAULT, Words
from bot.store import marks
from bot.store.writer import Writer
from bot.view import about

log = logging.getLogger(__name__)


async def tell(api: Api, writer: Writer, words: Mapping[str, Words]) -> None:
    """Sets what differs from what was set last. A refusal is logged and tried at the next start."""
    for language, t in words.items():
        for code in ("", language) if language == DEFAULT else (language,):
            for method, parameters in _profile(t).items():
                await _set(api, writer, method, code, parameters)


async def _set(
    api: Api, writer: Writer, method: str, code: str, parameters: dict[str, Any]
) -> None:
    mark = f"telegram.{method}.{code or 'default'}"
    digest = hashlib.sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest()
    if await writer.run(lambda tx: marks.get(tx, mark)) == digest:
        return
    try:
        await api.call(method, **parameters, **({"language_code": code} if code else {}))
    except InvalidToken:
        log.warning("%s is not known to this server", method)
        return
    except TelegramError as error:
        log.warning("%s (%s): %s", method, code or "default", error)
        return
    await writer.run(lambda tx: marks.put(tx, mark, digest))


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
