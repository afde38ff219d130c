"""The desk in the chat: each action finds its place only if the rights of this moment allow it.

action ─► rights at this moment ─┬─ too little: the front of the desk, nothing is done
                                 └─ done, in the same transaction as its line in the audit
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.course.desk import DeskAction
from bot.course.desk.announcement import AnnouncementAction, AnnouncementsOpened
from bot.course.desk.front import DeskOpened, DeskShown, FrontAction
from bot.course.desk.groups import GroupAction, GroupsOpened
from bot.course.desk.inbox import InboxAction, InboxOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.reports import ReportAction, ReportsOpened
from bot.course.desk.rights import Power
from bot.course.desk.surveys import SurveyAction, SurveysOpened
from bot.course.desk.team import AuditOpened, TeamOpened
from bot.course.inputs import Ref
from bot.course.learner import Learner
from bot.course.messages import Keyboard
from bot.course.scene import CONTINUE
from bot.course.turn import Turn
from bot.service.desk import announcing, groups, inbox, reports, surveys, team
from bot.service.desk.sitting import InChat, key, sit
from bot.store import threads
from bot.store.writer import Tx

WORDS_AT_THE_DESK = ("answer", "announcement")
"""What words can be for, when they are for the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`administrators`: the Telegram ids of ADMIN_IDS."""

    administrators: Collection[str]

    def take(
        self, tx: Tx, learner_id: str, learner: Learner, action: DeskAction, origin: Ref | None,
        now: datetime,
    ) -> Turn:  # fmt: skip
        """What follows at the desk. Whoever has no right to the action sees only what is theirs."""
        chat = self._chat(tx, learner_id, learner, origin, now)
        rights = chat.sitting.rights
        if rights.role is None:
            return chat.says(DeskShown(role=None), CONTINUE, in_place=False)
        power = _power(action)
        if power is not None and not rights.may(power):
            action = DeskOpened()
        if isinstance(action, FrontAction):
            return _front(chat)
        if isinstance(action, InboxAction):
            return inbox.take(chat, action)
        if isinstance(action, AnnouncementAction):
            return announcing.take(chat, action)
        if isinstance(action, GroupAction):
            return groups.take(chat, action)
        if isinstance(action, ReportAction):
            return reports.take(chat, action)
        if isinstance(action, SurveyAction):
            return surveys.take(chat, action)
        return team.take(chat, action)

    def answered(self, tx: Tx, learner_id: str, learner: Learner, text: str, now: datetime) -> Turn:
        """Words that were asked for at the desk. The right to them is asked for anew."""
        chat = self._chat(tx, learner_id, learner, None, now)
        draft, rights = chat.draft, chat.sitting.rights
        assert draft is not None
        match draft.purpose:
            case "answer" if rights.may("answer"):
                return inbox.written(chat, draft, text)
            case "announcement" if rights.may("announce"):
                return announcing.written(chat, draft, text)
            case _ if rights.role is None:
                return chat.says(DeskShown(role=None), CONTINUE)
            case _:
                return _front(chat)

    def invited(self, tx: Tx, learner_id: str, learner: Learner, token: str, now: datetime) -> Turn:
        return team.invited(self._chat(tx, learner_id, learner, None, now), token)

    def _chat(
        self, tx: Tx, learner_id: str, learner: Learner, origin: Ref | None, now: datetime
    ) -> InChat:
        after = replace(learner, turn=learner.turn + 1, draft=None, active_at=now)
        sitting = sit(tx, learner_id, self.administrators, now)
        return InChat(sitting=sitting, learner=after, draft=learner.draft, origin=origin)


def _power(action: DeskAction) -> Power | None:
    """What somebody must be allowed to do anywhere; over whom, each place of the desk looks itself."""
    if isinstance(action, FrontAction):
        return None
    if isinstance(action, InboxAction):
        return "answer"
    if isinstance(action, AnnouncementAction):
        return "announce"
    if isinstance(action, GroupAction):
        return "groups"
    if isinstance(action, ReportAction):
        return "reports"
    if isinstance(action, SurveyAction):
        return "survey"
    return "audit" if isinstance(action, AuditOpened) else "team"


def _front(chat: InChat) -> Turn:
    """Only what this person may open."""
    rights = chat.sitting.rights
    places: tuple[tuple[Power, tuple[DeskLabel, DeskAction]], ...] = (
        ("answer", (DeskLabel.INBOX, InboxOpened(state="new"))),
        ("announce", (DeskLabel.ANNOUNCEMENTS, AnnouncementsOpened())),
        ("groups", (DeskLabel.GROUPS, GroupsOpened())),
        ("reports", (DeskLabel.REPORTS, ReportsOpened())),
        ("survey", (DeskLabel.SURVEYS, SurveysOpened())),
        ("team", (DeskLabel.TEAM, TeamOpened())),
        ("audit", (DeskLabel.AUDIT, AuditOpened())),
    )
    keys: Keyboard = tuple(key(*opens) for power, opens in places if rights.may(power))
    counts = threads.counts(chat.tx, rights.reach("answer"))
    body = DeskShown(role=rights.role, new=counts.get("new", 0), open=counts.get("open", 0))
    return chat.says(body, (*keys, *CONTINUE))
