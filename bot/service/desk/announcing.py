"""Announcements: what is done with them, in the chat or on a page. Each asks for rights itself.

An announcement belongs to whoever began it, and to those whose reach is everybody. It goes to the
people within the reach of whoever has it sent, as that reach is when it begins. Where it reaches
many, a second person confirms it who reaches all of them; that person can open it from then on, and
stop it.

How many it would reach is told in full fives only: whoever narrows an audience, and subtracts, finds
nobody or five people.
"""

from dataclasses import replace
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlsplit

from bot.course.desk.announcement import (
    LASTS_HOURS,
    LONGEST_ADDRESS,
    LONGEST_BUTTON,
    LONGEST_QUIET,
    Announced,
    Audience,
    Details,
    Link,
    Move,
    Refusal,
    Start,
    wording,
)
from bot.course.desk.dates import FURTHEST
from bot.course.desk.fives import Count, through_the_gate
from bot.course.desk.rights import Reach
from bot.course.inputs import Asked, CourseOpened
from bot.course.messages import Button, Keyboard, Label, Message
from bot.i18n import NAMES
from bot.service.desk.sitting import Sitting
from bot.store import announcements, audiences, files
from bot.store.announcements import Announcement
from bot.store.writer import Tx

OF_A_SECOND: frozenset[Move] = frozenset(("confirm", "pause", "resume", "cancel"))
"""What the second person can do with an announcement that is not theirs."""

Changed: TypeAlias = Announcement | Refusal


# --- Which ------------------------------------------------------------------------------


def latest(sitting: Sitting, limit: int) -> list[Announcement]:
    """The newest of those that are theirs, or that they are a second person for."""
    if sitting.rights.reach("announce").everything:
        return announcements.latest(sitting.tx, limit)
    concerning = announcements.concerning(sitting.tx, sitting.who)
    return [each for each in concerning if _opens(sitting, each)][:limit]


def find(sitting: Sitting, announcement: str) -> Announcement | None:
    """None, if there is none of that name, or it is neither theirs nor theirs to confirm."""
    found = announcements.find(sitting.tx, announcement)
    return found if found is not None and _opens(sitting, found) else None


def _opens(sitting: Sitting, found: Announcement) -> bool:
    asked = found.state == "asked" or found.second == sitting.who
    return is_theirs(sitting, found) or (asked and may_second(sitting, found))


def is_theirs(sitting: Sitting, found: Announcement) -> bool:
    own = sitting.rights.reach("announce")
    return own.everything or (found.author == sitting.who and not own.nothing)


def may_second(sitting: Sitting, found: Announcement) -> bool:
    """Whether it is somebody else's, and they reach everybody whom it is for."""
    return found.author != sitting.who and _reaches_all(sitting, sitting.who, found)


def _reaches_all(sitting: Sitting, who: str, found: Announcement) -> bool:
    own = sitting.rights_of(who).reach("announce")
    if found.author is None:
        return own.everything
    group = found.audience.group
    authors = sitting.rights_of(found.author).reach("announce")
    return own.includes(authors) or (group is not None and own.covers(group=group))


def reach(sitting: Sitting, found: Announcement) -> Reach:
    """Whom it can go to: as far as whoever sends a draft reaches; then as far as its author does."""
    own = sitting.rights.reach("announce")
    if found.state == "draft" or found.author in (None, sitting.who):
        return own
    assert found.author is not None
    authors = sitting.rights_of(found.author).reach("announce")
    return own if authors.nothing else authors


def people(sitting: Sitting, found: Announcement) -> tuple[dict[str, Count], Count]:
    """How many would get it at this moment, in each language that they can have, and in all."""
    exact = _exact(sitting, found)
    languages = (found.audience.language,) if found.audience.language else tuple(NAMES)
    parts = {each: through_the_gate(exact.get(each, 0)) for each in languages}
    return parts, through_the_gate(sum(exact.values()))


def _exact(sitting: Sitting, found: Announcement) -> dict[str, int]:
    own = reach(sitting, found)
    if not _covers(own, found):
        return {}
    return audiences.people(sitting.tx, found.audience, own, sitting.now)


def _covers(own: Reach, found: Announcement) -> bool:
    """Whether the group that it is for, if it is for one, is still within reach."""
    return found.audience.group is None or own.covers(group=found.audience.group)


def begins_at(tx: Tx, start: Start, now: datetime) -> datetime:
    """When those who are to get it first get it."""
    return min(start.moments(audiences.zones(tx), now).values(), default=now)


# --- Writing ----------------------------------------------------------------------------


