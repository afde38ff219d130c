"""What the chat shows of groups, with what can be pressed there."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias, assert_never
from zoneinfo import ZoneInfo

from bot.course.desk.front import DeskOpened
from bot.course.desk.groups import (
    Change,
    ChangeBegun,
    Decision,
    GroupBegun,
    GroupCourseChosen,
    GroupDateChosen,
    GroupInvitation,
    GroupJoiningChosen,
    GroupMoved,
    GroupOpened,
    GroupPlacesChosen,
    GroupShown,
    GroupsOpened,
    GroupsShown,
    InvitationOpened,
    MemberDecided,
    MemberLine,
    MembersOpened,
    MembersShown,
    Move,
)
from bot.course.desk.labels import DeskLabel
from bot.course.groups import Joining
from bot.course.messages import Body, Button, Keyboard, Label
from bot.service.desk import groups
from bot.service.desk.sitting import InChat, key
from bot.store import allowed, members, releases
from bot.store import groups as stored
from bot.store.groups import Group

PAGE = 8
PEOPLE = 10
"""Members on one page."""
PLACES = (15, 20, 25, 30, 50, 100)
JOININGS: tuple[Joining, ...] = ("open", "approval", "list")
MONDAYS = 4
"""Coming Mondays that are proposed as a date."""

Done: TypeAlias = tuple[Body, Keyboard]


def today(chat: InChat) -> date:
    """The date on the coordinator's wall."""
    return chat.now.astimezone(ZoneInfo(chat.learner.zone)).date()


def choices(chat: InChat, found: Group, change: Change) -> Keyboard:
    """What can be pressed instead of being written."""
    group, choice = found.id, DeskLabel.GROUP_CHOICE
    match change:
        case "course":
            courses = (*releases.offered(chat.tx), None)
            return tuple(
                key(choice, GroupCourseChosen(group=group, course=each)) for each in courses
            )
        case "date":
            on = today(chat)
            monday = on + timedelta(days=8 - on.isoweekday())
            days = [monday + timedelta(weeks=week) for week in range(MONDAYS)]
            return tuple(
                key(choice, GroupDateChosen(group=group, on=each)) for each in (*days, None)
            )
        case "places":
            numbers = tuple(
                Button(label=choice, does=GroupPlacesChosen(group=group, places=each))
                for each in PLACES
            )
            as_many = key(choice, GroupPlacesChosen(group=group, places=None))
            return (numbers[:3], numbers[3:], as_many)
        case "joining":
            return tuple(
                key(choice, GroupJoiningChosen(group=group, joining=each)) for each in JOININGS
            )
        case "list":
            return (key(DeskLabel.GROUP_MOVE, GroupMoved(group=group, move="empty-list")),)
        case "name":
            return ()
        case _:
            assert_never(change)


def back(found: Group) -> tuple[Button, ...]:
    return key(Label.BACK, GroupOpened(group=found.id))


def listed(chat: InChat, page: int) -> Done:
    found = groups.listed(chat.sitting, page * PAGE, PAGE + 1)
    keys = [
        key(DeskLabel.GROUP, GroupOpened(group=group.id, name=group.name))
        for group, _ in found[:PAGE]
    ]
    turns = [Button(label=DeskLabel.NEWER, does=GroupsOpened(page=page - 1))] if page else []
    if len(found) > PAGE:
        turns.append(Button(label=DeskLabel.OLDER, does=GroupsOpened(page=page + 1)))
    rows: Keyboard = (tuple(turns),) if turns else ()
    body = GroupsShown(groups=tuple(line for _, line in found[:PAGE]))
    new, desk = key(DeskLabel.NEW_GROUP, GroupBegun()), key(DeskLabel.DESK, DeskOpened())
    return body, (*keys, *rows, new, desk)


def shown(chat: InChat, found: Group) -> Done:
    counts = stored.counts(chat.tx, [found.id])[found.id]
    total, used = allowed.counts(chat.tx, found.id)
    body = GroupShown(
        name=found.name, of=found.kind, course=found.course, starts_on=found.starts_on,
        places=found.places, joining=found.joining, people=counts.get("in", 0),
        offered=counts.get("offered", 0), waiting=counts.get("waiting", 0),
        asked=counts.get("asked", 0), on_list=total, used=used, closed=found.closed_at is not None,
    )  # fmt: skip
    return body, _keys(found, body)


def _keys(found: Group, shown: GroupShown) -> Keyboard:
    group = found.id

    def change(change: Change) -> Button:
        return Button(label=DeskLabel.GROUP_CHANGE, does=ChangeBegun(group=group, change=change))

    def move(move: Move) -> tuple[Button, ...]:
        return key(DeskLabel.GROUP_MOVE, GroupMoved(group=group, move=move))

    rows: list[tuple[Button, ...]] = [
        key(DeskLabel.GROUP_LINK, InvitationOpened(group=group)),
        (change("course"), change("date")),
        (change("places"), change("joining")),
    ]
    if found.joining == "list":
        rows.append((change("list"),))
    people = [Button(label=DeskLabel.MEMBERS, does=MembersOpened(group=group))]
    if shown.waiting or shown.offered:
        waiting = MembersOpened(group=group, state="waiting")
        people.append(Button(label=DeskLabel.MEMBERS, does=waiting))
    rows.append(tuple(people))
    if shown.asked:
        rows.append(key(DeskLabel.MEMBERS, MembersOpened(group=group, state="asked")))
    rows += [(change("name"), *move("renew")), move("copy")]
    return (
        *rows,
        move("reopen" if shown.closed else "close"),
        key(DeskLabel.GROUPS, GroupsOpened()),
    )


def invitation(chat: InChat, found: Group) -> Done:
    made = groups.invitation(chat.sitting, found.id)
    assert made is not None
    body = GroupInvitation(
        group=found.id, name=found.name, joining=found.joining, command=made.command,
        link=made.link, closed=found.closed_at is not None,
    )  # fmt: skip
    return body, (back(found),)


def people(chat: InChat, found: Group, opened: MembersOpened) -> Done:
    page = max(0, opened.page)
    listed = groups.people(chat.sitting, found.id, opened.state, page * PEOPLE, PEOPLE + 1)
    lines = tuple(
        MemberLine(
            number=each.number, state=each.state, since=each.since, until=each.until,
            in_line=members.place_in_line(chat.tx, each),
        )
        for each in listed[:PEOPLE]
    )  # fmt: skip
    decisions: tuple[Decision, ...] = (
        ("approve", "refuse") if opened.state == "asked" else ("remove",)
    )
    keys = [
        tuple(
            Button(
                label=DeskLabel.DECIDE,
                does=MemberDecided(group=found.id, number=each.number, decision=decision),
            )
            for decision in decisions
        )
        for each in lines
    ]
    turns = []
    if page:
        turns.append(Button(label=DeskLabel.NEWER, does=replace(opened, page=page - 1)))
    if len(listed) > PEOPLE:
        turns.append(Button(label=DeskLabel.OLDER, does=replace(opened, page=page + 1)))
    rows: Keyboard = (tuple(turns),) if turns else ()
    body = MembersShown(name=found.name, state=opened.state, zone=chat.learner.zone, members=lines)
    return body, (*keys, *rows, back(found))
