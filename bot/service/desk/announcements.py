"""Announcements in the chat: what a coordinator presses and writes, and what is shown of it.

Words that are asked for come back as `written`; `about` of the draft says what for: a language, or
`days`, `date`, `link`, `link-uk`, `file`, `description`.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.course.desk.announcement import (
    AnnouncementAction,
    AnnouncementBegun,
    AnnouncementList,
    AnnouncementMoved,
    AnnouncementOpened,
    AnnouncementsOpened,
    AudienceChosen,
    AudienceOpened,
    CourseLinked,
    DateBegun,
    EnclosureAsked,
    EnclosureBegun,
    EnclosureDropped,
    LastsChosen,
    LinkBegun,
    LinkDropped,
    LinksOpened,
    LinksShown,
    PreviewAsked,
    QuietAsked,
    QuietBegun,
    Refusal,
    Start,
    StartChosen,
    StartOpened,
    StartShown,
    TestAsked,
    TextAsked,
    TextBegun,
    wording,
)
from bot.course.desk.dates import read_moment
from bot.course.desk.labels import DeskLabel
from bot.course.inputs import Offered
from bot.course.learner import Draft
from bot.course.messages import Body, Button, Label, Message, Note
from bot.course.scene import CONTINUE
from bot.course.turn import Turn
from bot.service.desk import announcing, audience, enclosing
from bot.service.desk.announcement_state import (
    hours_keys,
    links_keys,
    start_keys,
    state_of,
    tell_author,
)
from bot.service.desk.announcing import Changed, announced, previews
from bot.service.desk.sitting import InChat, key, sit
from bot.store import announcements
from bot.store.announcements import Announcement

LATEST = 5


def take(chat: InChat, action: AnnouncementAction) -> Turn:
    """What follows for the coordinator. An announcement that is gone, or not theirs, leads to the list."""
    match action:
        case AnnouncementBegun():
            return _shown(chat, announcing.begin(chat.sitting), in_place=False)
        case AnnouncementsOpened():
            return _listed(chat)
        case _:
            found = announcing.find(chat.sitting, action.announcement)
    if found is None:
        return _listed(chat)
    match action:
        case AnnouncementMoved():
            return _moved(chat, found, action)
        case PreviewAsked() if found.texts:
            turn = _shown(chat, found.id, in_place=False)
            tests = tuple(_as_test(each) for each in previews(found))
            return _first(turn, *tests)
        case TestAsked() if found.texts:
            turn = _shown(chat, found.id, in_place=False)
            return _first(turn, _as_test(announced(found, chat.learner.language)))
        case AnnouncementOpened() | PreviewAsked() | TestAsked():
            return _shown(chat, found.id)
        case _ if found.state != "draft":
            return _shown(chat, found.id)
        case _:
            return _writing(chat, found, action)


def _writing(chat: InChat, found: Announcement, action: AnnouncementAction) -> Turn:
    """What can be done with a draft only."""
    sitting = chat.sitting
    match action:
        case TextBegun(language=language):
            return _asked(chat, found, language)
        case AudienceOpened(of=of, page=page):
            return chat.says(*audience.opened(sitting, found, of, page))
        case AudienceChosen():
            changed = announcing.choose_audience(sitting, found, action.audience)
            return chat.says(*audience.opened(sitting, _or(found, changed), None, 0))
        case QuietBegun():
            return _asks(chat, found, "days", QuietAsked())
        case StartOpened(on=on):
            return _start(chat, found, on)
        case DateBegun():
            return _date_asked(chat, found, refused=False)
        case StartChosen():
            return _start_chosen(chat, found, action)
        case LastsChosen(hours=hours):
            return _start(chat, _or(found, announcing.choose_lasts(sitting, found, hours)), None)
        case EnclosureBegun():
            return _file_asked(chat, found, None)
        case EnclosureDropped():
            enclosing.drop(sitting, found)
            return _shown(chat, found.id)
        case _:
            return _linking(chat, found, action)


def _linking(chat: InChat, found: Announcement, action: AnnouncementAction) -> Turn:
    sitting = chat.sitting
    match action:
        case LinksOpened():
            return _links(chat, found)
        case LinkBegun(language=language):
            return _link_asked(chat, found, language, refused=False)
        case LinkDropped():
            return _links(chat, _or(found, announcing.link(sitting, found, None)))
        case CourseLinked(course=course):
            return _links(chat, _or(found, announcing.link_course(sitting, found, course)))
        case _:
            raise TypeError(action)


def written(chat: InChat, draft: Draft, text: str, marked: str | None = None) -> Turn:
    """Words that were asked for: a text, a date, an address. What cannot be kept is asked for again.

    `marked`: the same words with their formatting.
    """
    name, _, what = (draft.about or "").partition(":")
    found = announcing.find(chat.sitting, name)
    if found is None or found.state != "draft":
        return _listed(chat)
    match what.split("-"):
        case ["file"]:
            return _file_asked(chat, found, "file-type")
        case ["description"]:
            described = enclosing.describe(chat.sitting, found, text)
            if described in ("no-text", "text-too-long"):
                return _description_asked(chat, found, refused=True)
            return _shown(chat, name, in_place=False)
        case ["days"]:
            return _days_written(chat, found, text)
        case ["date"]:
            return _date_written(chat, found, text)
        case ["link"]:
            changed = announcing.link(chat.sitting, found, text)
            if isinstance(changed, Announcement):
                return _links(chat, changed)
            return _link_asked(chat, found, None, refused=True)
        case ["link", language]:
            changed = announcing.name_link(chat.sitting, found, language, text)
            if isinstance(changed, Announcement):
                return _links(chat, changed)
            return _link_asked(chat, found, language, refused=True)
        case _:
            words = marked or text
            changed = announcing.write_text(chat.sitting, found, what, words)
            if isinstance(changed, Announcement):
                return _shown(chat, name, in_place=False)
            return _asked(chat, found, what, refused=announcing.length(words.strip()) or None)


def _days_written(chat: InChat, found: Announcement, text: str) -> Turn:
    days = int(text) if re.fullmatch(r"\s*[0-9]{1,3}\s*", text) else 0
    stopped = replace(found.audience, progress="stopped", quiet=days)
    changed = announcing.choose_audience(chat.sitting, found, stopped)
    if isinstance(changed, Announcement):
        return chat.says(*audience.opened(chat.sitting, changed, None, 0), in_place=False)
    return _asks(chat, found, "days", QuietAsked(refused=True))


def _date_written(chat: InChat, found: Announcement, text: str) -> Turn:
    """With a time it is chosen at once; without one the hours of that day are offered."""
    zone = ZoneInfo(chat.learner.zone)
    written = read_moment(text, chat.now.astimezone(zone).date())
    if written is None:
        return _date_asked(chat, found, refused=True)
    if written.at is None:
        return _start(chat, found, written.on)
    start = Start(at=datetime.combine(written.on, written.at, zone).astimezone(UTC))
    changed = announcing.choose_start(chat.sitting, found, start)
    if isinstance(changed, Announcement):
        return _shown(chat, found.id, in_place=False)
    return _start(chat, found, None, refused=True)


def offered(chat: InChat, draft: Draft, offered: Offered) -> Turn | None:
    """A picture or a file; None where none was asked for."""
    name, _, what = (draft.about or "").partition(":")
    if what not in ("file", "description"):
        return None
    found = announcing.find(chat.sitting, name)
    if found is None or found.state != "draft":
        return _listed(chat)
    if refused := enclosing.offer(chat.sitting, found, offered):
        return _file_asked(chat, found, refused)
    if offered.media_type in enclosing.PICTURES:
        return _description_asked(chat, found, refused=False)
    return _shown(chat, found.id, in_place=False)


# --- Asking for words -------------------------------------------------------------------


def _asked(chat: InChat, found: Announcement, language: str, refused: int | None = None) -> Turn:
    """The next words are the text."""
    body = TextAsked(language=language, refused=refused, longest=found.details.longest)
    return _asks(chat, found, language, body)


def _date_asked(chat: InChat, found: Announcement, *, refused: bool) -> Turn:
    body = StartShown(details=found.details, zone=chat.learner.zone, writing=True, refused=refused)
    return _asks(chat, found, "date", body)


def _link_asked(chat: InChat, found: Announcement, language: str | None, *, refused: bool) -> Turn:
    body = LinksShown(details=found.details, asked=language or "address", refused=refused)
    return _asks(chat, found, f"link-{language}" if language else "link", body)


def _file_asked(chat: InChat, found: Announcement, refused: Refusal | None) -> Turn:
    return _asks(chat, found, "file", EnclosureAsked(refused=refused))


def _description_asked(chat: InChat, found: Announcement, *, refused: bool) -> Turn:
    body = EnclosureAsked(describing=True, refused="text-too-long" if refused else None)
    return _asks(chat, found, "description", body)


def _asks(chat: InChat, found: Announcement, what: str, body: Body) -> Turn:
    return chat.asks("announcement", f"{found.id}:{what}", body, (_back_to(found),))


def _back_to(found: Announcement) -> tuple[Button, ...]:
    return (Button(label=Label.BACK, does=AnnouncementOpened(announcement=found.id)),)


# --- Showing ----------------------------------------------------------------------------


def _listed(chat: InChat) -> Turn:
    newest = announcing.latest(chat.sitting, LATEST)
    keys = tuple(
        key(DeskLabel.ANNOUNCEMENT, AnnouncementOpened(announcement=each.id, number=number))
        for number, each in enumerate(newest, 1)
    )
    body = AnnouncementList(
        texts=tuple(_excerpt(each, chat.learner.language) for each in newest),
        states=tuple(each.state for each in newest),
    )
    new = key(DeskLabel.ANNOUNCE, AnnouncementBegun())
    return chat.says(body, (*keys, new, *CONTINUE))


def _excerpt(announcement: Announcement, language: str) -> str:
    return wording(announcement.texts, language)[0][:60] if announcement.texts else ""


def _shown(
    chat: InChat, name: str, *, in_place: bool = True, refused: Refusal | None = None
) -> Turn:
    found = announcing.find(chat.sitting, name)
    if found is None:
        return _listed(chat)
    origin = chat.origin if in_place else None
    return chat.sends(state_of(chat.sitting, found, chat.learner.zone, origin, refused))


def _first(turn: Turn, *messages: Message) -> Turn:
    """The turn, with these messages before its own."""
    return Turn(learner=turn.learner, messages=(*messages, *turn.messages))


def _as_test(message: Message) -> Message:
    return Message(body=message.body, buttons=message.buttons, note=Note.TEST)


def _start(chat: InChat, found: Announcement, on: date | None, *, refused: bool = False) -> Turn:
    zone = chat.learner.zone
    keys = (
        hours_keys(chat.tx, found, on, zone, chat.now) if on else start_keys(found, zone, chat.now)
    )
    body = StartShown(details=found.details, zone=zone, on=on, refused=refused)
    return chat.says(body, keys)


def _start_chosen(chat: InChat, found: Announcement, chosen: StartChosen) -> Turn:
    match chosen.on, chosen.hour:
        case None, _:
            start = Start()
        case on, None:
            start = Start(on=on)
        case on, hour if 0 <= hour <= 23:
            zone = ZoneInfo(chat.learner.zone)
            start = Start(at=datetime.combine(on, time(hour), zone).astimezone(UTC))
        case _:
            return _start(chat, found, None, refused=True)
    changed = announcing.choose_start(chat.sitting, found, start)
    if isinstance(changed, Announcement):
        return _shown(chat, found.id)
    return _start(chat, found, None, refused=True)


def _links(chat: InChat, found: Announcement) -> Turn:
    return chat.says(LinksShown(details=found.details), links_keys(chat.tx, found))


def _or(found: Announcement, changed: Changed) -> Announcement:
    """The announcement as it is now; as it was, where the change was refused."""
    return changed if isinstance(changed, Announcement) else found


# --- Sending ----------------------------------------------------------------------------


def _moved(chat: InChat, found: Announcement, moved: AnnouncementMoved) -> Turn:
    """Its way is shown to its author in their own message, whoever moved it."""
    refused = announcing.move(chat.sitting, found, moved.move, moved.people)
    if refused is not None:
        return _shown(chat, found.id, refused=refused)
    after = announcements.find(chat.tx, found.id)
    if after is None:
        return _listed(chat)
    if after.author == chat.sitting.who:
        if chat.origin is not None:
            announcements.show_in(chat.tx, found.id, chat.origin)
    elif after.author is not None:
        sitting = chat.sitting
        tell_author(sit(chat.tx, after.author, sitting.administrators, chat.now), after)
    return _shown(chat, found.id)
