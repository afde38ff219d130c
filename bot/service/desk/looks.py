"""What the audit says of an action that only looked: which list, which thread, which person's page.

Whatever is done at the desk leaves its own line where it is done. What left none is looked up here,
by what was shown, so that nothing is said to have been seen that was not.
"""

from typing import TypeAlias, assert_never

from bot.course.desk import DeskAction, DeskBody
from bot.course.desk.announcement import (
    Announced,
    AnnouncementList,
    AnnouncementShown,
    EnclosureAsked,
    LinksShown,
    QuietAsked,
    StartShown,
    TestAsked,
    TextAsked,
)
from bot.course.desk.front import DeskShown, LinkShown, NoBackup
from bot.course.desk.groups import (
    ChangeAsked,
    GroupInvitation,
    GroupKindAsked,
    GroupShown,
    GroupsShown,
    MembersShown,
    SureAsked,
    WordsListed,
)
from bot.course.desk.inbox import (
    AlertsShown,
    AnswerAsked,
    AnswerShown,
    FeedbackAnswered,
    FilterShown,
    InboxShown,
    NewThreads,
    SearchAsked,
    ThreadShown,
)
from bot.course.desk.preview import ContentsShown, PreviewList, StepShown
from bot.course.desk.reports import DigestShown, ReportShown, ReportsShown, name_of
from bot.course.desk.surveys import SurveyFileShown, SurveyShown, SurveysShown
from bot.course.desk.team import (
    AuditShown,
    InvitationAnswered,
    InvitationShown,
    OverAsked,
    TeamShown,
)
from bot.course.desk.topics import CountAsked, TitleAsked, TopicList, TopicShown

Look: TypeAlias = tuple[str, str]
"""The deed, and about what."""


def look_of(action: DeskAction | None, body: DeskBody) -> Look | None:  # noqa: PLR0912
    """None for a body that shows nothing but what can be chosen, or asked for, next.

    `action` None: words were written.
    """
    match body:
        case InboxShown(state=state, only=only):
            return ("searched messages", "") if only.words else ("listed messages", state or "all")
        case ThreadShown(thread=thread):
            return "read", thread
        case AnnouncementList():
            return "listed announcements", ""
        case AnnouncementShown():
            return "looked at announcement", _about(action, "announcement")
        case Announced():
            tested = isinstance(action, TestAsked)
            deed = "tested announcement" if tested else "previewed announcement"
            return deed, _about(action, "announcement")
        case GroupsShown():
            return "listed groups", ""
        case GroupShown():
            return "looked at group", _about(action, "group")
        case GroupInvitation(group=group):
            return "looked at link of group", group
        case MembersShown():
            return "listed people of group", _about(action, "group")
        case SurveysShown():
            return "listed surveys", ""
        case SurveyShown(survey=survey) | SurveyFileShown(survey=survey):
            return "looked at survey", survey
        case TopicList():
            return "listed topics", ""
        case TopicShown():
            return "looked at topic", _about(action, "topic")
        case TeamShown():
            return "looked at team", ""
        case AuditShown():
            return "read the audit", ""
        case ReportShown():
            return "report", name_of(body)
        case StepShown(activity=activity):
            return "previewed", activity
        case DeskShown() | LinkShown() | FilterShown() | SearchAsked() | AlertsShown():
            return None
        case AnswerAsked() | AnswerShown() | TitleAsked() | CountAsked() | OverAsked():
            return None
        case TextAsked() | QuietAsked() | StartShown() | LinksShown() | EnclosureAsked():
            return None
        case GroupKindAsked() | ChangeAsked() | SureAsked() | WordsListed() | ReportsShown():
            return None
        case PreviewList() | ContentsShown() | InvitationShown() | InvitationAnswered():
            return None
        case FeedbackAnswered() | NewThreads() | DigestShown() | NoBackup():
            return None
        case _:
            assert_never(body)


def _about(action: DeskAction | None, what: str) -> str:
    return str(getattr(action, what, ""))
