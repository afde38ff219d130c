"""What the buttons of the desk say."""

from collections.abc import Mapping
from functools import cache

from bot.course.desk.labels import DeskLabel
from bot.course.desk.surveys import AnswersOpened, SurveyChosen
from bot.course.desk.team import InvitationBegun, InvitationMade, RoleTaken
from bot.course.messages import Button
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.view.desk.announcement_labels import announcement_label
from bot.view.desk.group_labels import group_label
from bot.view.desk.inbox_labels import inbox_label
from bot.view.desk.preview import preview_label
from bot.view.desk.report_labels import report_label
from bot.view.desk.team import roles
from bot.view.titles import course_title


def desk_label(button: Button, shelf: Shelf, t: Words) -> str:
    match button.label, button.does:
        case DeskLabel.INVITE, InvitationBegun(role=role):
            return t("Invite: {role}", role=roles(t)[role])
        case DeskLabel.TAKE_ROLE, RoleTaken(number=number):
            return t("Remove number {number}", number=number)
        case DeskLabel.OVER, InvitationMade(name=name):
            return name or t("Everything")
        case DeskLabel.SURVEY, SurveyChosen(survey=survey):
            return course_title(shelf, survey, t.language)
        case DeskLabel.SURVEY_ANSWERS, AnswersOpened(page=page):
            return t("Answers, page {n}", n=page)
        case _:
            said = (
                inbox_label(button, shelf, t)
                or announcement_label(button, shelf, t)
                or group_label(button, shelf, t)
                or report_label(button, shelf, t)
                or preview_label(button, shelf, t)
            )
            return said if said is not None else _fixed(t)[DeskLabel(button.label)]


@cache
def _fixed(t: Words) -> Mapping[DeskLabel, str]:
    return {
        DeskLabel.DESK: t("The desk"),
        DeskLabel.BROWSER: t("Open in a browser"),
        DeskLabel.INBOX: t("Messages from learners"),
        DeskLabel.NEWER: t("Newer"),
        DeskLabel.OLDER: t("Older"),
        DeskLabel.REPLY: t("Answer"),
        DeskLabel.FILTER: t("Choose which"),
        DeskLabel.SEARCH: t("Search"),
        DeskLabel.ALERTS: t("Tell me of new ones"),
        DeskLabel.TOPICS: t("Topics wished for"),
        DeskLabel.NEW_TOPIC: t("New topic"),
        DeskLabel.TELL_WISHERS: t("Tell all who asked"),
        DeskLabel.COUNT: t("Count it for a topic"),
        DeskLabel.TEAM: t("The team"),
        DeskLabel.AUDIT: t("What was done"),
        DeskLabel.ANNOUNCE: t("New announcement"),
        DeskLabel.ANNOUNCEMENTS: t("Announcements"),
        DeskLabel.AUDIENCE: t("To whom"),
        DeskLabel.QUIET: t("Another number of days"),
        DeskLabel.START: t("When"),
        DeskLabel.AT_ONCE: t("At once"),
        DeskLabel.WRITE_DATE: t("Another date"),
        DeskLabel.AT_NINE: t("At nine, each in their zone"),
        DeskLabel.LINKS: t("Buttons"),
        DeskLabel.LINK: t("A button with a link"),
        DeskLabel.LINK_DROP: t("No link"),
        DeskLabel.ENCLOSE: t("A picture or a file"),
        DeskLabel.ENCLOSE_DROP: t("No picture and no file"),
        DeskLabel.TEST: t("Send only to me"),
        DeskLabel.REVISE: t("Change it"),
        DeskLabel.PREVIEW: t("Show me how it looks"),
        DeskLabel.DISCARD_IT: t("Throw it away"),
        DeskLabel.HALT: t("Pause sending"),
        DeskLabel.RESUME_IT: t("Go on sending"),
        DeskLabel.CANCEL: t("Stop for good"),
        DeskLabel.REFRESH: t("How far has it got?"),
        DeskLabel.GROUPS: t("Groups"),
        DeskLabel.NEW_GROUP: t("New group"),
        DeskLabel.GROUP_LINK: t("Link and QR code"),
        DeskLabel.REPORTS: t("Reports"),
        DeskLabel.SURVEYS: t("Surveys"),
        DeskLabel.LOOK: t("Preview of courses"),
        DeskLabel.LOOK_BEFORE: t("Step before"),
        DeskLabel.LOOK_NEXT: t("Next step"),
        DeskLabel.LOOK_CONTENTS: t("Contents of the course"),
        DeskLabel.SURVEY_SEND: t("Announce this survey"),
    }
