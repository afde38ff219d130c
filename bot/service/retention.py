"""What is deleted, and when: every rule in one table. What is not here stays until it is erased.

`docs/operations.md` lists the same rules, and the privacy notice says what they mean for a learner.
Accounts that nobody uses any more are the matter of `absence`, backups that of `backups`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import fault
from bot.service import pulse
from bot.store import allowed, audit, chat, inbox, outbox, sessions, team, threads
from bot.store.writer import Tx, Writer

BATCH = 500
"""Rows of one transaction: answers do not wait for more."""
MESSAGES = timedelta(days=400)
ANONYMOUS = timedelta(days=1096)
AUDIT = timedelta(days=1096)
INVITATIONS = timedelta(days=30)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    what: str
    after: timedelta
    forget: Callable[[Tx, datetime], int | None]
    """Deletes what is due at this moment, or a part of it; returns how much, where there may be more."""


RULES = (
    Rule(
        what="number of an update before the latest thousand; what an update that was put aside said",
        after=inbox.REMEMBERED,
        forget=inbox.forget_old,
    ),
    Rule(
        what="the last message to a chat page whose owner was erased",
        after=chat.FAREWELL_KEPT,
        forget=chat.forget_expired,
    ),
    Rule(
        what="sessions at the desk in a browser, after the last click",
        after=sessions.IDLE,
        forget=sessions.forget_old,
    ),
    Rule(
        what="that somebody said a word that is on no list",
        after=allowed.A_DAY,
        forget=allowed.forget_wrong,
    ),
    Rule(
        what="invitations to the team, after they ended",
        after=INVITATIONS,
        forget=lambda tx, now: team.forget_ended(tx, now - INVITATIONS),
    ),
    Rule(
        what="messages to learners and to the team, and what became of them",
        after=MESSAGES,
        forget=lambda tx, now: outbox.forget_old(tx, now - MESSAGES, BATCH),
    ),
    Rule(
        what="the history of a chat page",
        after=MESSAGES,
        forget=lambda tx, now: chat.forget_old(tx, now - MESSAGES, BATCH),
    ),
    Rule(
        what="anonymous messages that the team is done with, but for complaints",
        after=ANONYMOUS,
        forget=lambda tx, now: threads.forget_anonymous(tx, now - ANONYMOUS, BATCH),
    ),
    Rule(
        what="lines of the audit",
        after=AUDIT,
        forget=lambda tx, now: audit.forget_old(tx, now - AUDIT, BATCH),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    writer: Writer
    clock: Callable[[], datetime]

    async def tidy(self) -> None:
        """Deletes what is due, and its bytes. A rule that breaks holds up no other."""
        broken = [rule.what for rule in RULES if not await self._keep(rule)]
        try:
            await self.writer.truncate_log()
        except Exception as error:
            broken.append(fault.where(error))
        if not broken:
            pulse.done("tidy")

    async def _keep(self, rule: Rule) -> bool:
        now = self.clock()
        try:
            while await self.writer.run(lambda tx: rule.forget(tx, now)):
                pass
        except Exception as error:
            log.error("not deleted yet: %s: %s", rule.what, fault.where(error))
            return False
        return True
