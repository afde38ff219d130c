"""The sender: claims what waits in the outbox, gives it to the channel, records the outcome.

    claim ──► wait for a place in the rate ──► deliver ──► settle
      at most `window` messages are between claim and settle, one for each address

What has come back is settled, and what may go is claimed, in one transaction: under load many at
once. A process that dies between deliver and settle repeats what was in that window, and no more.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

from bot import fault, trace
from bot.course.messages import Simple
from bot.service.delivery import (
    Channel,
    Delivery,
    NotDelivered,
    Refused,
    RetryAfter,
    Sent,
    Unknown,
    Unreachable,
    without_secrets,
)
from bot.service.pace import Pace
from bot.service.window import Window
from bot.store import learners, outbox
from bot.store.learners import Address
from bot.store.outbox import Again, Outcome, Outgoing, Serves, Settled
from bot.store.writer import StoreUnavailable, Tx, Writer, in_savepoint

LEASE = timedelta(minutes=2)
"""After this time a claim that nobody settled is open again; far longer than any request lasts."""
LONGEST_PAUSE = 60.0
ROUND = 0.005
"""Seconds between two transactions: what comes back meanwhile is settled together."""
LANDING = (0.0, 1.0, 2.0)
"""Seconds before each attempt to record, at a stop, what has come back."""
AFTER_UNKNOWN = (0.5, 10.0, 120.0)
"""Seconds before each further try while it is unknown whether a message arrived: few, since each may
repeat it, and spread, so that an outage of a minute or two loses nothing."""
MOST_TRIES = len(AFTER_UNKNOWN) + 1
GIVEN_UP_AFTER = timedelta(hours=24)
"""A message that cannot be delivered for so long has lost its sense, and holds up those behind it."""

log = logging.getLogger(__name__)


class Sender:
    """Sends for one channel until cancelled."""

    def __init__(
        self,
        writer: Writer,
        channel: Channel,
        pace: Pace | None,
        clock: Callable[[], datetime],
        window: Window,
        serves: Serves = "all",
        on_behind: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_behind` is called when something waits behind what was sent, perhaps for another sender."""
        self._writer = writer
        self._channel = channel
        self._pace = pace
        self._clock = clock
        self._window = window
        self._serves = serves
        self._on_behind = on_behind
        self._flying: dict[str, asyncio.Task[None]] = {}
        """Under way, by address."""
        self._queued: dict[str, Outgoing] = {}
        """Of these, what waits for its place and has not left."""
        self._landed: dict[str, _Landed] = {}
        """Delivered or not, and still to be settled, by address."""
        self._queues = {True: asyncio.Lock(), False: asyncio.Lock()}
        self._awake = asyncio.Event()
        self._turning: asyncio.Task[float | None] | None = None

    def wake(self) -> None:
        """There may be something to send."""
        self._awake.set()

    async def run(self) -> None:
        try:
            while True:
                self._awake.clear()
                began = asyncio.get_running_loop().time()
                self._turning = asyncio.create_task(self._turn_over())
                await self._rest(await asyncio.shield(self._turning))
                await asyncio.sleep(began + ROUND - asyncio.get_running_loop().time())
        finally:
            await self._land()

    async def _land(self) -> None:
        """What has left is brought to its end, and what has not goes back, so that a planned stop
        repeats nothing and drops nothing.
        """
        if self._turning is not None:
            await asyncio.wait([self._turning])
        for address, outgoing in self._queued.items():
            self._flying[address].cancel()
            self._landed[address] = _Landed(outgoing=outgoing, delivery=RetryAfter(seconds=0))
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=3)
        for pause in LANDING:
            await asyncio.sleep(pause)
            with suppress(StoreUnavailable):
                await self._settle_and_claim(0)
                return

    async def _turn_over(self) -> float | None:
        """Settles what has come back and sends what may be sent now. Returns the seconds to the
        next try, None if nothing waits.

        Insists: an outcome that is not recorded would be a message repeated.
        """
        free = self._window.size - len(self._flying)
        resting = self._pace.rest_of_all() if self._pace is not None else 0.0
        if not self._landed and (free <= 0 or resting > 0):
            return resting or None
        try:
            waits = await self._settle_and_claim(0 if resting > 0 else free)
        except StoreUnavailable:
            return 1.0
        return resting or waits

    async def _settle_and_claim(self, free: int) -> float | None:
        landed, now, name = [*self._landed.values()], self._clock(), self._channel.name
        flying = frozenset(self._flying)
        door = _Door(set(flying), self._pace)

        def job(tx: Tx) -> tuple[bool, list[Outgoing], datetime | None]:
            behind = [self._settle(tx, each, now) for each in landed]
            claimed = (
                outbox.claim(tx, name, now, free, LEASE, door.lets_pass, self._serves, flying)
                if free > 0
                else []
            )
            waits = outbox.next_attempt(tx, name, now) if len(claimed) < free else None
            return any(behind), claimed, waits

        behind, claimed, next_attempt = await self._writer.run(job)
        for each in landed:
            del self._landed[each.outgoing.to.address]
        for outgoing in claimed:
            self._queued[outgoing.to.address] = outgoing
            self._flying[outgoing.to.address] = asyncio.create_task(self._send(outgoing))
        if behind:
            self._on_behind()
        if any(each.outgoing.message.body == Simple(what="forgotten") for each in landed):
            await self._writer.truncate_log()
        waits = [door.opens_in] if door.opens_in is not None and len(claimed) < free else []
        if next_attempt is not None:
            waits.append((next_attempt - now).total_seconds())
        return min(waits, default=None)

    async def _rest(self, seconds: float | None) -> None:
        """Sleeps until woken, or until a message that waits may be tried again."""
        if seconds is None:
            await self._awake.wait()
            return
        try:
            async with asyncio.timeout(min(seconds, LONGEST_PAUSE)):
                await self._awake.wait()
        except TimeoutError:
            return

    async def _send(self, outgoing: Outgoing) -> None:
        """Ends when the outcome is known, and leaves it to be settled."""
        address = outgoing.to.address
        try:
            resting = await self._wait_for_place(outgoing)
            del self._queued[address]
            delivery = RetryAfter(seconds=resting) if resting else await self._deliver(outgoing)
            self._landed[address] = _Landed(outgoing=outgoing, delivery=delivery)
        finally:
            self._queued.pop(address, None)
            del self._flying[address]
            self.wake()

    async def _wait_for_place(self, outgoing: Outgoing) -> float:
        """In the order in which they were claimed; what is urgent apart from what is not.

        Returns 0, or the seconds for which nothing may be sent to anybody: whoever waited them out
        here could be stopped by nobody any more.
        """
        if self._pace is None:
            return 0.0
        leave = partial(
            self._pace.leave, outgoing.to.address,
            urgent=outgoing.urgent, announcement=outgoing.announcement,
        )  # fmt: skip
        async with self._queues[outgoing.urgent]:
            while pause := leave():
                if (resting := self._pace.rest_of_all()) > 0:
                    return resting
                await asyncio.sleep(pause)
        return 0.0

    async def _deliver(self, outgoing: Outgoing) -> Delivery:
        """A fault of ours costs this message only: left claimed, it would hold up the chat for ever."""
        began = asyncio.get_running_loop().time()
        try:
            delivery = await self._channel.deliver(outgoing)
        except Exception as error:
            return Refused(reason=fault.where(error))
        if isinstance(delivery, Sent):
            self._window.took(asyncio.get_running_loop().time() - began)
        if isinstance(delivery, RetryAfter) and self._pace is not None:
            self._pace.rest(outgoing.to.address, delivery.seconds)
        return delivery

    def _settle(self, tx: Tx, landed: "_Landed", now: datetime) -> bool:
        """Whether something waits behind it. An outcome that cannot be kept as it is costs no other."""
        outgoing = landed.outgoing
        with trace.about(outgoing.cause):
            _, error = in_savepoint(tx, lambda tx: self._record(tx, landed, now))
            if error is not None:
                log.error("message %d: %s", outgoing.id, fault.where(error))
                known = Settled(
                    id=outgoing.id, reason=fault.where(error),
                    status="sent" if isinstance(landed.delivery, Sent) else "failed",
                )  # fmt: skip
                outbox.settle(tx, known, now)
        return self._serves != "all" and outbox.is_waiting(tx, outgoing.to)

    def _record(self, tx: Tx, landed: "_Landed", now: datetime) -> None:
        """What became of it."""
        outgoing, delivery = landed.outgoing, landed.delivery
        outbox.settle(tx, self._outcome(outgoing, delivery), now)
        if isinstance(delivery, Sent) and (told := without_secrets(outgoing.message)):
            outbox.rewrite(tx, outgoing.id, told)
        if isinstance(delivery, Unreachable):
            learners.set_reachable(tx, outgoing.to, reachable=False)
            outbox.unreachable(tx, outgoing.to, delivery.status, now)

    def _outcome(self, outgoing: Outgoing, delivery: Delivery) -> Outcome:
        match delivery:
            case Sent(posted=posted):
                return Settled(id=outgoing.id, status="sent", posted=posted)
            case Unreachable(status=status):
                return Settled(id=outgoing.id, status=status)
            case Refused(reason=reason):
                log.error("message %d refused by %s: %a", outgoing.id, self._channel.name, reason)
                return Settled(id=outgoing.id, status="failed", reason=reason)
            case RetryAfter(seconds=seconds):
                return Again(id=outgoing.id, at=self._in(seconds), reason="asked to wait")
            case NotDelivered(reason=reason) if (
                self._clock() - outgoing.created_at > GIVEN_UP_AFTER
            ):
                log.error("message %d given up: %a", outgoing.id, reason)
                return Settled(id=outgoing.id, status="failed", reason=reason)
            case NotDelivered(reason=reason):
                return Again(
                    id=outgoing.id, at=self._in(_backoff(outgoing.attempts)), reason=reason
                )
            case Unknown(reason=reason) if (
                outgoing.repeatable and outgoing.unknowns + 1 < MOST_TRIES
            ):
                pause = AFTER_UNKNOWN[outgoing.unknowns]
                return Again(id=outgoing.id, at=self._in(pause), reason=reason, unknown=True)
            case Unknown(reason=reason):
                return Settled(id=outgoing.id, status="unknown", reason=reason)
            case _:
                assert_never(delivery)

    def _in(self, seconds: float) -> datetime:
        """A longer wait is known to the pace alone."""
        return self._clock() + min(timedelta(seconds=seconds), outbox.LONGEST_WAIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Landed:
    outgoing: Outgoing
    delivery: Delivery


class _Door:
    """Which addresses may get a message now: one under way for each, none before its time.

    Asked in the writer's thread. What leaves meanwhile goes to addresses that are taken.
    """

    def __init__(self, taken: set[str], pace: Pace | None) -> None:
        self._taken = taken
        self._pace = pace
        self.opens_in: float | None = None
        """Seconds until the first of those that were turned away may pass."""

    def lets_pass(self, to: Address) -> bool:
        if to.address in self._taken:
            return False
        wait = self._pace.wait_of(to.address) if self._pace is not None else 0.0
        if wait > 0:
            self.opens_in = wait if self.opens_in is None else min(wait, self.opens_in)
            return False
        self._taken.add(to.address)
        return True


def _backoff(attempts: int) -> float:
    """Seconds before the next attempt: half a second, doubling, at most a minute."""
    return float(min(LONGEST_PAUSE, 0.25 * 2 ** min(attempts, 10)))
