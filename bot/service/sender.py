"""The sender: claims what waits in the outbox, gives it to the channel, records the outcome.

    claim ──► wait for a place in the rate ──► deliver ──► settle
      at most `window` messages are between claim and settle, one for each address

A process that dies between deliver and settle repeats what was in that window, and no more.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import assert_never

from bot.service.delivery import (
    Channel,
    Delivery,
    NotDelivered,
    Refused,
    RetryAfter,
    Sent,
    Unknown,
    Unreachable,
)
from bot.service.pace import Pace
from bot.store import learners, outbox
from bot.store.learners import Address
from bot.store.outbox import Outcome, Outgoing
from bot.store.writer import StoreUnavailable, Tx, Writer

SEND_WINDOW = 8
LEASE = timedelta(minutes=2)
LONGEST_PAUSE = 60.0
MOST_REPEATS = 3
"""How often a reply with an unknown outcome is tried, at most."""
IDLE_SECONDS = 0.05

log = logging.getLogger(__name__)


class Sender:
    """Sends for one channel until cancelled."""

    def __init__(
        self,
        writer: Writer,
        channel: Channel,
        pace: Pace | None,
        clock: Callable[[], datetime],
        window: int = SEND_WINDOW,
    ) -> None:
        self._writer = writer
        self._channel = channel
        self._pace = pace
        self._clock = clock
        self._window = window
        self._flying: dict[str, asyncio.Task[None]] = {}
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """There may be something to send."""
        self._awake.set()

    async def run(self) -> None:
        try:
            while True:
                self._awake.clear()
                waits = await self._claim()
                await self._rest(waits)
        finally:
            await self._land()

    async def _land(self) -> None:
        """What is under way is brought to its end, so that a planned stop repeats nothing."""
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=3)

    async def _claim(self) -> datetime | None:
        """Sends what may be sent now. Returns when the next attempt is due, None if nothing waits."""
        free = self._window - len(self._flying)
        if free <= 0:
            return None
        ready, now, name = self._ready(), self._clock(), self._channel.name

        def job(tx: Tx) -> tuple[list[Outgoing], datetime | None]:
            claimed = outbox.claim(tx, name, now, free, LEASE, ready)
            return claimed, None if claimed else outbox.next_attempt(tx, name)

        try:
            claimed, next_attempt = await self._writer.run(job)
        except StoreUnavailable:
            return self._clock() + timedelta(seconds=1)
        for outgoing in claimed:
            task = asyncio.create_task(self._send(outgoing))
            self._flying[outgoing.to.address] = task
        if claimed:
            self._awake.set()
        return next_attempt

    def _ready(self) -> Callable[[Address], bool]:
        """Which addresses may get a message now; at most one message of each is under way."""
        flying, pace = set(self._flying), self._pace

        def ready(to: Address) -> bool:
            if to.address in flying:
                return False
            if pace is not None and pace.chat_ready_at(to.address) > pace.now():
                return False
            flying.add(to.address)
            return True

        return ready

    async def _rest(self, until: datetime | None) -> None:
        """Sleeps until woken, or until a message that waits may be tried again."""
        if until is None:
            await self._awake.wait()
            return
        pause = max(IDLE_SECONDS, (until - self._clock()).total_seconds())
        try:
            async with asyncio.timeout(min(pause, LONGEST_PAUSE)):
                await self._awake.wait()
        except TimeoutError:
            return

    async def _send(self, outgoing: Outgoing) -> None:
        try:
            if self._pace is not None:
                await asyncio.sleep(self._pace.reserve(outgoing.to.address))
            delivery = await self._deliver(outgoing)
            if isinstance(delivery, RetryAfter) and self._pace is not None:
                self._pace.rest(outgoing.to.address, delivery.seconds)
            await self._settle(outgoing, delivery)
        finally:
            del self._flying[outgoing.to.address]
            self.wake()

    async def _deliver(self, outgoing: Outgoing) -> Delivery:
        """A fault of ours costs this message only: left claimed, it would hold up the chat for ever."""
        try:
            return await self._channel.deliver(outgoing)
        except Exception as error:
            return Refused(reason=f"{type(error).__name__} in the channel")

    async def _settle(self, outgoing: Outgoing, delivery: Delivery) -> None:
        """Insists: an outcome that is not recorded would be a message repeated.

        A farewell is the last that we know of an erased person, so its bytes go as well.
        """
        outcome = self._outcome(outgoing, delivery)

        def job(tx: Tx) -> None:
            now = self._clock()
            outbox.settle(tx, outcome, now)
            if isinstance(delivery, Unreachable):
                learners.set_reachable(tx, outgoing.to, reachable=False)
                outbox.unreachable(tx, outgoing.to, delivery.status, now)

        while True:
            try:
                await self._writer.run(job)
                if outgoing.learner_id is None:
                    await self._writer.truncate_log()
                return
            except StoreUnavailable:
                await asyncio.sleep(1)

    def _outcome(self, outgoing: Outgoing, delivery: Delivery) -> Outcome:
        match delivery:
            case Sent(posted=posted):
                return Outcome(id=outgoing.id, status="sent", posted=posted)
            case Unreachable(status=status):
                return Outcome(id=outgoing.id, status=status)
            case Refused(reason=reason):
                log.error("message %d refused by %s: %s", outgoing.id, self._channel.name, reason)
                return Outcome(id=outgoing.id, status="failed", reason=reason)
            case RetryAfter(seconds=seconds):
                return self._again(outgoing, seconds, "asked to wait")
            case NotDelivered(reason=reason):
                return self._again(outgoing, _backoff(outgoing.attempts), reason)
            case Unknown(reason=reason) if outgoing.attempts < MOST_REPEATS:
                return self._again(outgoing, _backoff(outgoing.attempts), reason)
            case Unknown(reason=reason):
                return Outcome(id=outgoing.id, status="unknown", reason=reason)
            case _:
                assert_never(delivery)

    def _again(self, outgoing: Outgoing, seconds: float, reason: str) -> Outcome:
        at = self._clock() + timedelta(seconds=seconds)
        return Outcome(id=outgoing.id, status="pending", reason=reason, again_at=at)


def _backoff(attempts: int) -> float:
    """Seconds before the next attempt: half a second, doubling, at most a minute."""
    return float(min(LONGEST_PAUSE, 0.25 * 2 ** min(attempts, 10)))
