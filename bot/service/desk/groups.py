"""The groups of the desk."""

from bot.course.desk.front import DeskOpened
from bot.course.desk.groups import GroupAction, GroupsShown
from bot.course.desk.labels import DeskLabel
from bot.course.turn import Turn
from bot.service.desk.sitting import InChat, key


def take(chat: InChat, action: GroupAction) -> Turn:
    return chat.says(GroupsShown(), (key(DeskLabel.DESK, DeskOpened()),))
