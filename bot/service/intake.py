"""The intake: updates are durable before anybody is told so, and take effect once, in order.

put ──► inbox ──► read ──► turn ──► the sender is woken
                   └ what cannot be understood is put aside and delays nobody
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from bot import fault
from bot.service.received import Read, Received
from bot.service.turns import Turns
from bot.store import inbox
from bot.store.inbox import Update, Waiting
from bot.store.writer import StoreUnavailable, Tx, Writer

BATCH = 64
RETRY_SECONDS = 1.0

log = logging.getLogger(__name__)


class Intake:
    """`put` returns when the updates are on the disk; `run` lets them take effect until cancelled."""

    def __init__(
        self,
        writer: Writer,
        turns: Turns,
        readers: Mapping[str, Read],
        clock: Callable[[], datetime],
        on_turn: Callable[[], None],
    ) -> None:
        self._writer = writer
        self._turns = turns
        self._readers = readers
        self._clock = clock
        self._on_turn = on_turn
        self._arrived = asyncio.Event()

    async def put(
        self, updates: Iterable[Update], beside: Callable[[Tx], object] | None = None
    ) -> None:
        """Keeps the updates durably, each once. Raises StoreUnavailable: then none was taken.

        `beside` runs in the same transaction if any of them is new.
        """
        kept = list(updates)

        def job(tx: Tx) -> None:
            if inbox.put(tx, kept, self._clock()) and beside is not None:
                beside(tx)

        await self._writer.run(job)
        self._arrived.set()

    async def run(self) -> None:
        while True:
            self._arrived.clear()
            try:
                rows = await self._writer.run(lambda tx: inbox.waiting(tx, BATCH))
                await asyncio.gather(*(self._take(row) for row in rows))
            except StoreUnavailable:
                await asyncio.sleep(RETRY_SECONDS)
                continue
            if rows:
                self._on_turn()
            else:
                await self._arrived.wait()

    async def _take(self, row: Waiting) -> None:
        received = None
        try:
            received = self._readers[row.channel](row.body)
            erased = await self._writer.run(
                lambda tx: self._turns.take(tx, row.id, received, self._clock())
            )
        except StoreUnavailable:
            raise
        except Exception as error:
            await self._put_aside(row, received, error)
            return
        if erased:
            await self._writer.truncate_log()

    async def _put_aside(self, row: Waiting, received: Received | None, error: Exception) -> None:
        """Says where the update broke without a word of what was in it."""
        log.error("update %d put aside: %s", row.id, fault.where(error))
        await self._writer.run(lambda tx: self._turns.excuse(tx, row.id, received, self._clock()))
