"""The desk in words: each place says its own."""

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from bot.course.desk import DeskBody
from bot.course.desk.announcement import AnnouncementBody
from bot.course.desk.front import DeskShown, FrontBody, LinkShown, NoBackup
from bot.course.desk.groups import GroupBody
from bot.course.desk.inbox import InboxBody
from bot.course.desk.preview import PreviewBody
from bot.course.desk.reports import ReportBody, ReportShown
from bot.course.desk.surveys import SurveyBody, SurveyFileShown
from bot.course.desk.team import TeamBody
from bot.course.desk.topics import TopicBody
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.view.desk import groups, inbox, preview, reports, surveys, team, topics
from bot.view.desk.announcements import announcement
from bot.view.page import Page, paragraphs, plain

OwnBody: TypeAlias = FrontBody | InboxBody | ReportBody | SurveyBody | TeamBody | TopicBody


def desk(body: DeskBody, shelf: Shelf, words: Mapping[str, Words], language: str) -> Page:
    t = words[language]
    if isinstance(body, PreviewBody):
        return preview.page(body, shelf, words, language)
    if isinstance(body, AnnouncementBody):
        return announcement(body, shelf, t)
    if isinstance(body, GroupBody):
        return groups.page(body, shelf, t)
    if isinstance(body, ReportShown):
        return reports.page(body, shelf, t)
    if isinstance(body, SurveyFileShown):
        return surveys.page(body, shelf, t)
    return Page(text=_text(body, shelf, t), language=t.language, personal=True)


def _text(body: OwnBody, shelf: Shelf, t: Words) -> str:
    if isinstance(body, FrontBody):
        return _of_the_front(body, t)
    if isinstance(body, InboxBody):
        return inbox.text(body, shelf, t)
    if isinstance(body, ReportBody):
        return reports.text(body, shelf, t)
    if isinstance(body, SurveyBody):
        return surveys.text(body, shelf, t)
    if isinstance(body, TopicBody):
        return topics.text(body, t)
    return team.text(body, t)


def _of_the_front(body: FrontBody, t: Words) -> str:
    match body:
        case DeskShown():
            return _front(body, t)
        case LinkShown():
            return _link(body, t)
        case NoBackup():
            return t(
                "Last night no backup of the data was made. Please tell whoever runs this bot: the"
                " reason is in its log. I will not repeat this until a backup has been made."
            )
        case _:
            assert_never(body)


def _front(body: DeskShown, t: Words) -> str:
    if body.role is None:
        return t("The desk is for the course team. You have no role in it.")
    lines = (
        t.n("{n} new message from learners", "{n} new messages from learners", body.new),
        t.n("{n} message being dealt with", "{n} messages being dealt with", body.open),
    )
    listed = "\n".join(f"- {line}" for line in lines)
    return paragraphs("**" + t("The desk") + "**", team.roles(t)[body.role], listed)


def _link(body: LinkShown, t: Words) -> str:
    if body.told:
        return t("A link to the desk was shown here once. To get a new one, write /desk.")
    if body.link is None:
        return t(
            "The desk cannot be opened in a browser: this installation has no public address."
            " Whoever runs it has to set PUBLIC_URL."
        )
    how = t.n(
        "Open this link in a browser and press “Sign in” there. It works once, for {n} minute, and"
        " only for you: do not pass it on.",
        "Open this link in a browser and press “Sign in” there. It works once, for {n} minutes, and"
        " only for you: do not pass it on.",
        body.minutes,
    )
    code = t("If the page asks for a code: it is what stands behind the # of the link.")
    return paragraphs(how, f"[{plain(body.link)}](<{body.link}>)", code)
