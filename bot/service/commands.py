"""Commands as people type them, the same in every channel."""

import re

from bot.course.inputs import Arrived, Asked, Input, Menu, UnknownCommand

COMMANDS: tuple[Menu, ...] = (
    "continue", "courses", "progress", "review", "plans", "certificate", "settings", "groups",
    "language", "feedback", "help", "privacy", "export", "forget", "desk",
)  # fmt: skip
"""The menus that are commands, too; /start comes beside them."""

_command = re.compile(r"/(?P<name>\w{1,32})(@\w+)?(\s+(?P<rest>.*))?", re.ASCII | re.DOTALL)


def command(text: str) -> Input | None:
    """The input of a command; None if the text is no command at all."""
    match = _command.fullmatch(text.strip())
    if match is None:
        return None
    name = match["name"].lower()
    if name == "start":
        return arrived("".join((match["rest"] or "").split()[:1]))
    menu = next((each for each in COMMANDS if each == name), None)
    return Asked(menu=menu) if menu else UnknownCommand()


def arrived(payload: str) -> Arrived:
    """With what a link leads to: a course, an invitation, a group; anything else is ignored."""
    if invitation := re.fullmatch(r"i-([A-Za-z0-9_-]{16,60})", payload):
        return Arrived(invitation=invitation[1])
    if group := re.fullmatch(r"g-([A-Za-z0-9_-]{16,60})", payload):
        return Arrived(group=group[1])
    return Arrived(course=payload if re.fullmatch(r"[a-z][a-z0-9-]{0,39}", payload) else None)
