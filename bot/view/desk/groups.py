"""The groups of the desk in words."""

from bot.course.desk.groups import GroupBody
from bot.i18n import Words


def text(body: GroupBody, t: Words) -> str:
    return t("Groups")