def begin(sitting: Sitting, audience: Audience | None = None) -> str:
    """The name of a new draft."""
    name = announcements.begin(sitting.tx, sitting.who, sitting.now)
    found = find(sitting, name)
    if audience is not None and found is not None:
        choose_audience(sitting, found, audience)
    sitting.notes("began announcement", name)
    return name


def write_text(sitting: Sitting, found: Announcement, language: str, text: str) -> Changed:
    """Keeps the words in one language. Bold, italic and links: see `view/formatting.py`."""
    text = text.strip()
    if not text or language not in NAMES:
        return "no-text"
    if length(text) > found.details.longest:
        return "text-too-long"
    return keep(sitting, replace(found, texts={**found.texts, language: text}))


def length(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2


def choose_audience(sitting: Sitting, found: Announcement, audience: Audience) -> Changed:
    own = sitting.rights.reach("announce")
    if audience.group is not None and not own.covers(group=audience.group):
        return "not-now"
    if audience.progress == "stopped" and not 1 <= audience.quiet <= LONGEST_QUIET:
        return "not-now"
    return keep(sitting, replace(found, audience=audience))


def choose_start(sitting: Sitting, found: Announcement, start: Start) -> Changed:
    """When it is to begin. A moment that is past is refused."""
    if not start.now:
        at = begins_at(sitting.tx, start, sitting.now)
        if not sitting.now < at < sitting.now + FURTHEST:
            return "time-past"
    return _detailed(sitting, found, replace(found.details, start=start))


def choose_lasts(sitting: Sitting, found: Announcement, hours: int) -> Changed:
    if hours not in LASTS_HOURS:
        return "not-now"
    return _detailed(sitting, found, replace(found.details, lasts=hours))


def link(sitting: Sitting, found: Announcement, url: str | None) -> Changed:
    """The page to which a button leads; None: no such button. Only https."""
    if url is None:
        return _detailed(sitting, found, replace(found.details, link=None))
    if not is_address(url := url.strip()):
        return "no-text"
    words = found.details.link.words if found.details.link else {}
    return _detailed(sitting, found, replace(found.details, link=Link(url=url, words=words)))


def is_address(url: str) -> bool:
    """Whether it is the full address of a page that every channel takes."""
    try:
        parts = urlsplit(url)
        named = parts.hostname is not None and parts.port is None
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        named and parts.scheme == "https" and "@" not in parts.netloc and url.isascii()
        and url.isprintable() and " " not in url and '"' not in url and len(url) <= LONGEST_ADDRESS
        and all(label.strip("-") == label != "" for label in host.split("."))
        and "." in host and host.rsplit(".", 1)[1].isalpha() and len(host.rsplit(".", 1)[1]) > 1
        and set(host) <= _HOST
    )  # fmt: skip


_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")


def name_link(sitting: Sitting, found: Announcement, language: str, words: str) -> Changed:
    """What the button of the link says in one language."""
    words = " ".join(words.split())
    if found.details.link is None or language not in NAMES or not words:
        return "no-text"
    if length(words) > LONGEST_BUTTON:
        return "text-too-long"
    named = replace(found.details.link, words={**found.details.link.words, language: words})
    return _detailed(sitting, found, replace(found.details, link=named))


def link_course(sitting: Sitting, found: Announcement, course: str | None) -> Changed:
    """Which course a button opens; None: that of the audience, or the course in which each is."""
    if course is not None and course not in audiences.courses(sitting.tx):
        return "not-now"
    return _detailed(sitting, found, replace(found.details, opens=course))


def _detailed(sitting: Sitting, found: Announcement, details: Details) -> Changed:
    return keep(sitting, replace(found, details=details))


def keep(sitting: Sitting, found: Announcement) -> Changed:
    """The draft as it is now kept. Nothing else than a draft can be changed."""
    if found.state != "draft":
        return "not-now"
    announcements.write(sitting.tx, found)
    sitting.notes("changed announcement", found.id)
    return found


# --- Sending ----------------------------------------------------------------------------


def move(sitting: Sitting, found: Announcement, how: Move, people: int = 0) -> Refusal | None:
    """Each move only from the state in which it was offered, and only to as many as were shown."""
    if not is_theirs(sitting, found) and how not in OF_A_SECOND:
        return "not-now"
    refused = _move(sitting, found, how, people)
    if refused is None:
        sitting.notes(f"{how} announcement", found.id)
    return refused


