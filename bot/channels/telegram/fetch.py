"""Fetching what coordinators enclose: only what the desk has asked for and taken by type and size.

offered at the desk (a row) ─► fetched ─► kept with the draft
                                  └─► tried again, a few times ─► the coordinator is told
"""

import logging
from collections.abc import Callable, Collection
from datetime import datetime

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.request import TooLarge
from bot.course.desk.announcement import Refusal
from bot.service.desk import enclosing
from bot.service.desk.announcement_state import tell_author
from bot.service.desk.sitting import sit
from bot.service.repeating import repeat
from bot.store import announcements, files
from bot.store.files import Incoming
from bot.store.writer import Tx, Writer

MOST_TRIES = 5
SECONDS = 1.0

log = logging.getLogger(__name__)


class Fetcher:
    """Fetches until cancelled. What was offered is fetched after a crash, too."""

    def __init__(
        self,
        api: Api,
        writer: Writer,
        clock: Callable[[], datetime],
        on_turn: Callable[[], None],
        administrators: Collection[str],
    ) -> None:
        self._api = api
        self._writer = writer
        self._clock = clock
        self._on_turn = on_turn
        self._administrators = administrators

    async def run(self) -> None:
        await repeat(self._once, SECONDS, log, "files wait")

    async def _once(self) -> None:
        for each in await self._writer.run(files.to_fetch):
            await self.fetch(each)

    async def fetch(self, coming: Incoming) -> None:
        """One try. Nothing of it happens inside a transaction but keeping what came."""
        largest = max(enclosing.LARGEST_FILE, enclosing.LARGEST_PICTURE)
        try:
            content = await self._api.download(coming.handle, largest)
        except (BadRequest, InvalidToken, TooLarge):
            await self._writer.run(lambda tx: self._lost(tx, coming))
        except TelegramError:
            last = coming.tries + 1 >= MOST_TRIES
            await self._writer.run(
                lambda tx: self._lost(tx, coming) if last else files.tried(tx, coming.announcement)
            )
        else:
            await self._writer.run(lambda tx: self._arrived(tx, coming, content))
        self._on_turn()

    def _arrived(self, tx: Tx, coming: Incoming, content: bytes) -> None:
        self._tell(tx, coming, enclosing.arrived(tx, coming, content))

    def _lost(self, tx: Tx, coming: Incoming) -> None:
        if files.is_same(tx, coming):
            files.drop(tx, coming.announcement)
            self._tell(tx, coming, "file-lost")

    def _tell(self, tx: Tx, coming: Incoming, refused: Refusal | None) -> None:
        found = announcements.find(tx, coming.announcement)
        if found is not None and found.author is not None:
            author = sit(tx, found.author, self._administrators, self._clock())
            tell_author(author, found, refused)
