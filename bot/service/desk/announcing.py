"""Announcements: written and begun at the desk, fed into the outbox a little at a time.

frozen ledger ─► at most a hundred in the outbox ─► sent behind replies and prompts ─► outcome
                      ▲ pause and cancel take back what has not left
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.course.desk.announcement import (
    LONGEST_TEXT,
    Announced,
    AnnouncementAction,
    AnnouncementBegun,
    AnnouncementList,
    AnnouncementMoved,
    AnnouncementOpened,
    AnnouncementShown,
    AnnouncementsOpened,
    Audience,
    AudienceChosen,
    AudienceOf,
    AudienceOpened,
    Move,
    Outcome,
    PreviewAsked,
    Progress,
    TextAsked,
    TextBegun,
    wording,
)
from bot.course.desk.labels import DeskLabel
from bot.course.inputs import Asked, CourseOpened, Ref
from bot.course.learner import Draft
from bot.course.messages import Button, Keyboard, Label, Message
from bot.course.scene import CONTINUE
from bot.course.turn import Turn
from bot.service.desk.sitting import InChat, key
from bot.store import announcements, learners, outbox
from bot.store.announcements import Announcement
from bot.store.writer import Tx

LATEST = 5
SECOND_PERSON_FROM = 500
"""From this many people on a second person of the team confirms."""


# --- At the desk ------------------------------------------------------------------------


def take(chat: InChat, action: AnnouncementAction) -> Turn:
    """What follows for the coordinator. An announcement that is gone leads to the list."""
    match action:
        case AnnouncementBegun():
            name = announcements.begin(chat.tx, chat.sitting.who, chat.now)
            chat.sitting.notes("began announcement", name)
            return _shown(chat, name, in_place=False)
        case AnnouncementsOpened():
            return _listed(chat)
        case _:
            pass
    found = announcements.find(chat.tx, action.announcement)
    if found is None:
        return _listed(chat)
    match action:
        case TextBegun(language=language) if found.state == "draft":
            return _asked(chat, found, TextAsked(language=language))
        case AudienceOpened() if found.state == "draft":
            return _choosing(chat, found)
        case AudienceChosen(audience=audience) if found.state == "draft":
            changed = replace(found, audience=audience)
            announcements.write(chat.tx, changed)
            return _choosing(chat, changed)
        case PreviewAsked() if found.texts:
            previews = tuple(announced(found, each) for each in sorted(found.texts))
            turn = _shown(chat, found.id, in_place=False)
            return replace(turn, messages=(*previews, *turn.messages))
        case AnnouncementMoved():
            return _moved(chat, found, action)
        case _:
            return _shown(chat, found.id)


def written(chat: InChat, draft: Draft, text: str) -> Turn:
    """The words of one language, kept in the draft; a text that is too long is asked for again."""
    name, _, language = (draft.about or "").partition(":")
    found = announcements.find(chat.tx, name)
    if found is None or found.state != "draft":
        return _listed(chat)
    text = text.strip()
    length = len(text.encode("utf-16-le")) // 2
    if not text or length > LONGEST_TEXT:
        return _asked(chat, found, TextAsked(language=language, refused=length or None))
    texts = {**found.texts, language: text}
    announcements.write(chat.tx, replace(found, texts=texts))
    return _shown(chat, name, in_place=False)


def _asked(chat: InChat, found: Announcement, body: TextAsked) -> Turn:
    """The next words are the text."""
    return chat.asks("announcement", f"{found.id}:{body.language}", body, (_back_to(found),))


def _back_to(found: Announcement) -> tuple[Button, ...]:
    return (Button(label=Label.BACK, does=AnnouncementOpened(announcement=found.id)),)


def _listed(chat: InChat) -> Turn:
    latest = announcements.latest(chat.tx, LATEST)
    keys = tuple(
        key(DeskLabel.ANNOUNCEMENT, AnnouncementOpened(announcement=each.id, number=number))
        for number, each in enumerate(latest, 1)
    )
    body = AnnouncementList(
        texts=tuple(_excerpt(each, chat.learner.language) for each in latest),
        states=tuple(each.state for each in latest),
    )
    new = key(DeskLabel.ANNOUNCE, AnnouncementBegun())
    return chat.says(body, (*keys, new, *CONTINUE))


def _excerpt(announcement: Announcement, language: str) -> str:
    return wording(announcement.texts, language)[0][:60] if announcement.texts else ""


def _shown(chat: InChat, name: str, *, in_place: bool = True) -> Turn:
    found = announcements.find(chat.tx, name)
    if found is None:
        return _listed(chat)
    origin = chat.origin if in_place else None
    return chat.sends(state_of(chat.tx, found, chat.sitting.who, chat.now, origin))


def state_of(
    tx: Tx, found: Announcement, viewer: str, now: datetime, origin: Ref | None
) -> Message:
    """The announcement as it stands, with what can be done about it."""
    before = found.state in ("draft", "asked")
    people = announcements.people(tx, found.audience) if before else {}
    outcomes = {} if before else announcements.outcomes(tx, found.id)
    body = AnnouncementShown(
        state=found.state, texts=found.texts, audience=found.audience, people=people,
        outcomes=outcomes, seconds_left=_seconds_left(found, outcomes, now),
    )  # fmt: skip
    keys = _keys(found, sum(people.values()), viewer)
    return Message(body=body, buttons=keys, replaces=origin)


def _seconds_left(
    found: Announcement, outcomes: Mapping[Outcome, int], now: datetime
) -> int | None:
    left = outcomes.get("waiting", 0) + outcomes.get("queued", 0)
    done = sum(outcomes.values()) - left
    if found.state != "sending" or found.begun_at is None or not done:
        return None
    return round((now - found.begun_at).total_seconds() / done * left)


def _keys(found: Announcement, people: int, viewer: str) -> Keyboard:
    name = found.id

    def move(label: DeskLabel, move: Move) -> tuple[Button, ...]:
        return key(label, AnnouncementMoved(announcement=name, move=move, people=people))

    back = key(DeskLabel.ANNOUNCEMENTS, AnnouncementsOpened())
    match found.state:
        case "draft":
            languages = tuple(
                Button(label=DeskLabel.TEXT_IN, does=TextBegun(announcement=name, language=each))
                for each in ("en", "uk", "pt")
            )
            audience = key(DeskLabel.AUDIENCE, AudienceOpened(announcement=name))
            send = (move(DeskLabel.SEND_TO, "send"),) if found.texts and people else ()
            preview = (
                (key(DeskLabel.PREVIEW, PreviewAsked(announcement=name)),) if found.texts else ()
            )
            return (
                languages,
                audience,
                *preview,
                *send,
                move(DeskLabel.DISCARD_IT, "discard"),
                back,
            )
        case "asked":
            mine = viewer == found.author
            confirm = (move(DeskLabel.SEND_TO, "confirm"),) if people and not mine else ()
            preview = (key(DeskLabel.PREVIEW, PreviewAsked(announcement=name)),)
            return (*preview, *confirm, move(DeskLabel.DISCARD_IT, "discard"), back)
        case "sending":
            both = (*move(DeskLabel.HALT, "pause"), *move(DeskLabel.CANCEL, "cancel"))
            return (both, key(DeskLabel.REFRESH, AnnouncementOpened(announcement=name)), back)
        case "paused":
            return ((*move(DeskLabel.RESUME_IT, "resume"), *move(DeskLabel.CANCEL, "cancel")), back)
        case _:
            return (back,)


def _choosing(chat: InChat, found: Announcement) -> Turn:
    audience = found.audience
    courses = (None, *announcements.courses(chat.tx))
    choices: list[tuple[AudienceOf, Audience]] = [
        *(("course", replace(audience, course=course)) for course in courses),
        *(("progress", replace(audience, progress=each)) for each in _PROGRESS),
        *(("language", replace(audience, language=each)) for each in (None, "en", "uk", "pt")),
    ]
    keys = [
        key(DeskLabel.AUDIENCE_OF, AudienceChosen(announcement=found.id, audience=each, of=of))
        for of, each in choices
        if each != audience
    ]
    people = announcements.people(chat.tx, audience)
    body = AnnouncementShown(
        state=found.state, texts=found.texts, audience=audience, people=people, choosing=True
    )
    return chat.says(body, (*keys, _back_to(found)))


_PROGRESS: tuple[Progress, ...] = ("all", "unfinished", "finished")


def _moved(chat: InChat, found: Announcement, moved: AnnouncementMoved) -> Turn:
    """Each move only from the state in which its button was shown, and only for as many people."""
    tx, now, origin = chat.tx, chat.now, chat.origin
    match moved.move, found.state:
        case "send", "draft" if found.texts and _is_still(tx, found, moved.people):
            announcements.take_over(tx, found.id, chat.sitting.who)
            if moved.people >= SECOND_PERSON_FROM:
                announcements.move(tx, found.id, "asked", now)
            else:
                announcements.freeze(tx, found, now)
        case "confirm", "asked" if chat.sitting.who != found.author and _is_still(
            tx, found, moved.people
        ):
            if not _in_the_team(chat, found.author):
                announcements.take_over(tx, found.id, chat.sitting.who)
                announcements.move(tx, found.id, "draft", now)
                return _shown(chat, found.id)
            announcements.freeze(tx, found, now)
        case "pause", "sending":
            announcements.withdraw(tx, found.id)
            announcements.move(tx, found.id, "paused", now)
        case "resume", "paused":
            announcements.move(tx, found.id, "sending", now)
        case "cancel", "sending" | "paused":
            announcements.withdraw(tx, found.id)
            announcements.skip_waiting(tx, found.id, "cancelled")
            announcements.move(tx, found.id, "cancelled", now)
        case "discard", "draft" | "asked":
            announcements.discard(tx, found.id)
        case _:
            return _shown(chat, found.id)
    chat.sitting.notes(f"{moved.move} announcement", found.id)
    if origin is not None and (moved.move == "send" or chat.sitting.who == found.author):
        announcements.show_in(tx, found.id, origin)
    elif moved.move in ("pause", "resume", "cancel"):
        stopped = announcements.find(tx, found.id)
        assert stopped is not None
        tell_author(tx, stopped, now)
    return _shown(chat, found.id)


def _is_still(tx: Tx, found: Announcement, people: int) -> bool:
    """Whether as many people would get it as the button said, and at least one."""
    return people > 0 and sum(announcements.people(tx, found.audience).values()) == people


def _in_the_team(chat: InChat, author: str | None) -> bool:
    """Two people answer for what many get: what somebody asked for who has left is a draft again."""
    return author is not None and chat.sitting.rights_of(author).may("announce")


def announced(found: Announcement, language: str) -> Message:
    text, used = wording(found.texts, language)
    course = found.audience.course
    keys: Keyboard = (
        ((Button(label=Label.COURSE, does=CourseOpened(course=course)),),)
        if course
        else ((Button(label=Label.CONTINUE, does=Asked(menu="continue")),),)
    )
    return Message(body=Announced(text=text, language=used), buttons=keys)


def tell_author(tx: Tx, found: Announcement, now: datetime) -> bool:
    """Changes the message in which the author follows it. What they are doing stays as it is."""
    if found.author is None:
        return False
    author, address = learners.state(tx, found.author), learners.reached_at(tx, found.author)
    if author is None or address is None:
        return False
    shown = found.shown
    fresh = shown is not None and author.turn - shown.turn < outbox.KEPT_TURNS // 2
    ref = outbox.after(tx, found.author, shown.turn if shown and fresh else author.turn)
    outbox.add(
        tx, address, found.author, ref.turn, [state_of(tx, found, found.author, now, shown)],
        language=author.language, pictures=author.pictures, now=now, first=ref.ordinal,
    )  # fmt: skip
    announcements.show_in(tx, found.id, ref)
    return True
