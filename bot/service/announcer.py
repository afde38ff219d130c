"""Feeding announcements into the outbox, a little at a time, and telling how far they are.

frozen ledger ─► at most a hundred in the outbox ─► sent behind replies and prompts ─► outcome
                      ▲ pause and cancel take back what has not left
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot import fault
from bot.service.desk.announcing import announced, tell_author
from bot.store import announcements, learners, outbox
from bot.store.announcements import Announcement, Recipient
from bot.store.codec import Unreadable
from bot.store.outbox import Priority
from bot.store.writer import StoreUnavailable, Tx, Writer

IN_OUTBOX = 100
"""As many wait in the outbox: a few seconds of sending, and little to take back."""
TICK_SECONDS = 1.0
SHOWN_EVERY_SECONDS = 5.0
SHOWN_SHARE = 100
"""The author sees a change when it is at least a hundredth of all, and not more often."""

log = logging.getLogger(__name__)


class Announcer:
    """Feeds announcements into the outbox until cancelled. A crash loses and doubles nobody."""

    def __init__(
        self, writer: Writer, clock: Callable[[], datetime], on_turn: Callable[[], None]
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._on_turn = on_turn
        self._shown: dict[str, tuple[datetime, int]] = {}
        """When the author last saw how far each is, and how many were to come then."""

    async def run(self) -> None:
        while True:
            try:
                if await self._writer.run(self.feed):
                    self._on_turn()
            except StoreUnavailable:
                pass
            except Exception as error:
                log.error("announcements wait: %s", fault.where(error))
            await asyncio.sleep(TICK_SECONDS)

    def feed(self, tx: Tx) -> bool:
        """One step, as a job of the writer. Whether there is something to send."""
        announcements.withdraw_stopped(tx)
        room = IN_OUTBOX - outbox.announcements_waiting(tx, IN_OUTBOX)
        under_way = announcements.sending(tx)
        fed = False
        for others, each in zip(reversed(range(len(under_way))), under_way, strict=True):
            for recipient in announcements.waiting(tx, each.id, room // (others + 1)):
                room -= _queue(tx, each, recipient, self._clock())
                fed = True
            fed = self._report(tx, each) or fed
        return fed

    def _report(self, tx: Tx, found: Announcement) -> bool:
        """Shows the author how far it is; at the end once more, with all outcomes."""
        now = self._clock()
        if announcements.is_over(tx, found.id):
            announcements.move(tx, found.id, "done", now)
            self._shown.pop(found.id, None)
            return tell_author(tx, replace(found, state="done"), now)
        last, left = self._shown.get(found.id, (None, 0))
        if last and 0 <= (now - last).total_seconds() < SHOWN_EVERY_SECONDS:
            return False
        outcomes = announcements.outcomes(tx, found.id)
        to_come = outcomes.get("waiting", 0) + outcomes.get("queued", 0)
        if last and (left - to_come) * SHOWN_SHARE < sum(outcomes.values()):
            return False
        self._shown[found.id] = (now, to_come)
        return tell_author(tx, found, now)


def _queue(tx: Tx, found: Announcement, recipient: Recipient, now: datetime) -> int:
    """Puts the message of one person into the outbox, in the language that is theirs today."""
    try:
        learner = learners.state(tx, recipient.learner_id) if recipient.learner_id else None
    except Unreadable:
        announcements.settle(tx, recipient.id, "failed", "unreadable")
        return 0
    if learner is None or recipient.learner_id is None:
        announcements.settle(tx, recipient.id, "skipped", "erased")
        return 0
    address = learners.reached_at(tx, recipient.learner_id)
    if address is None:
        announcements.settle(tx, recipient.id, "blocked")
        return 0
    learner = replace(learner, turn=learner.turn + 1)
    learners.save(tx, recipient.learner_id, learner)
    outbox.add(
        tx, address, recipient.learner_id, learner.turn, [announced(found, learner.language)],
        language=learner.language, pictures=learner.pictures, now=now,
        priority=Priority.ANNOUNCEMENT, recipient=recipient.id,
    )  # fmt: skip
    announcements.settle(tx, recipient.id, "queued")
    return 1
