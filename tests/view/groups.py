"""Everything that can be said of groups, at the desk and to learners."""

from datetime import UTC, date, datetime
from itertools import product
from typing import get_args

from bot.course.desk.groups import (
    Change,
    ChangeAsked,
    ChangeBegun,
    Decision,
    GroupBegun,
    GroupCourseChosen,
    GroupDateChosen,
    GroupInvitation,
    GroupJoiningChosen,
    GroupKindAsked,
    GroupLine,
    GroupMoved,
    GroupOpened,
    GroupPlacesChosen,
    GroupShown,
    GroupsShown,
    Listed,
    MemberDecided,
    MemberLine,
    MembersOpened,
    MembersShown,
    Move,
    Sure,
    SureAsked,
    WordsListed,
)
from bot.course.desk.labels import DeskLabel
from bot.course.groups import (
    LONGEST_NAME,
    CourseBegins,
    GroupKind,
    Joining,
    LeavingAsked,
    LeavingBegun,
    MembershipTold,
    MemberState,
    MyGroup,
    MyGroups,
    PlaceOffered,
    Told,
)
from bot.course.inputs import Action
from bot.course.messages import AnyLabel, Body, Label

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 4, 6)
NAME = "Edition *5* <b> \\ Лісабон"
NUMBER = "3F7K2M9Q"


def shown(**changes: object) -> GroupShown:
    values: dict[str, object] = {
        "name": NAME, "of": "edition", "course": "roads", "starts_on": DAY, "places": 20,
        "joining": "list", "people": 12, "offered": 2, "waiting": 3, "asked": 1, "on_list": 40,
        "used": 12, "closed": False, **changes,
    }  # fmt: skip
    return GroupShown(**values)  # type: ignore[arg-type]


def member(state: MemberState) -> MemberLine:
    until = MONDAY if state == "offered" else None
    return MemberLine(number=NUMBER, state=state, since=MONDAY, in_line=3, until=until)


LINES = tuple(
    GroupLine(name=NAME, of=kind, people=1, waiting=3, asked=2, closed=closed)
    for kind, closed in product(get_args(GroupKind), (True, False))
)
AT_THE_DESK: tuple[Body, ...] = (
    GroupsShown(groups=LINES),
    GroupKindAsked(),
    *(shown(of=kind) for kind in get_args(GroupKind)),
    *(shown(joining=joining, closed=True) for joining in get_args(Joining)),
    *(shown(course=course, starts_on=on, places=None, offered=0, waiting=0, asked=0)
      for course, on in product((None, "roads", "gone"), (None, DAY))),
    *(ChangeAsked(change=change, name=name, refused=refused, least=least)
      for change, name, refused, least in product(
          get_args(Change), ("", NAME), (True, False), (0, 12))),
    *(SureAsked(what=what, name=NAME, people=people, number=NUMBER)
      for what, people in product(get_args(Sure), (1, 21))),
    *(WordsListed(name=NAME, added=3, known=known, refused=refused, on_list=40, used=1)
      for known, refused in product((0, 2), (0, 5))),
    *(MembersShown(name=NAME, state=state, zone="Europe/Kyiv", members=members)
      for state in get_args(Listed)
      for members in ((), tuple(member(each) for each in get_args(MemberState)))),
    *(GroupInvitation(group="g1", name=NAME, joining=joining, command="/start g-A_b-", link=None,
                      closed=closed)
      for joining, closed in product(get_args(Joining), (True, False))),
    GroupInvitation(group="g1", name=NAME, joining="open", command="/start g-A_b-",
                    link="https://t.me/a_bot?start=g-A_b-", closed=False),
)  # fmt: skip
TO_LEARNERS: tuple[Body, ...] = (
    *(MembershipTold(what=what, name=NAME, in_line=2, begins_on=on)
      for what, on in product(get_args(Told), (None, DAY))),
    PlaceOffered(name=NAME, until=MONDAY, zone="Atlantic/Azores"),
    MyGroups(groups=(), number=NUMBER, zone="UTC"),
    MyGroups(number=NUMBER, zone="Europe/Kyiv", groups=tuple(
        MyGroup(name=NAME, state=state, in_line=2, begins_on=on, until=MONDAY)
        for state, on in product(get_args(MemberState), (None, DAY)))),
    *(LeavingAsked(name=NAME, state=state) for state in get_args(MemberState)),
    CourseBegins(course="roads", release="r1", group="g1", name=NAME),
)  # fmt: skip
GROUPS = (*AT_THE_DESK, *TO_LEARNERS)

MEANT: dict[AnyLabel, Action] = {
    Label.LEAVE_GROUP: LeavingBegun(group="g1", name="A" * LONGEST_NAME),
    DeskLabel.GROUP: GroupOpened(group="g1", name="B" * LONGEST_NAME),
    DeskLabel.GROUP_KIND: GroupBegun(of="organisation"),
    DeskLabel.GROUP_CHANGE: ChangeBegun(group="g1", change="date"),
    DeskLabel.GROUP_CHOICE: GroupJoiningChosen(group="g1", joining="approval"),
    DeskLabel.GROUP_MOVE: GroupMoved(group="g1", move="copy"),
    DeskLabel.MEMBERS: MembersOpened(group="g1", state="waiting"),
    DeskLabel.DECIDE: MemberDecided(group="g1", number=NUMBER, decision="approve"),
    DeskLabel.SURE: GroupMoved(group="g1", move="close", sure=True),
}
"""What the buttons do whose words depend on it."""
EVERY: dict[AnyLabel, tuple[Action, ...]] = {
    DeskLabel.GROUP_KIND: tuple(GroupBegun(of=kind) for kind in get_args(GroupKind)),
    DeskLabel.GROUP_CHANGE: tuple(
        ChangeBegun(group="g1", change=change) for change in get_args(Change)
    ),
    DeskLabel.GROUP_CHOICE: (
        *(GroupCourseChosen(group="g1", course=course) for course in (None, "roads")),
        *(GroupDateChosen(group="g1", on=on) for on in (None, DAY)),
        *(GroupPlacesChosen(group="g1", places=places) for places in (None, 100)),
        *(GroupJoiningChosen(group="g1", joining=joining) for joining in get_args(Joining)),
    ),
    DeskLabel.GROUP_MOVE: tuple(GroupMoved(group="g1", move=move) for move in get_args(Move)),
    DeskLabel.MEMBERS: tuple(MembersOpened(group="g1", state=state) for state in get_args(Listed)),
    DeskLabel.DECIDE: tuple(
        MemberDecided(group="g1", number=NUMBER, decision=each) for each in get_args(Decision)
    ),
    DeskLabel.SURE: (
        GroupMoved(group="g1", move="close", sure=True),
        GroupMoved(group="g1", move="renew", sure=True),
        MemberDecided(group="g1", number=NUMBER, decision="remove", sure=True),
        GroupCourseChosen(group="g1", course="roads", sure=True),
    ),
}
