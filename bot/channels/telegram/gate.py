"""Where updates come in, by long polling or webhook: first to the disk, then everything else.

getUpdates ──► inbox (committed) ──► the next getUpdates confirms
webhook    ──► inbox (committed) ──► 200
                    └──► every press is answered at once
"""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.api import POLL_SECONDS, Api, seconds
from bot.channels.telegram.receive import ALLOWED_UPDATES, NAME, file_of, needed, whose
from bot.service.intake import Intake
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.writer import StoreUnavailable

FORGET_OFFSET_AFTER = 5 * 24 * 3600.0
"""Seconds of silence after which the offset is dropped: after a week Telegram's ids start anew."""
QUIET_SECONDS = 0.2
"""After an answer with nothing new: a server that does not wait for updates is not asked without pause."""
REMEMBERED_PRESSES = 1000
MOST_ANSWERS = 96
ANSWER_AGAIN = (0.0, 0.5, 2.0)
"""Seconds before each attempt to answer a press."""

log = logging.getLogger(__name__)


class TokenRefused(RuntimeError):
    """Telegram does not know this bot token."""


class Gate:
    """`wanted` tells whether the desk has asked this person for a file."""

    def __init__(
        self,
        api: Api,
        intake: Intake,
        monotonic: Callable[[], float],
        wanted: Callable[[Address], Awaitable[bool]] | None = None,
    ) -> None:
        self._api = api
        self._wanted = wanted
        self._intake = intake
        self._monotonic = monotonic
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._answers: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(MOST_ANSWERS)
        self.trouble: str | None = "Telegram has not answered yet"
        """Why no updates come at the moment; None: they come."""

    def report(self, trouble: str | None) -> None:
        self.trouble = trouble

    async def accept(self, updates: list[Any]) -> None:
        """Returns when every update is durable. Raises StoreUnavailable: then none is, ask again."""
        asked: dict[Address, bool] = {}
        kept = [
            Update(
                channel=NAME, update_id=str(number), whose=whose(raw),
                body=await self._kept(raw, asked),
            )
            for raw in updates
            if (number := update_id(raw)) is not None
        ]  # fmt: skip
        await self._intake.put(kept)
        for raw in updates:
            self._answer_press(raw)

    async def _kept(self, raw: Any, asked: dict[Address, bool]) -> str:
        """What reading needs. Where a file lies is only kept if it was asked for.

        `asked`: of whom that is known already. Many files of one person are one question.
        """
        body, file = needed(raw), file_of(raw)
        if file is not None and self._wanted is not None:
            who, described = file
            if who not in asked:
                asked[who] = await self._wanted(who)
            if asked[who]:
                body["offered"] = described
        return json.dumps(body)

    async def poll(self) -> None:
        """Polls until cancelled. Raises TokenRefused when Telegram does not know the token."""
        await self._stop_webhook()
        offset, heard, failures = None, self._monotonic(), 0
        while True:
            if self._monotonic() - heard > FORGET_OFFSET_AFTER:
                offset = None
            try:
                updates = await self._fetch(offset)
                self.trouble = None
                if updates:
                    await self.accept(updates)
                following = _after(updates, offset)
                if following == offset:
                    await asyncio.sleep(QUIET_SECONDS)
                else:
                    offset, heard = following, self._monotonic()
                failures = 0
            except InvalidToken:
                raise TokenRefused from None
            except (TelegramError, StoreUnavailable) as error:
                failures += 1
                if isinstance(error, TelegramError):
                    self.trouble = _trouble(error)
                if _is_about_a_webhook(error):
                    await self._stop_webhook()
                await asyncio.sleep(_pause(error, failures))

    async def _fetch(self, offset: int | None) -> list[Any]:
        updates = await self._api.call(
            "getUpdates", offset=offset, limit=100, timeout=POLL_SECONDS,
            allowed_updates=list(ALLOWED_UPDATES),
        )  # fmt: skip
        return updates if isinstance(updates, list) else []

    async def _stop_webhook(self) -> None:
        """A webhook from an earlier life would keep every update from us.

        No refusal of the token here: a server may not know this method, and says it in the same way.
        """
        try:
            await self._api.call("deleteWebhook")
        except TelegramError as error:
            log.warning("deleteWebhook: %s", error)
        else:
            self.trouble = None

    def _answer_press(self, raw: Any) -> None:
        match raw:
            case {"callback_query": {"id": str(query)}} if query not in self._answered:
                self._answered[query] = None
                if len(self._answered) > REMEMBERED_PRESSES:
                    self._answered.popitem(last=False)
                task = asyncio.create_task(self._answer(query))
                self._answers.add(task)
                task.add_done_callback(self._answers.discard)

    async def _answer(self, query: str) -> None:
        """Stops the button's waiting sign. Failing is no loss: the reply itself is in the outbox."""
        for pause in ANSWER_AGAIN:
            if pause:
                await asyncio.sleep(pause)
            async with self._places:
                try:
                    await self._api.call("answerCallbackQuery", callback_query_id=query)
                except BadRequest:
                    return
                except TelegramError as error:
                    log.debug("answerCallbackQuery: %s", type(error).__name__)
                else:
                    return


def update_id(raw: Any) -> int | None:
    match raw:
        case {"update_id": int(number)} if not isinstance(number, bool):
            return number
        case _:
            log.error("something that is no update was received and dropped")
            return None


def _after(updates: list[Any], offset: int | None) -> int | None:
    numbers = [number for raw in updates if (number := update_id(raw)) is not None]
    return max(numbers) + 1 if numbers else offset


def _is_about_a_webhook(error: Exception) -> bool:
    return isinstance(error, Conflict) and "webhook" in error.message.lower()


def _trouble(error: TelegramError) -> str:
    match error:
        case Conflict():
            return "something else receives the updates of this bot"
        case RetryAfter():
            return "Telegram asks to wait"
        case _:
            return "Telegram does not answer"


def _pause(error: Exception, failures: int) -> float:
    """Seconds to wait after an error of the outside world."""
    match error:
        case RetryAfter():
            wait = seconds(error)
            log.warning("Telegram asks to poll again in %.0f s", wait)
            return wait
        case Conflict() if _is_about_a_webhook(error):
            return 1.0
        case Conflict():
            log.error("getUpdates: %s; only one process may receive a bot's updates", error)
            return 5.0
        case StoreUnavailable():
            return 1.0
        case _:
            if failures in (1, 10):
                log.warning("no updates from Telegram: %s", error)
            return float(min(30.0, 0.25 * 2 ** min(failures, 8)))
