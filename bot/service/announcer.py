"""Feeding announcements into the outbox, a little at a time, and telling how far they are.

planned ─► its time: frozen, if its author still may ─► at most a few seconds' worth in the outbox
    ─► sent behind replies and prompts ─► outcome
                      ▲ pause and cancel take back what has not left; so does its end
"""

import logging
from collections.abc import Callable, Collection
from datetime import datetime

from bot.course.desk.announcement import SECOND_PERSON_FROM
from bot.course.desk.rights import Reach
from bot.service.desk.announcement_state import tell_author
from bot.service.desk.announcing import announced, begin_planned
from bot.service.desk.sitting import sit
from bot.service.repeating import repeat
from bot.store import announcements, learners, outbox
from bot.store.announcements import Announcement, Recipient
from bot.store.codec import Unreadable
from bot.store.outbox import Priority
from bot.store.writer import Tx, Writer

IN_OUTBOX = 100
"""As many wait in the outbox: a few seconds of sending, and little to take back."""
FAST, MOST_TIMES = 100, 5
"""From this rate on more wait, at most so many times as many."""
TICK_SECONDS = 1.0
SHORTEST_TICK_SECONDS = 0.1
SHOWN_EVERY_SECONDS = 5.0
SHOWN_SHARE = 100
"""The author sees a change when it is at least a hundredth of all, and not more often."""

log = logging.getLogger(__name__)


class Announcer:
    """Feeds announcements into the outbox until cancelled. A crash loses and doubles nobody.

    `rate` is how many leave in a second: at a high rate it looks more often. `second_person_from`: from
    how many people on a second person must have confirmed what was planned.
    """

    def __init__(
        self,
        writer: Writer,
        clock: Callable[[], datetime],
        on_turn: Callable[[], None],
        administrators: Collection[str] = (),
        rate: float = 30,
        second_person_from: int = SECOND_PERSON_FROM,
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._on_turn = on_turn
        self._administrators = administrators
        self._second_person_from = second_person_from
        self._room = round(IN_OUTBOX * min(max(1, rate / FAST), MOST_TIMES))
        self._tick = max(SHORTEST_TICK_SECONDS, min(TICK_SECONDS, IN_OUTBOX / 2 / rate))
        self._shown: dict[str, tuple[datetime, int]] = {}
        """When the author last saw how far each is, and how many were to come then."""

    async def run(self) -> None:
        await repeat(self._once, self._tick, log, "announcements wait")

    async def _once(self) -> None:
        if await self._writer.run(self.feed):
            self._on_turn()

    def feed(self, tx: Tx) -> bool:
        """One step, as a job of the writer. Whether there is something to send."""
        now = self._clock()
        fed = self._begin(tx, now)
        announcements.withdraw_stopped(tx)
        under_way = announcements.under_way(tx, "sending", "paused")
        for each in under_way:
            announcements.expire(tx, each, now)
        sending = [
            (each, reach)
            for each in under_way
            if each.state == "sending" and (reach := self._reach(tx, each)) is not None
        ]
        room = self._room - outbox.announcements_waiting(tx, self._room)
        for others, (each, reach) in zip(reversed(range(len(sending))), sending, strict=True):
            share = room // (others + 1)
            announcements.leave_out(tx, each, reach, now, share)
            for recipient in announcements.waiting(tx, each.id, now, share):
                room -= _queue(tx, each, recipient, now)
                fed = True
        for each in under_way:
            fed = self._report(tx, each, now) or fed
        for each in announcements.cancelled(tx):
            fed = self._ended(tx, each, now) or fed
        return fed

    def _ended(self, tx: Tx, found: Announcement, now: datetime) -> bool:
        """What was under way when it was cancelled is settled: the author sees the last numbers."""
        if not announcements.is_over(tx, found.id):
            return False
        announcements.end(tx, found.id, now)
        return self._tell(tx, found.id, now)

    def _reach(self, tx: Tx, found: Announcement) -> Reach | None:
        """Whom its author may still write to. If they may not any more, or not to the group to which
        it goes, it is paused, and who resumes it answers for it. What somebody began who is erased
        since goes on.
        """
        now = self._clock()
        if found.author is None:
            return Reach(everything=True)
        author = sit(tx, found.author, self._administrators, now)
        reach, group = author.rights.reach("announce"), found.audience.group
        if not reach.nothing and (group is None or reach.covers(group=group)):
            return reach
        announcements.withdraw(tx, found.id)
        announcements.move(tx, found.id, "paused", now)
        author.notes("pause announcement", found.id)
        return None

    def _begin(self, tx: Tx, now: datetime) -> bool:
        """Those whose time has come begin, if their authors have the right at this very moment."""
        begun = False
        for each in announcements.under_way(tx, "planned"):
            if each.begins_at is not None and each.begins_at > now:
                continue
            if each.author is None:
                announcements.move(tx, each.id, "draft", now)
                continue
            author = sit(tx, each.author, self._administrators, now, self._second_person_from)
            goes = begin_planned(author, each)
            author.notes("planned announcement " + ("began" if goes else "did not begin"), each.id)
            begun = self._tell(tx, each.id, now) or begun
        return begun

    def _report(self, tx: Tx, found: Announcement, now: datetime) -> bool:
        """Shows the author how far it is; at the end once more, with all outcomes."""
        if announcements.is_over(tx, found.id):
            announcements.move(tx, found.id, "done", now)
            self._shown.pop(found.id, None)
            return self._tell(tx, found.id, now)
        if found.state == "paused":
            self._shown.pop(found.id, None)
            return False
        last, left = self._shown.get(found.id, (None, 0))
        passed = (now - last).total_seconds() if last else 0.0
        if last and 0 <= passed < SHOWN_EVERY_SECONDS:
            return False
        outcomes = announcements.outcomes(tx, found.id)
        to_come = outcomes.get("waiting", 0) + outcomes.get("queued", 0)
        if last and (left - to_come) * SHOWN_SHARE < sum(outcomes.values()):
            return False
        if passed > 0:
            announcements.measure(tx, found.id, (left - to_come) / passed)
        self._shown[found.id] = (now, to_come)
        return self._tell(tx, found.id, now)

    def _tell(self, tx: Tx, announcement: str, now: datetime) -> bool:
        found = announcements.find(tx, announcement)
        if found is None or found.author is None:
            return False
        return tell_author(sit(tx, found.author, self._administrators, now), found)


def _queue(tx: Tx, found: Announcement, recipient: Recipient, now: datetime) -> int:
    """Puts the message of one person into the outbox, in the language that is theirs today."""
    whose = recipient.learner_id
    if whose is None or not learners.exists(tx, whose):
        announcements.settle(tx, recipient.id, "skipped", "erased")
        return 0
    address = learners.reached_at(tx, whose)
    if address is None:
        announcements.settle(tx, recipient.id, "blocked")
        return 0
    try:
        to = learners.next_turn(tx, whose)
    except Unreadable:
        announcements.settle(tx, recipient.id, "failed", "unreadable")
        return 0
    outbox.add(
        tx, address, whose, to.turn, [announced(found, to.language)],
        language=to.language, pictures=to.pictures, now=now,
        priority=Priority.ANNOUNCEMENT, recipient=recipient.id,
    )  # fmt: skip
    announcements.settle(tx, recipient.id, "queued")
    return 1
