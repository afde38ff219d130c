"""The summary of a week, on Monday at nine where its reader lives.

due ─► counted through the gate ─► one transaction: still wanted, same rights ─► outbox, next Monday
                                └─ no right to reports any more: wanted no longer

A crash before that transaction repeats nothing, and one after it loses nothing.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.course.desk.front import DeskOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.reports import DigestShown
from bot.course.desk.rights import Rights
from bot.course.messages import Button, Message
from bot.course.timing import MORNING
from bot.service.figures import Figures
from bot.service.repeating import repeat
from bot.store import digests, learners, outbox, team, threads
from bot.store.codec import Unreadable
from bot.store.digests import Wanted
from bot.store.outbox import Priority
from bot.store.writer import Tx, Writer

NINE = time(MORNING)
WEEK = timedelta(days=7)
TICK_SECONDS = 60.0
BATCH = 20

log = logging.getLogger(__name__)


def next_monday(now: datetime, zone: str) -> datetime:
    """The first Monday, nine o'clock in that zone, that is still to come."""
    here = now.astimezone(ZoneInfo(zone))
    monday = here.date() + timedelta(days=(7 - here.weekday()) % 7)
    if _at_nine(monday, zone) <= now:
        monday += WEEK
    return _at_nine(monday, zone)


def _at_nine(on: date, zone: str) -> datetime:
    return datetime.combine(on, NINE, ZoneInfo(zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    writer: Writer
    figures: Figures
    clock: Callable[[], datetime]
    on_turn: Callable[[], None]
    administrators: Collection[str] = ()

    async def run(self) -> None:
        """Sends what is due until cancelled."""
        await repeat(self.send_due, TICK_SECONDS, log, "summaries wait")

    async def send_due(self) -> None:
        now = self.clock()
        for wanted in await self.writer.run(lambda tx: digests.due(tx, now, BATCH)):
            rights = await self.writer.run(lambda tx, w=wanted: self._rights(tx, w))  # type: ignore[misc]
            began, completed, announced = await self.figures.since(
                rights.reach("reports"), now - WEEK
            )
            shown = DigestShown(began=began, completed=completed, announced=announced)
            await self.writer.run(
                lambda tx, w=wanted, r=rights, s=shown: self._send(tx, w, r, s)  # type: ignore[misc]
            )
            self.on_turn()

    def _rights(self, tx: Tx, wanted: Wanted) -> Rights:
        return team.rights_of(tx, wanted.learner_id, self.administrators)

    def _send(self, tx: Tx, wanted: Wanted, counted_for: Rights, shown: DigestShown) -> None:
        """Once for each Monday. If the rights have changed since it was counted, the next step counts
        anew."""
        rights = self._rights(tx, wanted)
        if not rights.may("reports"):
            digests.drop(tx, wanted.learner_id)
            return
        try:
            learner = learners.state(tx, wanted.learner_id)
        except Unreadable:
            digests.drop(tx, wanted.learner_id)
            return
        if rights != counted_for or learner is None:
            return
        now = self.clock()
        if not digests.take(tx, wanted, next_monday(now, learner.zone)):
            return
        address = learners.reached_at(tx, wanted.learner_id)
        if address is None:
            return
        if rights.may("answer"):
            waiting = threads.counts(tx, rights.reach("answer")).get("new", 0)
            shown = replace(shown, waiting=waiting)
        learner = replace(learner, turn=learner.turn + 1)
        learners.save(tx, wanted.learner_id, learner)
        to_the_desk = Button(label=DeskLabel.DESK, does=DeskOpened())
        outbox.add(
            tx, address, wanted.learner_id, learner.turn,
            [Message(body=shown, buttons=((to_the_desk,),))],
            language=learner.language, pictures=learner.pictures, now=now,
            priority=Priority.PROMPT,
        )  # fmt: skip
