"""The reports of the desk."""

from bot.course.desk.front import DeskOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.reports import ReportAction, ReportsShown
from bot.course.turn import Turn
from bot.service.desk.sitting import InChat, key


def take(chat: InChat, action: ReportAction) -> Turn:
    return chat.says(ReportsShown(), (key(DeskLabel.DESK, DeskOpened()),))
