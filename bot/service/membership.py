"""Groups from the learner's side: joining by a link, taking a place that is offered, leaving.

Everything happens in the turn transaction of whoever does it. What is told to somebody else, by a
coordinator's decision or because a place has become free, goes by `tell`.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from bot.course import prompting, way
from bot.course.engine import is_double
from bot.course.groups import (
    CourseBegins,
    JoiningBegun,
    LeavingAsked,
    LeavingBegun,
    LeavingDecided,
    MembershipAction,
    MembershipTold,
    MyGroup,
    MyGroups,
    PlaceAnswered,
    Told,
    has_begun,
)
from bot.course.inputs import Arrived, Asked, Input, Press, TextReceived
from bot.course.learner import Draft, LastPress, Learner
from bot.course.messages import Button, Keyboard, Label, Message
from bot.course.scene import CONTINUE, Scene
from bot.course.shelf import Shelf
from bot.course.turn import Turn
from bot.store import allowed, chat, groups, learners, members, outbox
from bot.store.codec import Unreadable
from bot.store.groups import Group
from bot.store.learners import Found
from bot.store.outbox import Priority
from bot.store.writer import Tx

MY_GROUPS: Keyboard = ((Button(label=Label.MY_GROUPS, does=Asked(menu="groups")),),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in their own turn; `scene` holds their state after it."""

    tx: Tx
    id: str
    scene: Scene
    draft: Draft | None = None

    def told(
        self, what: Told, keys: Keyboard = CONTINUE, group: Group | None = None, in_line: int = 0
    ) -> Turn:
        name = group.name if group else ""
        body = MembershipTold(what=what, name=name, in_line=in_line)
        return self.scene.answers(body, keys, in_place=True)


def turn(tx: Tx, shelf: Shelf, found: Found, event: Input, now: datetime) -> Turn | None:
    """The turn, if it is groups that are concerned. Only people who have agreed come there."""
    learner = found.learner
    action = event.does if isinstance(event, Press) else event
    if learner.consented_at is None or not _concerns_groups(learner, action):
        return None
    if isinstance(event, Press) and is_double(learner.last_press, event, now):
        return Turn(learner=learner)
    pressed = (
        LastPress(on=event.on, index=event.index, at=now) if isinstance(event, Press) else None
    )
    after = replace(
        learner, turn=learner.turn + 1, draft=None, active_at=now, reminded=0, reminded_on=None,
        last_press=pressed or learner.last_press,
    )  # fmt: skip
    origin = event.on if isinstance(event, Press) else None
    scene = Scene(shelf=shelf, learner=after, now=now, origin=origin)
    person = Person(tx=tx, id=found.id, scene=scene, draft=learner.draft)
    return prompting.planned(scene, _follows(person, action))


def _concerns_groups(learner: Learner, action: Input) -> bool:
    match action:
        case Arrived(group=str()) | Asked(menu="groups"):
            return True
        case TextReceived():
            return learner.draft is not None and learner.draft.purpose == "word"
        case _:
            return isinstance(action, MembershipAction)


def _follows(person: Person, action: Input) -> Turn:
    match action:
        case Arrived(group=str(token)):
            return joined(person, groups.behind(person.tx, token))
        case TextReceived(text=text):
            return _word_said(person, text)
        case JoiningBegun(group=group):
            return joined(person, groups.find(person.tx, group))
        case PlaceAnswered():
            return _place_answered(person, action)
        case LeavingBegun(group=group):
            return _leaving(person, group)
        case LeavingDecided(group=group, leave=True):
            return _left(person, group)
        case _:
            return mine(person)


def after_consent(tx: Tx, shelf: Shelf, found: Found, turn: Turn, now: datetime) -> Turn:
    """With consent just given, the group comes of whose link the person came: it was not forgotten."""
    token, learner = found.learner.invited_group, turn.learner
    if token is None or learner is None or learner.consented_at is None:
        return turn
    scene = Scene(shelf=shelf, learner=learner, now=now)
    then = joined(Person(tx=tx, id=found.id, scene=scene), groups.behind(tx, token))
    settled = tuple(each for each in turn.messages if each.replaces)
    return replace(turn, learner=then.learner, messages=(*settled, *then.messages))


