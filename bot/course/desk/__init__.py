"""The coordinators' desk: what can be done there, and what it shows. No engine, only meaning."""

from typing import TypeAlias

from bot.course.desk.announcement import AnnouncementAction, AnnouncementBody
from bot.course.desk.front import FrontAction, FrontBody
from bot.course.desk.groups import GroupAction, GroupBody
from bot.course.desk.inbox import InboxAction, InboxBody
from bot.course.desk.preview import PreviewAction, PreviewBody
from bot.course.desk.reports import ReportAction, ReportBody
from bot.course.desk.surveys import SurveyAction, SurveyBody
from bot.course.desk.team import TeamAction, TeamBody
from bot.course.desk.topics import TopicAction, TopicBody

DeskAction: TypeAlias = (
    FrontAction | InboxAction | AnnouncementAction | GroupAction | ReportAction | SurveyAction
    | TeamAction | TopicAction | PreviewAction
)  # fmt: skip

DeskBody: TypeAlias = (
    FrontBody | InboxBody | AnnouncementBody | GroupBody | ReportBody | SurveyBody | TeamBody
    | TopicBody | PreviewBody
)  # fmt: skip
