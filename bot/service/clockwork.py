"""What falls due: timers fire as turns.

Each timer fires in a transaction of its own; the writer commits many of them at once. A turn that
sends is decided shortly before it is sent: while many prompts wait, no more are made.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot import fault
from bot.course.inputs import TimerKind
from bot.service import pulse
from bot.service.turns import Turns
from bot.store import outbox, timers
from bot.store.timers import Due
from bot.store.writer import StoreUnavailable, Tx, Writer

BATCH = 100
PUT_OFF = timedelta(hours=1)
MOST_PROMPTS = 1000
"""Prompts that wait before no more are made: what leaves in half a minute."""
SILENT: tuple[TimerKind, ...] = ("forget-unconsented", "survey")
"""Kinds that send nothing: they fire however many prompts wait."""

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
        """Fires what is due, many at a time. The next call goes on when too many prompts wait, and
        fires what was set anew meanwhile, however soon it is due.
        """
        began = self._clock()
        try:
            while await self._writer.run(lambda tx: self._turns.take_back(tx, began, BATCH)):
                pass
            while due := await self._writer.run(lambda tx: _due(tx, began)):
                fired = await asyncio.gather(*map(self._fire, due), return_exceptions=True)
                if True in fired:
                    await self._writer.truncate_log()
                self._on_turn()
                _raise_first(fired)
            pulse.done("timers")
        except Exception as error:
            log.error("timers wait: %s", fault.where(error))

    async def _fire(self, due: Due) -> bool:
        """Whether anything was erased. What breaks is put off, so that it delays nobody and is not lost."""
        try:
            return await self._writer.run(lambda tx: self._turns.fire(tx, due, self._clock()))
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("a timer is put off: %s", fault.where(error))
            later = self._clock() + PUT_OFF
            await self._writer.run(lambda tx: timers.put_off(tx, due, later))
            return False


def _due(tx: Tx, now: datetime) -> list[Due]:
    crowded = outbox.prompts_waiting(tx, MOST_PROMPTS) == MOST_PROMPTS
    return timers.due(tx, now, BATCH, SILENT if crowded else timers.KNOWN)


def _raise_first(outcomes: Iterable[bool | BaseException]) -> None:
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