# --- Joining ----------------------------------------------------------------------------


def joined(person: Person, group: Group | None) -> Turn:
    """Into the group, or as far as its way of joining allows. Twice is once."""
    if group is None:
        return person.told("no-link")
    if members.find(person.tx, group.id, person.id):
        return mine(person)
    if group.closed_at is not None:
        return person.told("closed", group=group)
    match group.joining:
        case "open":
            return _admitted(person, group)
        case "approval":
            members.ask(person.tx, group.id, person.id, person.scene.now)
            return person.told("asked", (*MY_GROUPS, *CONTINUE), group)
        case "list" if allowed.is_known(person.tx, group.id, person.id):
            return _admitted(person, group)
        case "list":
            return _asked_for_word(person, group, "word-asked")
        case _:
            assert_never(group.joining)


def _admitted(person: Person, group: Group) -> Turn:
    state = members.admit(person.tx, group.id, person.id, person.scene.now)
    if state == "in":
        return _in(person, group)
    found = members.find(person.tx, group.id, person.id)
    assert found is not None
    line = members.place_in_line(person.tx, found)
    return person.told("queued", (*MY_GROUPS, *CONTINUE), group, line)


def _in(person: Person, group: Group) -> Turn:
    """With its course, if that has begun; else with the day on which it will."""
    scene, course = person.scene, group.course
    body = MembershipTold(
        what="joined", name=group.name, begins_on=begins_on(group, scene.learner.zone, scene.now)
    )
    told = scene.answers(body, (*MY_GROUPS, *CONTINUE), in_place=True)
    offered = course in scene.shelf.offered or course in scene.learner.enrolments
    if (
        course is None
        or not offered
        or not has_begun(group.starts_on, scene.learner.zone, scene.now)
    ):
        return told
    members.begun(person.tx, group.id, person.id, scene.now)
    opened = way.open_course(replace(scene, origin=None), course)
    first = replace(told.messages[0], buttons=())
    return replace(opened, messages=(first, *opened.messages))


def begins_on(group: Group, zone: str, now: datetime) -> date | None:
    """The date on which the group's course is still to begin."""
    still = group.course is not None and not has_begun(group.starts_on, zone, now)
    return group.starts_on if still else None


# --- The word of a list -----------------------------------------------------------------


def _asked_for_word(person: Person, group: Group, what: Told) -> Turn:
    """The next words are what the person is known by."""
    if not allowed.may_try(person.tx, group.id, person.id, person.scene.now):
        return person.told("no-more-words", group=group)
    draft = Draft(text=None, turn=person.scene.learner.turn, purpose="word", about=group.id)
    asking = replace(person, scene=person.scene.with_learner(draft=draft))
    return asking.told(what, group=group)


def _word_said(person: Person, word: str) -> Turn:
    """The word is compared, and never kept."""
    tx, now, about = person.tx, person.scene.now, person.draft.about if person.draft else None
    chat.forget_said(tx, person.id, word)
    group = groups.find(tx, about or "")
    if group is None or group.closed_at is not None or group.joining != "list":
        return joined(person, group)
    if members.find(tx, group.id, person.id):
        return mine(person)
    if not allowed.may_try(tx, group.id, person.id, now):
        return person.told("no-more-words", group=group)
    if allowed.use(tx, group.id, person.id, word, now):
        return _admitted(person, group)
    allowed.note_wrong(tx, group.id, person.id, now)
    return _asked_for_word(person, group, "wrong-word")


# --- Places and leaving -----------------------------------------------------------------


