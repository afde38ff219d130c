"""What happens in groups of its own accord: places move on, and courses begin on their dates.

a place is free ─► the first in line is offered it, in their daytime ─► taken, given up, lapsed ─► …
the date of a course has come ─► at nine where each member is ─► its card, once

Each step is one job of the writer: a crash leaves nothing half done and repeats nothing. In it each
person stands apart: what breaks for one is undone, put aside for an hour, and holds up nobody.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot import fault
from bot.course import way
from bot.course.groups import (
    CourseBegins,
    PlaceOffered,
    deadline,
    evening,
    is_daytime,
    look_again,
    may_bring,
)
from bot.course.learner import Learner
from bot.course.messages import Message
from bot.course.scene import CONTINUE, Scene
from bot.course.shelf import Shelf
from bot.course.timing import Window
from bot.service import membership
from bot.service.repeating import repeat
from bot.store import groups, learners, members, outbox
from bot.store.codec import Unreadable
from bot.store.groups import Group
from bot.store.members import Due, Member
from bot.store.outbox import Priority
from bot.store.writer import Tx, Writer, in_savepoint

TICK_SECONDS = 1.0
BATCH = 50
MOST_PROMPTS = 1000
"""Prompts that wait before no more courses are brought: what leaves in half a minute."""
EARLIEST_ZONE = timedelta(hours=14)
"""Where the day begins first."""
PUT_OFF = timedelta(hours=1)
UNTIL_DAYTIME = timedelta(minutes=10)
"""How long somebody is left in peace for whom it is night, and others are looked at instead."""

log = logging.getLogger(__name__)


class Registrar:
    """Moves the lines and begins the courses until cancelled."""

    def __init__(
        self, writer: Writer, shelf: Shelf, clock: Callable[[], datetime],
        on_turn: Callable[[], None],
    ) -> None:  # fmt: skip
        self._writer = writer
        self._shelf = shelf
        self._clock = clock
        self._on_turn = on_turn

    async def run(self) -> None:
        await repeat(self._once, TICK_SECONDS, log, "groups wait")

    async def _once(self) -> None:
        if await self._writer.run(self.step):
            self._on_turn()

    def step(self, tx: Tx) -> bool:
        """One step, as a job of the writer. Whether there is something to send."""
        now = self._clock()
        told = [_apart(tx, each, _dismiss, now) for each in members.left_outside(tx, now, BATCH)]
        told += [_apart(tx, each, _lapse, now) for each in members.lapsed(tx, now, BATCH)]
        told += [_apart(tx, each, _offer, now) for each in members.next_in_line(tx, now, BATCH)]
        if outbox.prompts_waiting(tx, MOST_PROMPTS) < MOST_PROMPTS:
            begin = partial(_begin, self._shelf)
            today = (now + EARLIEST_ZONE).date()
            due = members.to_begin(tx, now, today, BATCH)
            told += [_apart(tx, each, begin, now) for each in due]
        return any(told)


def _apart(tx: Tx, due: Due, does: Callable[[Tx, Member, datetime], bool], now: datetime) -> bool:
    """What is done for one person, as a whole or not at all. Whether there is something to send."""

    def job(tx: Tx) -> bool:
        member = members.find(tx, due.group, due.learner_id)
        return member is not None and does(tx, member, now)

    told, error = in_savepoint(tx, job)
    if error is not None:
        log.error("somebody in a group is put aside: %s", fault.where(error))
        members.look_at(tx, due, now + PUT_OFF)
    return bool(told)


def _group(tx: Tx, member: Member) -> Group:
    found = groups.find(tx, member.group)
    assert found is not None
    return found


def _dismiss(tx: Tx, member: Member, now: datetime) -> bool:
    """The group was closed: whoever still hoped for a place is told so, in their daytime."""
    if not is_daytime(now, member.zone):
        members.look_at(tx, member, now + UNTIL_DAYTIME)
        return False
    members.go(tx, member.group, member.learner_id)
    message = membership.told("dismissed", _group(tx, member), CONTINUE)
    return membership.tell(tx, member.learner_id, message, now)


def _lapse(tx: Tx, member: Member, now: datetime) -> bool:
    """The place goes to the next. Nobody is asked again and again: who still wants one says so."""
    group = _group(tx, member)
    members.go(tx, member.group, member.learner_id)
    message = membership.told("lapsed", group, membership.again(group))
    return membership.tell(tx, member.learner_id, message, now, Priority.PROMPT)


def _offer(tx: Tx, member: Member, now: datetime) -> bool:
    """To whoever is first, once, and not at night: the place is kept until the morning."""
    until = deadline(now, member.zone)
    if not is_daytime(now, member.zone) or not members.offer(tx, member, until):
        return False
    group = _group(tx, member)
    body = PlaceOffered(name=group.name, until=until, zone=member.zone)
    message = Message(body=body, buttons=membership.place_keys(group))
    return membership.tell(tx, member.learner_id, message, now, Priority.PROMPT)


def _begin(shelf: Shelf, tx: Tx, member: Member, now: datetime) -> bool:
    """Brings the course to a member, if this is the moment; it is then their one message of the day.

    Whoever has begun by then needs nothing.
    """
    group = _group(tx, member)
    try:
        learner = learners.state(tx, member.learner_id)
    except Unreadable:
        learner = None
    if learner is None or group.course not in shelf.offered:
        members.look_at(tx, member, now + PUT_OFF)
        return False
    if not may_bring(group.starts_on, learner.rhythm, learner.zone, now):
        members.look_at(tx, member, look_again(learner.rhythm, learner.zone, now))
        return False
    members.begun(tx, group.id, member.learner_id, now)
    if group.course in learner.enrolments:
        return False
    message = _card(shelf, group, learner, now)
    today = Window(rhythm=learner.rhythm, zone=learner.zone).day(now)
    learners.save(tx, member.learner_id, replace(learner, prompted_on=today))
    return membership.tell(tx, member.learner_id, message, now, Priority.PROMPT)


def _card(shelf: Shelf, group: Group, learner: Learner, now: datetime) -> Message:
    assert group.course is not None
    scene = Scene(shelf=shelf, learner=learner, now=now)
    card = way.open_course(scene, group.course).messages[0]
    body = CourseBegins(
        course=group.course, release=shelf.offered[group.course], group=group.id, name=group.name
    )
    return replace(card, body=body, until=evening(now, learner.zone))
