"""The groups of the desk in the chat: few presses, and whatever is optional can wait."""

from dataclasses import replace
from typing import assert_never

from bot.course.desk.dates import read_date
from bot.course.desk.groups import (
    Change,
    ChangeAsked,
    ChangeBegun,
    GroupAction,
    GroupBegun,
    GroupCourseChosen,
    GroupDateChosen,
    GroupJoiningChosen,
    GroupKindAsked,
    GroupMoved,
    GroupOpened,
    GroupPlacesChosen,
    GroupsOpened,
    InvitationOpened,
    Listed,
    MemberDecided,
    MembersOpened,
    Move,
    Sure,
    SureAsked,
    WordsListed,
)
from bot.course.desk.labels import DeskLabel
from bot.course.groups import GroupKind
from bot.course.learner import Draft
from bot.course.messages import Label
from bot.course.turn import Turn
from bot.service.desk import group_pages, groups
from bot.service.desk.sitting import InChat, key
from bot.store import allowed
from bot.store import chat as pages
from bot.store import groups as stored
from bot.store.groups import Group

KINDS: tuple[GroupKind, ...] = ("edition", "organisation", "region")


def take(chat: InChat, action: GroupAction) -> Turn:
    """What follows for the coordinator. A group that is gone, or not theirs, leads to their list."""
    match action:
        case GroupsOpened(page=page):
            return chat.says(*group_pages.listed(chat, max(0, page)))
        case GroupBegun(of=str(kind)):
            return _named(chat, kind)
        case GroupBegun():
            keys = tuple(key(DeskLabel.GROUP_KIND, GroupBegun(of=each)) for each in KINDS)
            return chat.says(GroupKindAsked(), (*keys, key(Label.BACK, GroupsOpened())))
        case _:
            found = groups.find(chat.sitting, action.group)
            if found is None:
                return chat.says(*group_pages.listed(chat, 0))
            return _with_group(chat, found, action)


def _with_group(chat: InChat, found: Group, action: GroupAction) -> Turn:
    match action:
        case GroupOpened() | GroupsOpened() | GroupBegun():
            return chat.says(*group_pages.shown(chat, found))
        case ChangeBegun(change=change):
            return _asked(chat, found, change)
        case GroupCourseChosen(course=course):
            return _beginning(chat, replace(found, course=course), action)
        case GroupDateChosen(on=on):
            return _beginning(chat, replace(found, starts_on=on), action)
        case GroupPlacesChosen(places=places):
            return _changed(chat, replace(found, places=places), "places")
        case GroupJoiningChosen(joining=joining):
            return _changed(chat, replace(found, joining=joining), "joining")
        case InvitationOpened():
            return chat.says(*group_pages.invitation(chat, found), in_place=False)
        case GroupMoved():
            return _moved(chat, found, action)
        case MembersOpened():
            return chat.says(*group_pages.people(chat, found, action))
        case MemberDecided():
            return _decided(chat, found, action)
        case _:
            assert_never(action)


def written(chat: InChat, draft: Draft, text: str) -> Turn:
    """Words that were asked for: a name, a date, a number of places, lines of a list."""
    what, _, about = (draft.about or "").partition(":")
    if what == "new":
        return _made(chat, next((each for each in KINDS if each == about), KINDS[0]), text)
    found = groups.find(chat.sitting, about)
    if found is None:
        return chat.says(*group_pages.listed(chat, 0))
    match what:
        case "name":
            return _changed(chat, replace(found, name=text), "name")
        case "date":
            on = read_date(text.replace("/", "."), group_pages.today(chat))
            if on is None:
                return _asked(chat, found, "date", refused=True)
            chosen = GroupDateChosen(group=found.id, on=on)
            return _beginning(chat, replace(found, starts_on=on), chosen)
        case "places" if text.strip().isascii() and text.strip().isdigit():
            return _changed(chat, replace(found, places=int(text.strip()[:7])), "places")
        case "places":
            return _asked(chat, found, "places", refused=True)
        case _:
            return _listed(chat, found, text)


def _made(chat: InChat, kind: GroupKind, name: str) -> Turn:
    made = groups.make(chat.sitting, kind, name)
    if made is None:
        return _named(chat, kind, refused=True)
    return chat.says(*group_pages.shown(chat, made))


