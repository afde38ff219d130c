"""Moving the clock ahead, so that who prepares a course sees its prompts come.

    fire what is due ─► delivered ─► the moment of the next timer ─► … ─► the target

The clock stops at each moment at which something falls due, and goes on when that has been said.
How far it is ahead lies in the store before it moves, so that nobody's history lies in the future
after a restart.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.clock import MovableClock
from bot.service.clockwork import Clockwork
from bot.store import marks, outbox, timers
from bot.store.writer import Tx, Writer

MARK = "clock.offset"
MICROSECOND = timedelta(microseconds=1)
MOST_STOPS = 1000
STOP_SECONDS = 5.0
JOURNEY_SECONDS = 60.0
"""A timer that is set anew whenever it fires, or a message that never leaves, ends there: the clock
then goes straight to its target."""
LOOK_AGAIN_SECONDS = 0.01

log = logging.getLogger(__name__)


def kept_offset(tx: Tx) -> timedelta:
    """How far the clock of this store is ahead of the real time."""
    return int(marks.get(tx, MARK) or 0) * MICROSECOND


class Preview:
    """`channel` is where the messages go for which the clock waits."""

    def __init__(
        self,
        clock: MovableClock,
        writer: Writer,
        clockwork: Clockwork,
        channel: str,
        wake: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._writer = writer
        self._clockwork = clockwork
        self._channel = channel
        self._wake = wake
        self._one = asyncio.Lock()

    def now(self) -> datetime:
        return self._clock.now()

    async def move(self, by: timedelta) -> None:
        """Ends at the target, always. Nothing that falls due on the way is jumped over.

        Raises StoreUnavailable: then the clock stands where it came to.
        """
        async with self._one:
            target = self.now() + by
            try:
                async with asyncio.timeout(JOURNEY_SECONDS):
                    await self._travel(target)
            except TimeoutError:
                log.error("the clock took too long and went straight to its target")
            await self._stop_at(target)

    async def _travel(self, target: datetime) -> None:
        await self._stop_at(self.now())
        for _ in range(MOST_STOPS):
            ahead = partial(timers.next_due_at, after=self.now(), until=target)
            stop = await self._writer.run(ahead)
            if stop is None:
                return
            await self._stop_at(stop)
        log.error("timers fall due without end: the clock went straight to its target")

    async def _stop_at(self, moment: datetime) -> None:
        """The clock stands at `moment`, and what is due then has been said."""
        ahead = self._clock.ahead_at(moment)
        await self._writer.run(lambda tx: marks.put(tx, MARK, str(ahead // MICROSECOND)))
        self._clock.move(ahead)
        self._wake()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._let_happen()
        except TimeoutError:
            log.error("something that is due does not happen: the clock went on")

    async def _let_happen(self) -> None:
        await self._clockwork.fire_due()
        while await self._writer.run(self._is_busy):
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            await self._clockwork.fire_due()

    def _is_busy(self, tx: Tx) -> bool:
        now = self.now()
        return bool(timers.due(tx, now, 1)) or outbox.is_anything_due(tx, self._channel, now)
