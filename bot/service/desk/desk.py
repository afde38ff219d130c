"""The desk in the chat: each action finds its place only if the rights of this moment allow it.

action ─► rights at this moment ─┬─ too little: the front of the desk, nothing is done
                                 └─ done, in the same transaction as its line in the audit
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.course.desk import DeskAction, DeskBody
from bot.course.desk.announcement import (
    SECOND_PERSON_FROM,
    AnnouncementAction,
    AnnouncementsOpened,
)
from bot.course.desk.front import BrowserAsked, DeskOpened, DeskShown, FrontAction, LinkShown
from bot.course.desk.groups import GroupAction, GroupsOpened
from bot.course.desk.inbox import InboxAction, InboxOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.preview import PreviewAction, PreviewOpened
from bot.course.desk.reports import ReportAction, ReportsOpened
from bot.course.desk.rights import Power
from bot.course.desk.surveys import SurveyAction, SurveysOpened
from bot.course.desk.team import AuditOpened, TeamOpened, fingerprint
from bot.course.desk.topics import TopicAction
from bot.course.inputs import Offered, Ref, TextReceived
from bot.course.learner import Learner
from bot.course.messages import Keyboard
from bot.course.scene import CONTINUE
from bot.course.shelf import Shelf
from bot.course.turn import Turn
from bot.service.desk import (
    announcements,
    groups_in_chat,
    inbox_in_chat,
    preview,
    reports,
    surveys,
    team,
    topics,
)
from bot.service.desk.looks import look_of
from bot.service.desk.sitting import InChat, key, sit
from bot.store import sessions, threads
from bot.store.learners import Found
from bot.store.writer import Tx

WORDS_AT_THE_DESK = ("answer", "search", "topic", "announcement", "group")
"""What words can be for, when they are for the desk."""


_NO_COURSES = Shelf(offered={}, releases={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`administrators`: the Telegram ids of ADMIN_IDS; `address`: where browsers find the desk;
    `second_person_from`: from how many people on an announcement needs a second person."""

    administrators: Collection[str]
    address: str | None = None
    shelf: Shelf = _NO_COURSES
    second_person_from: int = SECOND_PERSON_FROM

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
        return _seen(chat, action, self._taken(chat, action))

    def _taken(self, chat: InChat, action: DeskAction) -> Turn:
        if isinstance(action, BrowserAsked):
            return _link(chat, self.address)
        if isinstance(action, FrontAction):
            return _front(chat)
        if isinstance(action, InboxAction):
            return inbox_in_chat.take(chat, action)
        if isinstance(action, TopicAction):
            return topics.take(chat, action)
        if isinstance(action, AnnouncementAction):
            return announcements.take(chat, action)
        if isinstance(action, GroupAction):
            return groups_in_chat.take(chat, action)
        if isinstance(action, ReportAction):
            return reports.take(chat, action, self.shelf)
        if isinstance(action, SurveyAction):
            return surveys.take(chat, action, self.shelf)
        if isinstance(action, PreviewAction):
            return preview.take(chat, action, self.shelf)
        return team.take(chat, action)

    def answered(
        self, tx: Tx, learner_id: str, learner: Learner, words: TextReceived, now: datetime
    ) -> Turn:
        """Words that were asked for at the desk. The right to them is asked for anew."""
        chat = self._chat(tx, learner_id, learner, None, now)
        return _seen(chat, None, self._written(chat, words))

    def _written(self, chat: InChat, words: TextReceived) -> Turn:
        draft, rights, text = chat.draft, chat.sitting.rights, words.text
        assert draft is not None
        match draft.purpose:
            case "answer" if rights.may("answer"):
                return inbox_in_chat.written(chat, draft, text)
            case "search" if rights.may("answer"):
                return inbox_in_chat.sought(chat, text)
            case "topic" if rights.may("answer"):
                return topics.written(chat, draft, text)
            case "announcement" if rights.may("announce"):
                return announcements.written(chat, draft, text, words.marked)
            case "group" if rights.may("groups"):
                return groups_in_chat.written(chat, draft, text)
            case _ if rights.role is None:
                return chat.says(DeskShown(role=None), CONTINUE)
            case _:
                return _front(chat)

    def offered(
        self, tx: Tx, learner_id: str, learner: Learner, offered: Offered, now: datetime
    ) -> Turn | None:
        """A picture or a file, if it was asked for at the desk and the right to it is still there."""
        chat = self._chat(tx, learner_id, learner, None, now)
        if chat.draft is None or not chat.sitting.rights.may("announce"):
            return None
        return announcements.offered(chat, chat.draft, offered)

    def invited(self, tx: Tx, learner_id: str, learner: Learner, token: str, now: datetime) -> Turn:
        return team.invited(self._chat(tx, learner_id, learner, None, now), fingerprint(token))

    def after_consent(self, tx: Tx, found: Found, turn: Turn, now: datetime) -> Turn:
        """With consent just given, the invitation holds with which the person came."""
        invitation, learner = found.learner.invited_team, turn.learner
        if invitation is None or learner is None or learner.consented_at is None:
            return turn
        then = team.invited(self._chat(tx, found.id, learner, None, now), invitation)
        grouped = found.learner.invited_group is not None
        before = tuple(each for each in turn.messages if each.replaces or grouped)
        return replace(turn, learner=learner, messages=(*before, *then.messages))

    def _chat(
        self, tx: Tx, learner_id: str, learner: Learner, origin: Ref | None, now: datetime
    ) -> InChat:
        after = replace(learner, turn=learner.turn + 1, draft=None, active_at=now)
        sitting = sit(tx, learner_id, self.administrators, now, self.second_person_from)
        return InChat(sitting=sitting, learner=after, draft=learner.draft, origin=origin)


