"""Choosing an audience in the chat: its sides one after the other, and for each what there is."""

from collections.abc import Iterator
from dataclasses import replace

from bot.course.desk.announcement import (
    QUIET_DAYS,
    AnnouncementOpened,
    AnnouncementShown,
    Audience,
    AudienceChosen,
    AudienceOf,
    AudienceOpened,
    Named,
    QuietBegun,
)
from bot.course.desk.labels import DeskLabel
from bot.course.messages import Body, Button, Keyboard, Label
from bot.i18n import NAMES
from bot.service.desk import announcing
from bot.service.desk.sitting import Sitting, key
from bot.store import audiences
from bot.store.announcements import Announcement
from bot.store.writer import Tx

PAGE = 12
"""Choices on one page."""
SIDES: tuple[AudienceOf, ...] = ("course", "progress", "group", "language", "topic")


def opened(
    sitting: Sitting, found: Announcement, of: AudienceOf | None, page: int
) -> tuple[Body, Keyboard]:
    """The audience with the number of people in it; and one side of it, if one is open."""
    group, topic = names(sitting.tx, found.audience)
    people, everybody = announcing.people(sitting, found)
    body = AnnouncementShown(
        state=found.state, texts=found.texts, audience=found.audience, choosing=True,
        people={each: count.people for each, count in people.items()}, everybody=everybody.people,
        group=group, topic=topic,
    )  # fmt: skip
    return body, _sides(sitting, found) if of is None else _side(sitting, found, of, max(0, page))


def names(tx: Tx, audience: Audience) -> tuple[Named, Named]:
    """The name of the group and the title of the topic, as far as they are chosen."""
    return audiences.group(tx, audience.group), audiences.topic(tx, audience.topic)


def _sides(sitting: Sitting, found: Announcement) -> Keyboard:
    there = {
        "group": bool(audiences.groups_within(sitting.tx, announcing.reach(sitting, found))),
        "topic": bool(audiences.topics(sitting.tx)),
    }
    sides = tuple(
        key(DeskLabel.AUDIENCE_SIDE, AudienceOpened(announcement=found.id, of=each))
        for each in SIDES
        if there.get(each, True)
    )
    return (*sides, (Button(label=Label.BACK, does=AnnouncementOpened(announcement=found.id)),))


def _side(sitting: Sitting, found: Announcement, of: AudienceOf, page: int) -> Keyboard:
    others = [(who, name) for who, name in _choices(sitting, found, of) if who != found.audience]
    shown = others[page * PAGE : (page + 1) * PAGE]
    keys = [
        key(
            DeskLabel.AUDIENCE_OF,
            AudienceChosen(announcement=found.id, audience=who, of=of, name=name),
        )
        for who, name in shown
    ]
    more = AudienceOpened(announcement=found.id, of=of, page=page + 1)
    rest = [key(Label.MORE, more)] if len(others) > (page + 1) * PAGE else []
    if of == "progress":
        rest.append(key(DeskLabel.QUIET, QuietBegun(announcement=found.id)))
    back = (Button(label=Label.BACK, does=AudienceOpened(announcement=found.id)),)
    return (*keys, *rest, back)


def _choices(
    sitting: Sitting, found: Announcement, of: AudienceOf
) -> Iterator[tuple[Audience, Named]]:
    """What this side can be instead, with names where it has any."""
    audience, tx = found.audience, sitting.tx
    match of:
        case "course":
            for course in (None, *audiences.courses(tx)):
                yield replace(audience, course=course), {}
        case "progress":
            for progress in ("all", "not-started", "unfinished", "finished"):
                yield replace(audience, progress=progress, quiet=0), {}
            for days in QUIET_DAYS:
                yield replace(audience, progress="stopped", quiet=days), {}
        case "language":
            for language in (None, *NAMES):
                yield replace(audience, language=language), {}
        case "group":
            yield replace(audience, group=None), {}
            own = audiences.groups_within(tx, announcing.reach(sitting, found))
            for group, name in own.items():
                yield replace(audience, group=group), name
        case "topic":
            yield replace(audience, topic=None), {}
            for topic, title in audiences.topics(tx).items():
                yield replace(audience, topic=topic), title
