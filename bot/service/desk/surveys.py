"""The surveys of the desk."""

from bot.course.desk.front import DeskOpened
from bot.course.desk.labels import DeskLabel
from bot.course.desk.surveys import SurveyAction, SurveysShown
from bot.course.turn import Turn
from bot.service.desk.sitting import InChat, key


def take(chat: InChat, action: SurveyAction) -> Turn:
    return chat.says(SurveysShown(), (key(DeskLabel.DESK, DeskOpened()),))
