"""What the buttons about groups say."""

from bot.course.desk.groups import (
    ChangeBegun,
    Decision,
    GroupBegun,
    GroupCourseChosen,
    GroupDateChosen,
    GroupJoiningChosen,
    GroupMoved,
    GroupOpened,
    GroupPlacesChosen,
    MemberDecided,
    MembersOpened,
    Move,
)
from bot.course.desk.labels import DeskLabel
from bot.course.inputs import Action
from bot.course.messages import Button
from bot.course.shelf import Shelf
from bot.i18n import Words
from bot.view.desk.groups import changes, kinds, lists
from bot.view.page import shortened
from bot.view.titles import course_title

LONGEST = 32


def group_label(button: Button, shelf: Shelf, t: Words) -> str | None:
    """The words of a button that depend on what it does; None: it says the same every time."""
    match button.label, button.does:
        case DeskLabel.GROUP, GroupOpened(name=name):
            return shortened(name, LONGEST)
        case DeskLabel.GROUP_KIND, GroupBegun(of=kind) if kind:
            return kinds(t)[kind]
        case DeskLabel.GROUP_CHANGE, ChangeBegun(change=change):
            return changes(t)[change]
        case DeskLabel.GROUP_CHOICE, does:
            return _choice(does, shelf, t)
        case DeskLabel.GROUP_MOVE, GroupMoved(move=move):
            return _moves(t)[move]
        case DeskLabel.MEMBERS, MembersOpened(state=state):
            return lists(t)[state]
        case DeskLabel.DECIDE, MemberDecided(number=number, decision=decision):
            return _decisions(number, t)[decision]
        case DeskLabel.SURE, does:
            return _sure(does, t)
        case _:
            return None


def _choice(does: Action, shelf: Shelf, t: Words) -> str | None:
    match does:
        case GroupCourseChosen(course=course):
            title = course_title(shelf, course, t.language) if course else t("No course")
            return shortened(title, LONGEST)
        case GroupDateChosen(on=on):
            return t.day(on) if on else t("No date")
        case GroupPlacesChosen(places=places):
            return str(places) if places else t("As many as come")
        case GroupJoiningChosen(joining=joining):
            return {
                "open": t("Everybody with the link"),
                "approval": t("On request"),
                "list": t("By a list"),
            }[joining]
        case _:
            return None


def _moves(t: Words) -> dict[Move, str]:
    return {
        "close": t("Close the group"),
        "renew": t("New link"),
        "reopen": t("Open the group again"),
        "copy": t("Copy into a new edition"),
        "empty-list": t("Take off what is not used"),
    }


def _decisions(number: str, t: Words) -> dict[Decision, str]:
    return {
        "approve": t("Approve {number}", number=number),
        "refuse": t("Refuse {number}", number=number),
        "remove": t("Remove {number}", number=number),
    }


def _sure(does: Action, t: Words) -> str:
    match does:
        case GroupMoved(move="close"):
            return t("Yes, close it")
        case GroupMoved():
            return t("Yes, a new link")
        case MemberDecided():
            return t("Yes, remove")
        case _:
            return t("Yes, begin now")