def _named(chat: InChat, kind: GroupKind, *, refused: bool = False) -> Turn:
    """The next words are the name of a new group."""
    body = ChangeAsked(change="name", refused=refused)
    return chat.asks("group", f"new:{kind}", body, (key(Label.BACK, GroupsOpened()),))


# --- Changes ----------------------------------------------------------------------------


def _changed(chat: InChat, changed: Group, change: Change) -> Turn:
    """The group as it is now; or the question anew, if it cannot be so."""
    done = groups.change(chat.sitting, changed)
    found = groups.find(chat.sitting, changed.id)
    if found is None:
        return chat.says(*group_pages.listed(chat, 0))
    if not done:
        return _asked(chat, found, change, refused=True)
    return chat.says(*group_pages.shown(chat, found))


def _beginning(
    chat: InChat, changed: Group, action: GroupCourseChosen | GroupDateChosen
) -> Turn:  # fmt: skip
    """Where people would get the course at once, it is asked whether that is meant."""
    people = groups.begin_now(chat.sitting, changed)
    if people and not action.sure:
        body = SureAsked(what="begin", name=changed.name, people=people)
        yes = key(DeskLabel.SURE, replace(action, sure=True))
        return chat.says(body, (yes, group_pages.back(changed)))
    return _changed(chat, changed, "course" if isinstance(action, GroupCourseChosen) else "date")


def _asked(chat: InChat, found: Group, change: Change, *, refused: bool = False) -> Turn:
    counts = stored.counts(chat.tx, [found.id])[found.id]
    least = counts.get("in", 0) + counts.get("offered", 0)
    body = ChangeAsked(change=change, name=found.name, refused=refused, least=least)
    keys = (*group_pages.choices(chat, found, change), group_pages.back(found))
    if change in ("course", "joining"):
        return chat.says(body, keys)
    return chat.asks("group", f"{change}:{found.id}", body, keys)


def _listed(chat: InChat, found: Group, text: str) -> Turn:
    """Lines for the list; the next words are lines again. What was written is not kept."""
    pages.forget_said(chat.tx, chat.sitting.who, text)
    done = groups.allow(chat.sitting, found.id, text.splitlines())
    assert done is not None
    total, used = allowed.counts(chat.tx, found.id)
    body = WordsListed(
        name=found.name, added=done.added, known=done.known, refused=done.refused,
        on_list=total, used=used,
    )  # fmt: skip
    return chat.asks("group", f"list:{found.id}", body, (group_pages.back(found),))


def _moved(chat: InChat, found: Group, moved: GroupMoved) -> Turn:
    asks: dict[Move, Sure] = {"close": "close", "renew": "renew"}
    if moved.move in asks and not moved.sure:
        body = SureAsked(what=asks[moved.move], name=found.name)
        return chat.says(
            body, (key(DeskLabel.SURE, replace(moved, sure=True)), group_pages.back(found))
        )
    match moved.move:
        case "close" | "reopen":
            groups.close(chat.sitting, found.id, closed=moved.move == "close")
        case "renew":
            groups.renew(chat.sitting, found.id)
            return chat.says(*group_pages.invitation(chat, found), in_place=False)
        case "copy":
            return chat.says(*group_pages.shown(chat, groups.copy(chat.sitting, found.id) or found))
        case "empty-list":
            groups.empty_list(chat.sitting, found.id)
        case _:
            assert_never(moved.move)
    return chat.says(*group_pages.shown(chat, stored.find(chat.tx, found.id) or found))


def _decided(chat: InChat, found: Group, decided: MemberDecided) -> Turn:
    state: Listed = "asked" if decided.decision != "remove" else "in"
    if decided.decision == "remove" and not decided.sure:
        body = SureAsked(what="remove", name=found.name, number=decided.number)
        back = key(Label.BACK, MembersOpened(group=found.id))
        return chat.says(body, (key(DeskLabel.SURE, replace(decided, sure=True)), back))
    groups.decide(chat.sitting, found.id, decided.number, decided.decision)
    return chat.says(*group_pages.people(chat, found, MembersOpened(group=found.id, state=state)))