def _seen(chat: InChat, action: DeskAction | None, turn: Turn) -> Turn:
    """The turn, once there is a line in the audit of what it shows, if it left none itself."""
    bodies = [each.body for each in turn.messages]
    looks = [
        look for each in bodies if isinstance(each, DeskBody) and (look := look_of(action, each))
    ]
    if looks and not chat.sitting.noted:
        chat.sitting.looks(*looks[0])
    return turn


def _power(action: DeskAction) -> Power | None:
    """What somebody must be allowed to do anywhere; over whom, each place of the desk looks itself."""
    if isinstance(action, FrontAction):
        return None
    if isinstance(action, InboxAction | TopicAction):
        return "answer"
    if isinstance(action, AnnouncementAction):
        return "announce"
    if isinstance(action, GroupAction):
        return "groups"
    if isinstance(action, ReportAction):
        return "reports"
    if isinstance(action, SurveyAction):
        return "survey"
    if isinstance(action, PreviewAction):
        return "preview"
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
        ("preview", (DeskLabel.LOOK, PreviewOpened())),
        ("team", (DeskLabel.TEAM, TeamOpened())),
        ("audit", (DeskLabel.AUDIT, AuditOpened())),
    )
    keys: Keyboard = tuple(key(*opens) for power, opens in places if rights.may(power))
    counts = threads.counts(chat.tx, rights.reach("answer"))
    body = DeskShown(role=rights.role, new=counts.get("new", 0), open=counts.get("open", 0))
    return chat.says(body, (*keys, key(DeskLabel.BROWSER, BrowserAsked()), *CONTINUE))


def _link(chat: InChat, address: str | None) -> Turn:
    """A link of this moment; those that were made before open nothing any more."""
    link = None
    if address is not None:
        token = sessions.make_link(chat.tx, chat.sitting.who, chat.now)
        chat.sitting.notes("asked for a link", "")
        link = f"{address.rstrip('/')}/desk/enter#{token}"
    body = LinkShown(link=link, minutes=sessions.LINK_LIFETIME // timedelta(minutes=1))
    return chat.says(body, (key(DeskLabel.DESK, DeskOpened()),), in_place=False)
