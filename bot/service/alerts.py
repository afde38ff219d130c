"""Who of the team wants it is told that there are new messages from learners.

a thread becomes new ─► looked for every few seconds ─┬─ night where they are: it waits
                                                      ├─ one, and each is wanted: a card of it
                                                      └─ else: how many

Nothing is queued: what is new is in the inbox, and how far each has been told is one moment. So a
restart loses nothing, nobody is told twice, and what was opened meanwhile is not told at all.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.course.desk.inbox import AlertWay, InboxOpened, NewThreads
from bot.course.desk.labels import DeskLabel
from bot.course.messages import Body, Keyboard, Message
from bot.course.timing import is_day
from bot.service.desk import inbox, inbox_in_chat
from bot.service.desk.sitting import Sitting, key, sit
from bot.service.repeating import repeat
from bot.store import alerts, learners, outbox
from bot.store.alerts import Alert
from bot.store.codec import Unreadable
from bot.store.outbox import Priority
from bot.store.writer import Tx, Writer

TICK_SECONDS = 5.0
GAP: dict[AlertWay, timedelta] = {"each": timedelta(minutes=1), "hourly": timedelta(hours=1)}
"""Between two messages to the same person; what comes meanwhile is told together."""
"""Hours between which the team may be written to, in the zone of each."""
COUNTED = 99

log = logging.getLogger(__name__)


class Alerts:
    def __init__(
        self,
        writer: Writer,
        clock: Callable[[], datetime],
        on_turn: Callable[[], None],
        administrators: Collection[str],
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._on_turn = on_turn
        self._administrators = administrators

    async def run(self) -> None:
        """Until cancelled."""
        await repeat(self._once, TICK_SECONDS, log, "new messages are not told of")

    async def _once(self) -> None:
        if await self._writer.run(self.tell):
            self._on_turn()

    def tell(self, tx: Tx) -> bool:
        """Tells everybody who is to be told now. Whether there is something to send."""
        now = self._clock()
        told = [
            _tell(sit(tx, each.learner_id, self._administrators, now), each)
            for each in alerts.everybody(tx)
            if not timedelta() <= now - each.told_at < GAP[each.how]
        ]
        return any(told)


def _tell(sitting: Sitting, alert: Alert) -> bool:
    """Whether this person is told of something. Their reach is that of this very moment."""
    tx, now, reach = sitting.tx, sitting.now, sitting.rights.reach("answer")
    try:
        learner = None if reach.nothing else learners.state(tx, alert.learner_id)
    except Unreadable:
        return False
    address = learners.reached_at(tx, alert.learner_id)
    if learner is None or address is None or not is_day(now, learner.zone):
        return False
    new = alerts.untold(tx, alert, reach, now, COUNTED + 1)
    if not new:
        return False
    body, keys = _card(sitting, alert.how, new, learner.zone)
    turn = learner.turn + 1
    learners.save(tx, alert.learner_id, replace(learner, turn=turn))
    outbox.add(
        tx, address, alert.learner_id, turn, [Message(body=body, buttons=keys)],
        language=learner.language, pictures=learner.pictures, now=now, priority=Priority.PROMPT,
    )  # fmt: skip
    alerts.told(tx, alert.learner_id, now)
    return True


def _card(sitting: Sitting, how: AlertWay, new: list[str], zone: str) -> tuple[Body, Keyboard]:
    found = inbox.find(sitting, new[0]) if how == "each" and len(new) == 1 else None
    if found is not None:
        return inbox_in_chat.shown(found, zone)
    keys = (key(DeskLabel.INBOX, InboxOpened(state="new")),)
    return NewThreads(count=min(len(new), COUNTED), more=len(new) > COUNTED), keys
