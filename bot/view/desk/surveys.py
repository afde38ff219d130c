"""The surveys of the desk in words."""

from bot.course.desk.surveys import SurveyBody
from bot.i18n import Words


def text(body: SurveyBody, t: Words) -> str:
    return t("Surveys")
