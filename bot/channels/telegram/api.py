"""The Bot API, method by method, raw JSON in and out."""

import os
import warnings
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from telegram import Bot
from telegram.error import RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.channels.telegram.request import AiohttpRequest

POLL_SECONDS = 30
CONNECTIONS = 800
"""More than messages under way and presses that are being answered: neither waits for the other."""

NOT_ITS_SHAPE = (
    AttributeError, KeyError, TypeError, ValueError, OverflowError, RecursionError,
)  # fmt: skip
"""What an answer that is none of the Bot API's makes of the code that reads it."""
NO_NUMBER = 1.0
"""Seconds to wait where we are asked to, and not told how long."""

os.environ["PTB_TIMEDELTA"] = "true"  # retry_after as a timedelta, as later versions will have it
warnings.filterwarnings("ignore", "Please use 'Bot", PTBUserWarning)


class Api:
    """Calls methods by name. Raises python-telegram-bot's errors, and `NotSent` where that is certain.

    Raw JSON on purpose: an update is kept as it came, and a strange one cannot spoil its batch.
    """

    def __init__(self, token: str, url: str) -> None:
        self.bot_id = token.partition(":")[0]
        root = url.rstrip("/").removesuffix("/bot")
        base = f"{root}/bot"
        self._files = f"{root}/file/bot{token}"
        self._sending = AiohttpRequest(connections=CONNECTIONS)
        self._polling = AiohttpRequest(connections=2, read_timeout=POLL_SECONDS + 15)
        self._bot = Bot(
            token, base_url=base, request=self._sending, get_updates_request=self._polling
        )

    async def call(self, method: str, **parameters: Any) -> Any:
        try:
            return await self._bot.do_api_request(method, api_kwargs=parameters)
        except NOT_ITS_SHAPE as error:
            raise TelegramError(f"no answer of the Bot API ({type(error).__name__})") from None

    async def download(self, handle: str, most: int) -> bytes:
        """A file that somebody has sent. Raises Telegram's errors, also for one that is too large."""
        match await self.call("getFile", file_id=handle):
            case {"file_path": str(path)} if "://" not in path and not path.startswith("/"):
                return await self._sending.download(f"{self._files}/{quote(path)}", most)
            case _:
                raise TelegramError("a file without a path")

    async def close(self) -> None:
        await self._sending.shutdown()
        await self._polling.shutdown()


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    wait: object = error.retry_after
    if isinstance(wait, timedelta):
        return wait.total_seconds()
    return float(wait) if isinstance(wait, int | float) else NO_NUMBER
