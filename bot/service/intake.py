"""The intake: updates are durable before anybody is told so, and take effect once; each person's in
their order, and nobody's behind all of somebody else's.

put ──► inbox ──► read ──► turn ──► the sender is woken
                   └ what cannot be understood is put aside and delays nobody
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot import fault, trace
from bot.service.line import Line
from bot.service.received import Read, Received
from bot.service.turns import Turns
from bot.store import inbox
from bot.store.inbox import Update, Waiting
from bot.store.writer import StoreUnavailable, Tx, Writer, in_savepoint

BATCH = 64
RETRY_SECONDS = 1.0

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Counts:
    """Updates since the start. `taken` are those that were looked at, also those put aside."""

    received: int = 0
    repeated: int = 0
    """Delivered again, and known."""
    taken: int = 0
    put_aside: int = 0


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
        self._line = Line()
        self._arrived = asyncio.Event()
        self.counts = Counts()

    async def put(
        self, updates: Iterable[Update], beside: Callable[[Tx], object] | None = None
    ) -> None:
        """Keeps the updates durably, each once. Raises StoreUnavailable: then none was taken.

        `beside` runs in the same transaction if any of them is new.
        """
        kept = [replace(each, place=self._line.place(each.whose)) for each in updates]

        def job(tx: Tx) -> int:
            new = inbox.put(tx, kept, self._clock())
            if new and beside is not None:
                beside(tx)
            return new

        new = await self._writer.run(job)
        self.counts.received += new
        self.counts.repeated += len(kept) - new
        self._arrived.set()

    async def run(self) -> None:
        while True:
            self._arrived.clear()
            try:
                taken = await self._writer.run(self._take_waiting)
            except StoreUnavailable:
                await asyncio.sleep(RETRY_SECONDS)
                continue
            if taken.erases:
                with suppress(StoreUnavailable):
                    await self._writer.truncate_log()
            self._line.serve(taken.place)
            self.counts.taken += taken.number
            if taken.number:
                self._on_turn()
            else:
                await self._arrived.wait()

    def _take_waiting(self, tx: Tx) -> "_Taken":
        """One job of the writer, in which each update stands apart."""
        rows = inbox.waiting(tx, BATCH)
        erased = [self._take(tx, row) for row in rows]
        place = max((row.place for row in rows), default=0)
        return _Taken(number=len(rows), erases=any(erased), place=place)

    def _take(self, tx: Tx, row: Waiting) -> bool:
        """Whether bytes must go with what is gone. What breaks is undone, and put aside without a
        word of what was in it.
        """
        received: Received | None = None

        def job(tx: Tx) -> bool:
            nonlocal received
            received = self._readers[row.channel](row.body)
            return self._turns.take(tx, row.id, received, self._clock())

        with trace.about(row.id):
            erased, error = in_savepoint(tx, job)
            if error is not None:
                self.counts.put_aside += 1
                log.error("update %d put aside: %s", row.id, fault.where(error))
                self._put_aside(tx, row, received)
        return bool(erased)

    def _put_aside(self, tx: Tx, row: Waiting, received: Received | None) -> None:
        """Even if nothing can be said to the person: otherwise all others would wait behind it."""
        excuse = partial(self._turns.excuse, inbox_id=row.id, received=received, now=self._clock())
        _, error = in_savepoint(tx, excuse)
        if error is not None:
            log.error("update %d put aside without a word: %s", row.id, fault.where(error))
            inbox.quarantine(tx, row.id, received.address.address if received else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    number: int
    erases: bool
    place: int
