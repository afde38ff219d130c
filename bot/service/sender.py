"""The sender: claims what waits in the outbox, gives it to the channel, records the outcome.

    claim ──► wait for a place in the rate ──► deliver ──► settle
      at most `window` messages are between claim and settle, one for each address

A process that dies between deliver and settle repeats what was in that window, and no more.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from bot import fault
from bot.course.desk.front import LinkShown
from bot.course.desk.team import InvitationShown
from bot.course.messages import Message, Simple
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
from bot.store.outbox import Again, Outcome, Outgoing, Serves, Settled
from bot.store.writer import StoreUnavailable, Tx, Writer

SEND_WINDOW = 8
BROADCAST_WINDOW = 48
"""Of announcements that are paid for; none of them is repeated, whatever happens."""
LEASE = timedelta(minutes=2)
"""After this time a claim that nobody settled is open again; far longer than any request lasts."""
LONGEST_PAUSE = 60.0
MOST_TRIES = 3
"""How often a message is tried in all while it is unknown whether it arrived."""
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
        window: int = SEND_WINDOW,
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

    async def _claim(self) -> float | None:
        """Sends what may be sent now. Returns the seconds to the next try, None if nothing waits."""
        free = self._window - len(self._flying)
        if free <= 0:
            return None
        if self._pace is not None and (resting := self._pace.rest_of_all()) > 0:
            return resting
        door, now, name = _Door(set(self._flying), self._pace), self._clock(), self._channel.name
        serves = self._serves

        def job(tx: Tx) -> tuple[list[Outgoing], datetime | None]:
            claimed = outbox.claim(tx, name, now, free, LEASE, door.lets_pass, serves)
            return claimed, None if claimed else outbox.next_attempt(tx, name, now)

        try:
            claimed, next_attempt = await self._writer.run(job)
        except StoreUnavailable:
            return 1.0
        for outgoing in claimed:
            self._flying[outgoing.to.address] = asyncio.create_task(self._send(outgoing))
        if claimed:
            return 0.0
        waits = [door.opens_in] if door.opens_in is not None else []
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
        try:
            if self._pace is not None:
                pause = self._pace.reserve(outgoing.to.address, announcement=outgoing.announcement)
                await asyncio.sleep(pause)
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
            return Refused(reason=fault.where(error))

    async def _settle(self, outgoing: Outgoing, delivery: Delivery) -> None:
        """Insists: an outcome that is not recorded would be a message repeated.

        A farewell is the last that we know of an erased person, so its bytes go as well.
        """
        outcome = self._outcome(outgoing, delivery)

        def job(tx: Tx) -> bool:
            now = self._clock()
            outbox.settle(tx, outcome, now)
            if isinstance(delivery, Sent) and (told := _without_secrets(outgoing.message)):
                outbox.rewrite(tx, outgoing.id, told)
            if isinstance(delivery, Unreachable):
                learners.set_reachable(tx, outgoing.to, reachable=False)
                outbox.unreachable(tx, outgoing.to, delivery.status, now)
            return self._serves != "all" and outbox.is_waiting(tx, outgoing.to)

        while True:
            try:
                if await self._writer.run(job):
                    self._on_behind()
                if outgoing.message.body == Simple(what="forgotten"):
                    await self._writer.truncate_log()
                return
            except StoreUnavailable:
                await asyncio.sleep(1)

    def _outcome(self, outgoing: Outgoing, delivery: Delivery) -> Outcome:
        match delivery:
            case Sent(posted=posted):
                return Settled(id=outgoing.id, status="sent", posted=posted)
            case Unreachable(status=status):
                return Settled(id=outgoing.id, status=status)
            case Refused(reason=reason):
                log.error("message %d refused by %s: %s", outgoing.id, self._channel.name, reason)
                return Settled(id=outgoing.id, status="failed", reason=reason)
            case RetryAfter(seconds=seconds):
                return Again(id=outgoing.id, at=self._in(seconds), reason="asked to wait")
            case NotDelivered(reason=reason) if (
                self._clock() - outgoing.created_at > GIVEN_UP_AFTER
            ):
                log.error("message %d given up: %s", outgoing.id, reason)
                return Settled(id=outgoing.id, status="failed", reason=reason)
            case NotDelivered(reason=reason):
                return Again(
                    id=outgoing.id, at=self._in(_backoff(outgoing.attempts)), reason=reason
                )
            case Unknown(reason=reason) if (
                outgoing.repeatable and outgoing.unknowns + 1 < MOST_TRIES
            ):
                pause = _backoff(outgoing.unknowns + 1)
                return Again(id=outgoing.id, at=self._in(pause), reason=reason, unknown=True)
            case Unknown(reason=reason):
                return Settled(id=outgoing.id, status="unknown", reason=reason)
            case _:
                assert_never(delivery)

    def _in(self, seconds: float) -> datetime:
        return self._clock() + timedelta(seconds=seconds)


def _without_secrets(message: Message) -> Message | None:
    """What stays of a message that told something once: none of what opens a door."""
    match message.body:
        case InvitationShown() as body:
            return replace(message, body=replace(body, token="", link=None))
        case LinkShown(link=str()) as body:
            return replace(message, body=replace(body, link=None))
        case _:
            return None


class _Door:
    """Which addresses may get a message now: one under way for each, none before its time.

    Asked in the writer's thread, while nothing else of the sender runs.
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
