"""Whoever has not come for two years is told so, and a month later everything about them is erased.

away ─► told, by day where they are ─┬─ they come: nothing happens
                                     └─ a month later: erased; their certificates stay valid

Nobody of the team is erased so: they may work at the desk without ever taking a course.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.course.messages import Message, Simple
from bot.course.scene import CONTINUE
from bot.course.timing import is_day
from bot.service.repeating import repeat
from bot.store import absence, certificates, learners, outbox, team
from bot.store.codec import Unreadable
from bot.store.outbox import Priority
from bot.store.reader import Reader
from bot.store.writer import Tx, Writer

AWAY = timedelta(days=730)
NOTICE = timedelta(days=30)
TICK_SECONDS = 1800.0
BATCH = 200
"""People told, and people erased, at a time: what is sent beside goes on."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absences:
    writer: Writer
    reader: Reader
    clock: Callable[[], datetime]
    on_turn: Callable[[], None]
    administrators: Collection[str] = ()

    async def run(self) -> None:
        """Until cancelled."""
        await repeat(self.step, TICK_SECONDS, log, "accounts that nobody uses wait")

    async def step(self) -> None:
        """Erases whose time is over, and tells whose time has come."""
        now = self.clock()
        overdue = await self.writer.run(lambda tx: absence.overdue(tx, now - NOTICE, BATCH))
        for each in overdue:
            await self.writer.run(lambda tx, who=each: self._erase(tx, who, now))  # type: ignore[misc]
        if overdue:
            await self.writer.truncate_log()
        away = await absence.away(self.reader, now - AWAY)
        by_day = [who for who, zone in away if is_day(now, zone)]
        for each in by_day[:BATCH]:
            await self.writer.run(lambda tx, who=each: self._warn(tx, who, now))  # type: ignore[misc]
        if overdue or by_day:
            self.on_turn()

    def _warn(self, tx: Tx, who: str, now: datetime) -> None:
        """Whoever can be reached nowhere is not told, and the month runs nevertheless."""
        if not absence.is_away(tx, who, now - AWAY) or self._of_the_team(tx, who):
            return
        absence.warn(tx, who, now)
        try:
            learner = learners.state(tx, who)
        except Unreadable:
            return
        address = learners.reached_at(tx, who)
        if learner is None or address is None:
            return
        learner = replace(learner, turn=learner.turn + 1)
        learners.save(tx, who, learner)
        outbox.add(
            tx, address, who, learner.turn,
            [Message(body=Simple(what="long-away"), buttons=CONTINUE)],
            language=learner.language, pictures=learner.pictures, now=now,
            priority=Priority.PROMPT,
        )  # fmt: skip

    def _erase(self, tx: Tx, who: str, now: datetime) -> None:
        if self._of_the_team(tx, who):
            absence.drop(tx, who)
        if not absence.is_overdue(tx, who, now - NOTICE):
            return
        try:
            learner = learners.state(tx, who)
        except Unreadable:
            learner = None
        address = learners.reached_at(tx, who)
        certificates.keep_after_erasure(tx, who)
        learners.erase(tx, who)
        if learner is not None and address is not None:
            outbox.add(
                tx, address, None, 0, [Message(body=Simple(what="forgotten"))],
                language=learner.language, pictures=False, now=now, priority=Priority.PROMPT,
            )  # fmt: skip

    def _of_the_team(self, tx: Tx, who: str) -> bool:
        return bool(team.rights_of(tx, who, self.administrators).grants)