def _place_answered(person: Person, answered: PlaceAnswered) -> Turn:
    group = groups.find(person.tx, answered.group)
    if group is None:
        return mine(person)
    if not answered.take:
        gone = members.go(person.tx, group.id, person.id, "offered")
        return person.told("given-up", group=group) if gone else mine(person)
    if members.take(person.tx, group.id, person.id, person.scene.now):
        return _in(person, group)
    found = members.find(person.tx, group.id, person.id)
    return mine(person) if found else person.told("place-gone", again(group), group)


def again(group: Group) -> Keyboard:
    """Whoever has let a place pass can come back to the end of the line."""
    return ((Button(label=Label.JOIN_AGAIN, does=JoiningBegun(group=group.id)),), *CONTINUE)


def _leaving(person: Person, group_id: str) -> Turn:
    group, found = groups.find(person.tx, group_id), members.find(person.tx, group_id, person.id)
    if group is None or found is None:
        return mine(person)
    keys = (
        (Button(label=Label.LEAVE_FOR_GOOD, does=LeavingDecided(group=group_id, leave=True)),),
        (Button(label=Label.STAY, does=LeavingDecided(group=group_id, leave=False)),),
    )
    body = LeavingAsked(name=group.name, state=found.state)
    return person.scene.answers(body, keys, in_place=True)


def _left(person: Person, group_id: str) -> Turn:
    """Progress stays. The place goes to the next in line with the registrar's next step."""
    group = groups.find(person.tx, group_id)
    if group is None or members.go(person.tx, group_id, person.id) is None:
        return mine(person)
    return person.told("left", (*MY_GROUPS, *CONTINUE), group)


def mine(person: Person) -> Turn:
    """The groups of this person, what is offered to them, and the number they are known by."""
    tx, scene = person.tx, person.scene
    lines: list[MyGroup] = []
    keys: list[tuple[Button, ...]] = []
    for each in members.of(tx, person.id):
        group = groups.find(tx, each.group)
        assert group is not None
        lines.append(
            MyGroup(
                name=group.name, state=each.state, in_line=members.place_in_line(tx, each),
                begins_on=begins_on(group, scene.learner.zone, scene.now), until=each.until,
            )
        )  # fmt: skip
        if each.state == "offered":
            keys += place_keys(group)
        else:
            leaving = LeavingBegun(group=group.id, name=group.name)
            keys.append((Button(label=Label.LEAVE_GROUP, does=leaving),))
    body = MyGroups(
        groups=tuple(lines), number=members.number_of(tx, person.id), zone=scene.learner.zone
    )
    settings = (Button(label=Label.SETTINGS, does=Asked(menu="settings")),)
    return scene.answers(body, (*keys, settings, *CONTINUE), in_place=True)


def place_keys(group: Group) -> Keyboard:
    return (
        (Button(label=Label.TAKE_PLACE, does=PlaceAnswered(group=group.id, take=True)),),
        (Button(label=Label.GIVE_UP_PLACE, does=PlaceAnswered(group=group.id, take=False)),),
    )


# --- To somebody who is not in their own turn -------------------------------------------


def tell(
    tx: Tx, learner_id: str, message: Message, now: datetime, priority: Priority = Priority.REPLY,
) -> bool:  # fmt: skip
    """Whether it can reach them; what they are doing stays as it is."""
    try:
        learner = learners.state(tx, learner_id)
    except Unreadable:
        return False
    address = learners.reached_at(tx, learner_id)
    if learner is None or address is None:
        return False
    after = replace(learner, turn=learner.turn + 1)
    learners.save(tx, learner_id, after)
    outbox.add(
        tx, address, learner_id, after.turn, [message],
        language=after.language, pictures=after.pictures, now=now, priority=priority,
    )  # fmt: skip
    return True


def told(what: Told, group: Group, keys: Keyboard, in_line: int = 0) -> Message:
    return Message(body=MembershipTold(what=what, name=group.name, in_line=in_line), buttons=keys)


def never_left(tx: Tx, learner_id: str, message: Message) -> None:
    """A course that was to be brought, and could not be on its day, is brought on another."""
    if isinstance(message.body, CourseBegins):
        members.begun(tx, message.body.group, learner_id, None)
