"""What the buttons of the desk say."""

from collections.abc import Mapping
from functools import cache

from bot.course.desk.announcement import (
    AnnouncementMoved,
    AnnouncementOpened,
    AudienceChosen,
    TextBegun,
)
from bot.course.desk.inbox import InboxOpened, ThreadMarked, ThreadOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.team import InvitationBegun, InvitationMade, RoleTaken
from bot.course.messages import Button
from bot.course.shelf import Shelf
from bot.i18n import NAMES, Words
from bot.view.desk.announcements import chosen
from bot.view.desk.inbox import marks, states
from bot.view.desk.team import roles


def desk_label(button: Button, shelf: Shelf, t: Words) -> str:
    match button.label, button.does:
        case DeskLabel.THREAD, ThreadOpened(number=number):
            return t("Message {number}", number=number)
        case DeskLabel.ANNOUNCEMENT, AnnouncementOpened(number=number):
            return t("Announcement {number}", number=number)
        case DeskLabel.TEXT_IN, TextBegun(language=language):
            return NAMES[language]
        case DeskLabel.SEND_TO, AnnouncementMoved(people=people):
            return t.n("Send to {n} person", "Send to {n} people", people)
        case DeskLabel.AUDIENCE_OF, AudienceChosen(audience=who) as action:
            return chosen(who, action.of, shelf, t)
        case DeskLabel.INBOX_OF, InboxOpened(state=state):
            return states(t)[state]
        case DeskLabel.MARK, ThreadMarked(mark=mark):
            return marks(t)[mark]
        case DeskLabel.INVITE, InvitationBegun(role=role):
            return t("Invite: {role}", role=roles(t)[role])
        case DeskLabel.TAKE_ROLE, RoleTaken(number=number):
            return t("Remove number {number}", number=number)
        case DeskLabel.OVER, InvitationMade(name=name):
            return name or t("Everything")
        case _:
            return _fixed(t)[DeskLabel(button.label)]


@cache
def _fixed(t: Words) -> Mapping[DeskLabel, str]:
    return {
        DeskLabel.DESK: t("The desk"),
        DeskLabel.INBOX: t("Messages from learners"),
        DeskLabel.NEWER: t("Newer"),
        DeskLabel.OLDER: t("Older"),
        DeskLabel.REPLY: t("Answer"),
        DeskLabel.TEAM: t("The team"),
        DeskLabel.AUDIT: t("What was done"),
        DeskLabel.ANNOUNCE: t("New announcement"),
        DeskLabel.ANNOUNCEMENTS: t("Announcements"),
        DeskLabel.AUDIENCE: t("To whom"),
        DeskLabel.PREVIEW: t("Show me how it looks"),
        DeskLabel.DISCARD_IT: t("Throw it away"),
        DeskLabel.HALT: t("Pause sending"),
        DeskLabel.RESUME_IT: t("Go on sending"),
        DeskLabel.CANCEL: t("Stop for good"),
        DeskLabel.REFRESH: t("How far is it?"),
        DeskLabel.GROUPS: t("Groups"),
        DeskLabel.REPORTS: t("Reports"),
        DeskLabel.SURVEYS: t("Surveys"),
    }
