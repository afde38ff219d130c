"""An announcement as it stands, with the buttons for what can be done about it at this moment."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.course.desk.announcement import (
    LASTS_HOURS,
    AnnouncementMoved,
    AnnouncementOpened,
    AnnouncementShown,
    AnnouncementsOpened,
    AudienceOpened,
    CourseLinked,
    DateBegun,
    EnclosureBegun,
    EnclosureDropped,
    LastsChosen,
    LinkBegun,
    LinkDropped,
    LinksOpened,
    Move,
    Outcome,
    PreviewAsked,
    Refusal,
    Start,
    StartChosen,
    StartOpened,
    TestAsked,
    TextBegun,
)
from bot.course.desk.fives import FEW, through_the_gate
from bot.course.desk.labels import DeskLabel
from bot.course.inputs import Ref
from bot.course.messages import Button, Keyboard, Label, Message
from bot.i18n import NAMES
from bot.service.desk import announcing
from bot.service.desk.audience import names
from bot.service.desk.sitting import Sitting, key
from bot.store import announcements, audiences, files, learners, outbox
from bot.store.announcements import Announcement
from bot.store.codec import Unreadable
from bot.store.writer import Tx

DAYS = 8
"""Days that can be chosen by a button: today and a week."""
HOURS = range(7, 21)
COLUMNS = 4


def state_of(
    sitting: Sitting, found: Announcement, zone: str, origin: Ref | None,
    refused: Refusal | None = None,
) -> Message:  # fmt: skip
    """The announcement as whoever sits here sees it, in place of `origin`."""
    tx, now = sitting.tx, sitting.now
    before = found.state in ("draft", "asked", "planned")
    people, everybody = announcing.people(sitting, found) if before else ({}, FEW)
    outcomes = {} if before else announcements.outcomes(tx, found.id)
    few = not before and through_the_gate(sum(outcomes.values())).few
    if few:
        outcomes = {}
    later = announcements.later(tx, found.id, now) if outcomes.get("waiting") else 0
    group, topic = names(tx, found.audience)
    body = AnnouncementShown(
        state=found.state, texts=found.texts, audience=found.audience,
        people={each: count.people for each, count in people.items()}, everybody=everybody.people,
        few=few, outcomes=outcomes, why=announcements.why(tx, found.id) if outcomes else (), later=later,
        seconds_left=_seconds_left(found, outcomes, later),
        per_minute=round(found.speed * 60) if found.speed else None, details=found.details,
        group=group, topic=topic, begins_at=found.begins_at, zone=zone, refused=refused,
        coming=found.state == "draft" and files.incoming(tx, found.id) is not None,
    )  # fmt: skip
    return Message(body=body, buttons=_keys(sitting, found, everybody.people), replaces=origin)


def _seconds_left(found: Announcement, outcomes: Mapping[Outcome, int], later: int) -> int | None:
    """For those whose time has come, at the speed that was measured last."""
    left = outcomes.get("waiting", 0) + outcomes.get("queued", 0) - later
    return round(left / found.speed) if found.state == "sending" and found.speed else None


def tell_author(author: Sitting, found: Announcement, refused: Refusal | None = None) -> bool:
    """Changes the message in which the author follows it. What they are doing stays as it is.

    Somebody who may not announce any more is told nothing.
    """
    if not author.rights.may("announce"):
        return False
    tx, now = author.tx, author.now
    try:
        learner, address = learners.state(tx, author.who), learners.reached_at(tx, author.who)
    except Unreadable:
        return False
    if learner is None or address is None:
        return False
    shown = found.shown
    fresh = shown is not None and learner.turn - shown.turn < outbox.KEPT_TURNS // 2
    ref = outbox.after(tx, author.who, shown.turn if shown and fresh else learner.turn)
    outbox.add(
        tx, address, author.who, ref.turn, [state_of(author, found, learner.zone, shown, refused)],
        language=learner.language, pictures=learner.pictures, now=now, first=ref.ordinal,
    )  # fmt: skip
    announcements.show_in(tx, found.id, ref)
    return True


# --- Buttons ----------------------------------------------------------------------------


def _keys(sitting: Sitting, found: Announcement, people: int) -> Keyboard:
    name = found.id

    def move(label: DeskLabel, move: Move) -> tuple[Button, ...]:
        return key(label, AnnouncementMoved(announcement=name, move=move, people=people))

    send = DeskLabel.SEND_TO if found.details.start.now else DeskLabel.PLAN_TO
    back = key(DeskLabel.ANNOUNCEMENTS, AnnouncementsOpened())
    preview = key(DeskLabel.PREVIEW, PreviewAsked(announcement=name))
    match found.state:
        case "draft" if found.texts:
            test = key(DeskLabel.TEST, TestAsked(announcement=name))
            discard = move(DeskLabel.DISCARD_IT, "discard")
            return (*_writing(found), preview, test, move(send, "send"), discard, back)
        case "draft":
            return (*_writing(found), move(DeskLabel.DISCARD_IT, "discard"), back)
        case "asked":
            confirm = (move(send, "confirm"),) if announcing.may_second(sitting, found) else ()
            changes = (
                (move(DeskLabel.REVISE, "revise"), move(DeskLabel.DISCARD_IT, "discard"))
                if announcing.is_theirs(sitting, found)
                else ()
            )
            return (preview, *confirm, *changes, back)
        case "planned":
            theirs = announcing.is_theirs(sitting, found)
            revise = (move(DeskLabel.REVISE, "revise"),) if theirs else ()
            return (preview, *revise, move(DeskLabel.CANCEL, "cancel"), back)
        case "sending":
            both = (*move(DeskLabel.HALT, "pause"), *move(DeskLabel.CANCEL, "cancel"))
            return (both, key(DeskLabel.REFRESH, AnnouncementOpened(announcement=name)), back)
        case "paused":
            return ((*move(DeskLabel.RESUME_IT, "resume"), *move(DeskLabel.CANCEL, "cancel")), back)
        case _:
            return (back,)


def _writing(found: Announcement) -> Keyboard:
    name = found.id
    languages = tuple(
        Button(label=DeskLabel.TEXT_IN, does=TextBegun(announcement=name, language=each))
        for each in NAMES
    )
    enclosed = found.details.picture or found.details.file
    dropped = (
        (key(DeskLabel.ENCLOSE_DROP, EnclosureDropped(announcement=name)),) if enclosed else ()
    )
    return (
        languages,
        (
            *key(DeskLabel.AUDIENCE, AudienceOpened(announcement=name)),
            *key(DeskLabel.START, StartOpened(announcement=name)),
            *key(DeskLabel.LINKS, LinksOpened(announcement=name)),
        ),
        key(DeskLabel.ENCLOSE, EnclosureBegun(announcement=name)),
        *dropped,
    )


def start_keys(found: Announcement, zone: str, now: datetime) -> Keyboard:
    """At once, a day of the next week, another date; and how long it makes sense."""
    name, details = found.id, found.details
    today = now.astimezone(ZoneInfo(zone)).date()
    days = [
        Button(label=DeskLabel.ON_DAY, does=StartOpened(announcement=name, on=today + timedelta(n)))
        for n in range(DAYS)
    ]
    lasts = tuple(
        Button(label=DeskLabel.LASTS, does=LastsChosen(announcement=name, hours=each))
        for each in LASTS_HOURS
        if each != details.lasts
    )
    at_once = () if details.start.now else (key(DeskLabel.AT_ONCE, StartChosen(announcement=name)),)
    date_key = key(DeskLabel.WRITE_DATE, DateBegun(announcement=name))
    return (*at_once, *_rows(days, 2), date_key, lasts, _back(found))


def hours_keys(tx: Tx, found: Announcement, on: date, zone: str, now: datetime) -> Keyboard:
    """The hours of that day that are still to come."""
    name = found.id
    nine = announcing.begins_at(tx, Start(on=on), now) > now
    morning = (key(DeskLabel.AT_NINE, StartChosen(announcement=name, on=on)),) if nine else ()
    hours = [
        Button(label=DeskLabel.AT_HOUR, does=StartChosen(announcement=name, on=on, hour=each))
        for each in HOURS
        if datetime(on.year, on.month, on.day, each, tzinfo=ZoneInfo(zone)) > now
    ]
    back = (Button(label=Label.BACK, does=StartOpened(announcement=name)),)
    return (*morning, *_rows(hours, COLUMNS), back)


def links_keys(tx: Tx, found: Announcement) -> Keyboard:
    name, details = found.id, found.details
    words = tuple(
        Button(label=DeskLabel.LINK_WORDS, does=LinkBegun(announcement=name, language=each))
        for each in NAMES
    )
    link = (words, key(DeskLabel.LINK_DROP, LinkDropped(announcement=name))) if details.link else ()
    courses = (None, *audiences.courses(tx))
    opens = [
        key(DeskLabel.LINK_COURSE, CourseLinked(announcement=name, course=each))
        for each in courses
        if each != details.opens
    ]
    address = key(DeskLabel.LINK, LinkBegun(announcement=name))
    return (address, *link, *opens, _back(found))


def _rows(buttons: list[Button], columns: int) -> Iterator[tuple[Button, ...]]:
    for first in range(0, len(buttons), columns):
        yield tuple(buttons[first : first + columns])


def _back(found: Announcement) -> tuple[Button, ...]:
    return (Button(label=Label.BACK, does=AnnouncementOpened(announcement=found.id)),)