def _move(sitting: Sitting, found: Announcement, how: Move, people: int) -> Refusal | None:
    tx, now = sitting.tx, sitting.now
    match how, found.state:
        case "send", "draft":
            return _send(sitting, found, people)
        case "confirm", "asked":
            return _confirm(sitting, found, people)
        case "revise", "asked" | "planned":
            announcements.move(tx, found.id, "draft", now)
        case "pause", "sending":
            announcements.withdraw(tx, found.id)
            announcements.move(tx, found.id, "paused", now)
        case "resume", "paused":
            announcements.take_over(tx, found.id, sitting.who)
            announcements.move(tx, found.id, "sending", now)
        case "cancel", "planned" | "sending" | "paused":
            announcements.withdraw(tx, found.id)
            announcements.skip_waiting(tx, found.id, "cancelled")
            announcements.move(tx, found.id, "cancelled", now)
        case "discard", "draft" | "asked":
            announcements.discard(tx, found.id)
        case _:
            return "not-now"
    return None


def _send(sitting: Sitting, found: Announcement, people: int) -> Refusal | None:
    if refused := _unready(sitting, found, people):
        return refused
    announcements.take_over(sitting.tx, found.id, sitting.who)
    if sum(_exact(sitting, found).values()) >= sitting.second_person_from:
        announcements.move(sitting.tx, found.id, "asked", sitting.now)
    else:
        _start(sitting, found)
    return None


def _confirm(sitting: Sitting, found: Announcement, people: int) -> Refusal | None:
    """Two people answer for what many get: what somebody asked for who has left is a draft again."""
    if not may_second(sitting, found):
        return "second-person"
    if found.author is None or not sitting.rights_of(found.author).may("announce"):
        announcements.take_over(sitting.tx, found.id, sitting.who)
        announcements.move(sitting.tx, found.id, "draft", sitting.now)
        return "asker-left"
    refused = _unready(sitting, found, people)
    if refused == "time-past":
        announcements.move(sitting.tx, found.id, "draft", sitting.now)
    if refused:
        return refused
    announcements.second(sitting.tx, found.id, sitting.who)
    _start(sitting, found)
    return None


def _unready(sitting: Sitting, found: Announcement, expected: int) -> Refusal | None:
    """Why it cannot leave as it is. Whether there is anybody at all is told only to whoever sends it
    at once.
    """
    if files.incoming(sitting.tx, found.id):
        return "file-coming"
    if not found.texts:
        return "no-text"
    if max(map(length, found.texts.values())) > found.details.longest:
        return "text-too-long"
    number, start = sum(_exact(sitting, found).values()), found.details.start
    if number == 0 and start.now:
        return "nobody"
    if through_the_gate(number) != through_the_gate(expected):
        return "number-changed"
    past = not start.now and begins_at(sitting.tx, start, sitting.now) <= sitting.now
    return "time-past" if past else None


def _start(sitting: Sitting, found: Announcement) -> None:
    start = found.details.start
    if start.now:
        announcements.freeze(sitting.tx, found, reach(sitting, found), sitting.now)
    else:
        at = begins_at(sitting.tx, start, sitting.now)
        announcements.plan(sitting.tx, found.id, at)


def begin_planned(author: Sitting, found: Announcement) -> bool:
    """Its time has come: whether it goes out. Its author must have the right at this very moment,
    and if it would reach many now, a second person must have confirmed it who still reaches them."""
    own = author.rights.reach("announce")
    if own.nothing or not _covers(own, found):
        announcements.move(author.tx, found.id, "draft", author.now)
        return False
    number = sum(audiences.people(author.tx, found.audience, own, author.now).values())
    if number >= author.second_person_from and not _is_seconded(author, found):
        announcements.move(author.tx, found.id, "asked", author.now)
        return False
    announcements.freeze(author.tx, found, own, author.now)
    return True


def _is_seconded(sitting: Sitting, found: Announcement) -> bool:
    if found.second is None or found.second == found.author:
        return False
    return _reaches_all(sitting, found.second, found)


# --- What learners get ------------------------------------------------------------------


def announced(found: Announcement, language: str) -> Message:
    """The message to one learner: all of it in one language, with a way on below it."""
    text, used = wording(found.texts, language)
    details = found.details
    course = details.opens or found.audience.course
    keys: Keyboard = (
        ((Button(label=Label.COURSE, does=CourseOpened(course=course)),),)
        if course
        else ((Button(label=Label.CONTINUE, does=Asked(menu="continue")),),)
    )
    link = (details.link.says(used), details.link.url) if details.link else None
    body = Announced(
        text=text, language=used, link=link, picture=details.picture, file=details.file
    )
    return Message(body=body, buttons=keys)


def previews(found: Announcement) -> tuple[Message, ...]:
    """Each language as it will look."""
    return tuple(announced(found, each) for each in sorted(found.texts))
