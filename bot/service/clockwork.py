"""What falls due: timers fire as turns, and what has had its time is tidied away."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot import fault
from bot.service.turns import Turns
from bot.store import chat, inbox, timers
from bot.store.timers import Due
from bot.store.writer import StoreUnavailable, Tx, Writer

BATCH = 100
PUT_OFF = timedelta(hours=1)

log = logging.getLogger(__name__)


class Clockwork:
    def __init__(
        self,
        writer: Writer,
        turns: Turns,
        clock: Callable[[], datetime],
        on_turn: Callable[[], None],
    ) -> None:
        self._writer = writer
        self._turns = turns
        self._clock = clock
        self._on_turn = on_turn

    async def fire_due(self) -> None:
        """Fires every timer that is due, each in a transaction of its own."""
        try:
            while due := await self._writer.run(lambda tx: timers.due(tx, self._clock(), BATCH)):
                erased = [await self._fire(each) for each in due]
                if any(erased):
                    await self._writer.truncate_log()
                self._on_turn()
        except Exception as error:
            log.error("timers wait: %s", fault.where(error))

    async def _fire(self, due: Due) -> bool:
        """What breaks is put off, so that it delays nobody and is not lost."""
        try:
            return await self._writer.run(lambda tx: self._turns.fire(tx, due, self._clock()))
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("a timer is put off: %s", fault.where(error))
            later = self._clock() + PUT_OFF
            await self._writer.run(lambda tx: timers.put_off(tx, due, later))
            return False

    async def tidy(self) -> None:
        def job(tx: Tx) -> None:
            inbox.forget_old(tx, self._clock())
            chat.forget_farewells(tx, self._clock())

        try:
            await self._writer.run(job)
            await self._writer.truncate_log()
        except Exception as error:
            log.error("tidying waits: %s", fault.where(error))
