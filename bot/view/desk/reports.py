"""The reports of the desk in words."""

from bot.course.desk.reports import ReportBody
from bot.i18n import Words


def text(body: ReportBody, t: Words) -> str:
    return t("Reports")
