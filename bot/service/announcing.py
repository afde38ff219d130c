"""Announcements: written and begun at the desk, fed into the outbox a little at a time.

frozen ledger ─► at most a hundred in the outbox ─► sent behind replies and prompts ─► outcome
                      ▲ pause and cancel take back what has not left
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot import fault
from bot.course.announcement import (
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
from bot.course.inputs import Asked, CourseOpened, Ref
from bot.course.learner import Draft
from bot.course.messages import Button, Keyboard, Label, Message
from bot.course.scene import CONTINUE
from bot.course.turn import Turn
from bot.service.sitting import Sitting, key
from bot.store import announcements, learners, outbox, team
from bot.store.announcements import Announcement, Recipient
from bot.store.codec import Unreadable
from bot.store.outbox import Priority
from bot.store.writer import StoreUnavailable, Tx, Writer

LATEST = 5
SECOND_PERSON_FROM = 500
"""From this many people on a second person of the team confirms."""
IN_OUTBOX = 100
"""As many wait in the outbox: a few seconds of sending, and little to take back."""
TICK_SECONDS = 1.0
SHOWN_EVERY_SECONDS = 5.0
SHOWN_SHARE = 100
"""The author sees a change when it is at least a hundredth of all, and not more often."""

log = logging.getLogger(__name__)


# --- At the desk ------------------------------------------------------------------------


def take(sitting: Sitting, action: AnnouncementAction, origin: Ref | None) -> Turn:
    """What follows for the coordinator. An announcement that is gone leads to the list."""
    match action:
        case AnnouncementBegun():
            name = announcements.begin(sitting.tx, sitting.learner_id, sitting.now)
            sitting.notes("began announcement", name)
            return _shown(sitting, name, None)
        case AnnouncementsOpened():
            return _listed(sitting, origin)
        case _:
            pass
    found = announcements.find(sitting.tx, action.announcement)
    if found is None:
        return _listed(sitting, origin)
    match action:
        case TextBegun(language=language) if found.state == "draft":
            return _asked(sitting, found, TextAsked(language=language))
        case AudienceOpened() if found.state == "draft":
            return _choosing(sitting, found, origin)
        case AudienceChosen(audience=audience) if found.state == "draft":
            changed = replace(found, audience=audience)
            announcements.write(sitting.tx, changed)
            return _choosing(sitting, changed, origin)
        case PreviewAsked() if found.texts:
            previews = tuple(_announced(found, each) for each in sorted(found.texts))
            turn = _shown(sitting, found.id, None)
            return replace(turn, messages=(*previews, *turn.messages))
        case AnnouncementMoved():
            return _moved(sitting, found, action, origin)
        case _:
            return _shown(sitting, found.id, origin)


def written(sitting: Sitting, about: str, text: str) -> Turn:
    """The words of one language, kept in the draft; a text that is too long is asked for again."""
    name, _, language = about.partition(":")
    found = announcements.find(sitting.tx, name)
    if found is None or found.state != "draft":
        return _listed(sitting, None)
    text = text.strip()
    length = len(text.encode("utf-16-le")) // 2
    if not text or length > LONGEST_TEXT:
        return _asked(sitting, found, TextAsked(language=language, refused=length or None))
    texts = {**found.texts, language: text}
    announcements.write(sitting.tx, replace(found, texts=texts))
    return _shown(sitting, name, None)


def _asked(sitting: Sitting, found: Announcement, body: TextAsked) -> Turn:
    """The next words are the text."""
    about = f"{found.id}:{body.language}"
    draft = Draft(text=None, turn=sitting.learner.turn, purpose="announcement", about=about)
    sitting = replace(sitting, learner=replace(sitting.learner, draft=draft))
    return _say(sitting, Message(body=body, buttons=(_back_to(found),)))


def _back_to(found: Announcement) -> tuple[Button, ...]:
    return (Button(label=Label.BACK, does=AnnouncementOpened(announcement=found.id)),)


def _say(sitting: Sitting, *messages: Message) -> Turn:
    return Turn(learner=sitting.learner, messages=messages)


def _listed(sitting: Sitting, origin: Ref | None) -> Turn:
    latest = announcements.latest(sitting.tx, LATEST)
    keys = tuple(
        key(Label.ANNOUNCEMENT, AnnouncementOpened(announcement=each.id, number=number))
        for number, each in enumerate(latest, 1)
    )
    body = AnnouncementList(
        texts=tuple(_excerpt(each, sitting.learner.language) for each in latest),
        states=tuple(each.state for each in latest),
    )
    new = key(Label.ANNOUNCE, AnnouncementBegun())
    return _say(sitting, Message(body=body, buttons=(*keys, new, *CONTINUE), replaces=origin))


def _excerpt(announcement: Announcement, language: str) -> str:
    return wording(announcement.texts, language)[0][:60] if announcement.texts else ""


def _shown(sitting: Sitting, name: str, origin: Ref | None) -> Turn:
    found = announcements.find(sitting.tx, name)
    if found is None:
        return _listed(sitting, origin)
    return _say(sitting, state_of(sitting.tx, found, sitting.learner_id, sitting.now, origin))


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

    def move(label: Label, move: Move) -> tuple[Button, ...]:
        return key(label, AnnouncementMoved(announcement=name, move=move, people=people))

    back = key(Label.ANNOUNCEMENTS, AnnouncementsOpened())
    match found.state:
        case "draft":
            languages = tuple(
                Button(label=Label.TEXT_IN, does=TextBegun(announcement=name, language=each))
                for each in ("en", "uk", "pt")
            )
            audience = key(Label.AUDIENCE, AudienceOpened(announcement=name))
            send = (move(Label.SEND_TO, "send"),) if found.texts and people else ()
            preview = (key(Label.PREVIEW, PreviewAsked(announcement=name)),) if found.texts else ()
            return (languages, audience, *preview, *send, move(Label.DISCARD_IT, "discard"), back)
        case "asked":
            mine = viewer == found.author
            confirm = (move(Label.SEND_TO, "confirm"),) if people and not mine else ()
            preview = (key(Label.PREVIEW, PreviewAsked(announcement=name)),)
            return (*preview, *confirm, move(Label.DISCARD_IT, "discard"), back)
        case "sending":
            both = (*move(Label.HALT, "pause"), *move(Label.CANCEL, "cancel"))
            return (both, key(Label.REFRESH, AnnouncementOpened(announcement=name)), back)
        case "paused":
            return ((*move(Label.RESUME_IT, "resume"), *move(Label.CANCEL, "cancel")), back)
        case _:
            return (back,)


def _choosing(sitting: Sitting, found: Announcement, origin: Ref | None) -> Turn:
    audience = found.audience
    courses = (None, *announcements.courses(sitting.tx))
    choices: list[tuple[AudienceOf, Audience]] = [
        *(("course", replace(audience, course=course)) for course in courses),
        *(("progress", replace(audience, progress=each)) for each in _PROGRESS),
        *(("language", replace(audience, language=each)) for each in (None, "en", "uk", "pt")),
    ]
    keys = [
        key(Label.AUDIENCE_OF, AudienceChosen(announcement=found.id, audience=each, of=of))
        for of, each in choices
        if each != audience
    ]
    people = announcements.people(sitting.tx, audience)
    body = AnnouncementShown(
        state=found.state, texts=found.texts, audience=audience, people=people, choosing=True
    )
    return _say(sitting, Message(body=body, buttons=(*keys, _back_to(found)), replaces=origin))


_PROGRESS: tuple[Progress, ...] = ("all", "unfinished", "finished")


def _moved(
    sitting: Sitting, found: Announcement, moved: AnnouncementMoved, origin: Ref | None
) -> Turn:
    """Each move only from the state in which its button was shown, and only for as many people."""
    tx, now = sitting.tx, sitting.now
    match moved.move, found.state:
        case "send", "draft" if found.texts and _is_still(tx, found, moved.people):
            announcements.take_over(tx, found.id, sitting.learner_id)
            if moved.people >= SECOND_PERSON_FROM:
                announcements.move(tx, found.id, "asked", now)
            else:
                announcements.freeze(tx, found, now)
        case "confirm", "asked" if sitting.learner_id != found.author and _is_still(
            tx, found, moved.people
        ):
            if not _in_the_team(sitting, found.author):
                announcements.take_over(tx, found.id, sitting.learner_id)
                announcements.move(tx, found.id, "draft", now)
                return _shown(sitting, found.id, origin)
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
            return _shown(sitting, found.id, origin)
    sitting.notes(f"{moved.move} announcement", found.id)
    if origin is not None and (moved.move == "send" or sitting.learner_id == found.author):
        announcements.show_in(tx, found.id, origin)
    elif moved.move in ("pause", "resume", "cancel"):
        stopped = announcements.find(tx, found.id)
        assert stopped is not None
        _tell_author(tx, stopped, now)
    return _shown(sitting, found.id, origin)


def _is_still(tx: Tx, found: Announcement, people: int) -> bool:
    """Whether as many people would get it as the button said, and at least one."""
    return people > 0 and sum(announcements.people(tx, found.audience).values()) == people


def _in_the_team(sitting: Sitting, author: str | None) -> bool:
    """Two people answer for what many get: what somebody asked for who has left is a draft again."""
    return author is not None and (
        team.role_of(sitting.tx, author, sitting.administrators) is not None
    )


def _announced(found: Announcement, language: str) -> Message:
    text, used = wording(found.texts, language)
    course = found.audience.course
    keys: Keyboard = (
        ((Button(label=Label.COURSE, does=CourseOpened(course=course)),),)
        if course
        else ((Button(label=Label.CONTINUE, does=Asked(menu="continue")),),)
    )
    return Message(body=Announced(text=text, language=used), buttons=keys)


# --- Feeding the outbox -----------------------------------------------------------------


class Announcer:
    """Feeds announcements into the outbox until cancelled. A crash loses and doubles nobody."""

    def __init__(
        self, writer: Writer, clock: Callable[[], datetime], on_turn: Callable[[], None]
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._on_turn = on_turn
        self._shown: dict[str, tuple[datetime, int]] = {}
        """When the author last saw how far each is, and how many were to come then."""

    async def run(self) -> None:
        while True:
            try:
                if await self._writer.run(self.feed):
                    self._on_turn()
            except StoreUnavailable:
                pass
            except Exception as error:
                log.error("announcements wait: %s", fault.where(error))
            await asyncio.sleep(TICK_SECONDS)

    def feed(self, tx: Tx) -> bool:
        """One step, as a job of the writer. Whether there is something to send."""
        announcements.withdraw_stopped(tx)
        room = IN_OUTBOX - outbox.announcements_waiting(tx, IN_OUTBOX)
        under_way = announcements.sending(tx)
        fed = False
        for others, each in zip(reversed(range(len(under_way))), under_way, strict=True):
            for recipient in announcements.waiting(tx, each.id, room // (others + 1)):
                room -= _queue(tx, each, recipient, self._clock())
                fed = True
            fed = self._report(tx, each) or fed
        return fed

    def _report(self, tx: Tx, found: Announcement) -> bool:
        """Shows the author how far it is; at the end once more, with all outcomes."""
        now = self._clock()
        if announcements.is_over(tx, found.id):
            announcements.move(tx, found.id, "done", now)
            self._shown.pop(found.id, None)
            return _tell_author(tx, replace(found, state="done"), now)
        last, left = self._shown.get(found.id, (None, 0))
        if last and 0 <= (now - last).total_seconds() < SHOWN_EVERY_SECONDS:
            return False
        outcomes = announcements.outcomes(tx, found.id)
        to_come = outcomes.get("waiting", 0) + outcomes.get("queued", 0)
        if last and (left - to_come) * SHOWN_SHARE < sum(outcomes.values()):
            return False
        self._shown[found.id] = (now, to_come)
        return _tell_author(tx, found, now)


def _queue(tx: Tx, found: Announcement, recipient: Recipient, now: datetime) -> int:
    """Puts the message of one person into the outbox, in the language that is theirs today."""
    try:
        learner = learners.state(tx, recipient.learner_id) if recipient.learner_id else None
    except Unreadable:
        announcements.settle(tx, recipient.id, "failed", "unreadable")
        return 0
    if learner is None or recipient.learner_id is None:
        announcements.settle(tx, recipient.id, "skipped", "erased")
        return 0
    address = learners.reached_at(tx, recipient.learner_id)
    if address is None:
        announcements.settle(tx, recipient.id, "blocked")
        return 0
    learner = replace(learner, turn=learner.turn + 1)
    learners.save(tx, recipient.learner_id, learner)
    outbox.add(
        tx, address, recipient.learner_id, learner.turn, [_announced(found, learner.language)],
        language=learner.language, pictures=learner.pictures, now=now,
        priority=Priority.ANNOUNCEMENT, recipient=recipient.id,
    )  # fmt: skip
    announcements.settle(tx, recipient.id, "queued")
    return 1


def _tell_author(tx: Tx, found: Announcement, now: datetime) -> bool:
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
