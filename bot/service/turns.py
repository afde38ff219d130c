"""The turn transaction: what was received becomes state, facts, timers and messages, at once.

    inbox row done ─► learner found or new ─► advance ─► saved, outbox written

All of it is one job of the writer: it took effect as a whole, or it never happened.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.course.desk import DeskAction
from bot.course.desk.front import DeskOpened
from bot.course.engine import advance, is_double, take_back
from bot.course.facts import Fact, FeedbackGivenAnonymously, SurveyEnded
from bot.course.inputs import (
    Arrived,
    Asked,
    Input,
    Offered,
    Press,
    TextReceived,
    UnknownButton,
    UnreadableReceived,
)
from bot.course.learner import LastPress, Learner
from bot.course.messages import Message, Prompted, Simple
from bot.course.turn import Turn
from bot.i18n import HOME_ZONES
from bot.service import membership, replies, wishes
from bot.service.commands import command
from bot.service.desk.desk import WORDS_AT_THE_DESK, Desk
from bot.service.received import Blocked, Happening, InGroup, Received, Tapped, Typed, Unblocked
from bot.store import certificates, chat, facts, inbox, learners, outbox, timers
from bot.store.codec import Unreadable
from bot.store.learners import Address, Found
from bot.store.outbox import Priority
from bot.store.timers import Due
from bot.store.writer import Tx
from bot.view.pages import View

NOWHERE = Address(channel="", address="")
"""Of somebody whose last address was taken from them: time passes for them, unsaid."""
LONGEST_LABEL = 60
"""Characters of a text that may still be the words of a button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """`take` and `fire` are jobs of the writer. Each returns whether bytes must go with what is gone."""

    view: View
    desk: Desk = field(default_factory=lambda: Desk(administrators=()))

    def take(self, tx: Tx, inbox_id: int, received: Received | None, now: datetime) -> bool:
        """Takes effect once, however often it is asked."""
        if not inbox.done(tx, inbox_id) or received is None:
            return False
        match received.happening:
            case Blocked():
                learners.set_reachable(tx, received.address, reachable=False)
                outbox.unreachable(tx, received.address, "blocked", now)
                return False
            case Unblocked():
                learners.set_reachable(tx, received.address, reachable=True)
                return False
            case InGroup():
                self._tell(tx, received, Simple(what="private-only"), now)
                return False
            case happening:
                return self._happened(tx, received, happening, now)

    def fire(self, tx: Tx, due: Due, now: datetime) -> bool:
        """A timer fires once, or not at all if it was set anew meanwhile.

        Nobody who cannot be reached is prompted; the timer is set anew when they come back.
        """
        if not timers.take(tx, due):
            return False
        learner = learners.state(tx, due.learner_id)
        if learner is None:
            return False
        address = learners.reached_at(tx, due.learner_id)
        if address is None and due.fired.timer == "prompt":
            learners.save(tx, due.learner_id, replace(learner, wake_at=None))
            return False
        turn = advance(self.view.shelf, learner, due.fired, now)
        address = address or next(iter(learners.addresses(tx, due.learner_id)), None)
        if address is None:
            turn, address = replace(turn, messages=()), NOWHERE
        return _save(tx, due.learner_id, address, learner, turn, now, priority=Priority.PROMPT)

    def take_back(self, tx: Tx, now: datetime, limit: int) -> bool:
        """Ends prompts that could not leave on their day. Whether there may be more of them."""
        expired = outbox.expire(tx, now, limit)
        for learner_id, message in expired:
            membership.never_left(tx, learner_id, message)
            try:
                learner = learners.state(tx, learner_id)
            except Unreadable:
                continue
            address = next(iter(learners.addresses(tx, learner_id)), None)
            if learner and address and isinstance(message.body, Prompted):
                turn = take_back(self.view.shelf, learner, message.body, now)
                _save(tx, learner_id, address, learner, turn, now)
        return len(expired) == limit

    def excuse(self, tx: Tx, inbox_id: int, received: Received | None, now: datetime) -> None:
        """Puts an update aside that could not take effect, and says so to the person."""
        whose = received.address.address if received else None
        first = inbox.quarantine(tx, inbox_id, whose)
        if first and received and not isinstance(received.happening, InGroup | Blocked):
            self._tell(tx, received, Simple(what="sorry"), now)

    def _tell(self, tx: Tx, received: Received, body: Simple, now: datetime) -> None:
        """Something said to an address, outside of any turn."""
        if outbox.is_waiting(tx, received.address):
            return
        outbox.add(
            tx, received.address, None, 0, [Message(body=body)],
            language=received.language, pictures=False, now=now,
        )  # fmt: skip

    def _happened(self, tx: Tx, received: Received, happening: Happening, now: datetime) -> bool:
        found = learners.find(tx, received.address) or _welcome(tx, received, now)
        if not found.reachable:
            learners.set_reachable(tx, received.address, reachable=True)
        found = self._withdrawn(tx, found, received.address, now)
        if replied := replies.expecting(tx, found.id, found.learner, happening):
            found = replace(found, learner=replace(found.learner, draft=replied))
        event = self._input(tx, found, happening, typed=replied is None)
        shelf = self.view.shelf
        turn = (
            self._at_the_desk(tx, found, event, now)
            or wishes.turn(tx, found, event, now)
            or membership.turn(tx, shelf, found, event, now)
            or self._after_consent(tx, found, advance(shelf, found.learner, event, now), now)
        )
        self._unsay(tx, received, turn)
        return _save(tx, found.id, received.address, found.learner, turn, now)

    def _after_consent(self, tx: Tx, found: Found, turn: Turn, now: datetime) -> Turn:
        """What the link leads to that brought the person: a group, a role."""
        joined = membership.after_consent(tx, self.view.shelf, found, turn, now)
        return self.desk.after_consent(tx, found, joined, now)

    def _unsay(self, tx: Tx, received: Received, turn: Turn) -> None:
        """The chat page's history does not keep anonymous words beside the address of their author."""
        anonymous = any(isinstance(fact, FeedbackGivenAnonymously) for fact in turn.facts)
        match received.happening:
            case Typed(message=str(message)) if anonymous and turn.learner:
                t = self.view.words[turn.learner.language]
                chat.unsay(tx, received.address.address, message, t("(an anonymous message)"))
            case _:
                pass

    def _withdrawn(self, tx: Tx, found: Found, address: Address, now: datetime) -> Found:
        """A prompt that still waits to be sent has lost its sense: the person is here."""
        for message in outbox.withdraw_prompts(tx, found.id, now):
            membership.never_left(tx, found.id, message)
            if isinstance(message.body, Prompted):
                turn = take_back(self.view.shelf, found.learner, message.body, now)
                _save(tx, found.id, address, found.learner, turn, now)
                found = replace(found, learner=turn.learner or found.learner)
        return found

    def _at_the_desk(self, tx: Tx, found: Found, event: Input, now: datetime) -> Turn | None:
        """The turn, if it is the desk that is concerned. Only people who have agreed come there."""
        learner = found.learner
        if learner.consented_at is None:
            return None
        origin = event.on if isinstance(event, Press) else None
        action = event.does if isinstance(event, Press) else event
        match action:
            case Arrived(invitation=str(token)):
                return self.desk.invited(tx, found.id, learner, token, now)
            case TextReceived() as words if (
                learner.draft and learner.draft.purpose in WORDS_AT_THE_DESK
            ):
                return self.desk.answered(tx, found.id, learner, words, now)
            case UnreadableReceived(offered=Offered() as offered) if (
                learner.draft and learner.draft.purpose == "announcement"
            ):
                return self.desk.offered(tx, found.id, learner, offered, now)
            case Asked(menu="desk"):
                return self.desk.take(tx, found.id, learner, DeskOpened(), origin, now)
            case _ if not isinstance(action, DeskAction):
                return None
            case _ if isinstance(event, Press) and is_double(learner.last_press, event, now):
                return Turn(learner=learner)
            case _:
                pressed = self._pressed(learner, event, now)
                return self.desk.take(tx, found.id, pressed, action, origin, now)

    @staticmethod
    def _pressed(learner: Learner, event: Input, now: datetime) -> Learner:
        if not isinstance(event, Press):
            return learner
        return replace(learner, last_press=LastPress(on=event.on, index=event.index, at=now))

    def _input(self, tx: Tx, found: Found, happening: Happening, *, typed: bool) -> Input:
        """`typed`: words may be those of a button, in place of a press."""
        match happening:
            case Tapped(token=token, index=index):
                return _press(tx, found.id, token, index) or UnknownButton()
            case Typed(text=text, message=message, marked=marked):
                spoken = self._spoken(tx, found.id, text) if typed else None
                return (
                    command(text)
                    or spoken
                    or TextReceived(text=text, message=message, marked=marked)
                )
            case Blocked() | Unblocked() | InGroup():
                raise TypeError(happening)
            case event:
                return event

    def _spoken(self, tx: Tx, learner_id: str, text: str) -> Press | None:
        """The press of the button whose words were typed."""
        spoken = text.strip().casefold()
        shown = outbox.last_with_buttons(tx, learner_id) if len(spoken) <= LONGEST_LABEL else None
        if shown is None:
            return None
        ref, message, language = shown
        labels = [label for row in self.view.page(message, language).keys for label in row]
        actions = [button.does for row in message.buttons for button in row]
        return next(
            (
                Press(on=ref, index=index, does=does)
                for index, (label, does) in enumerate(zip(labels, actions, strict=True))
                if label.casefold() == spoken
            ),
            None,
        )


def _press(tx: Tx, learner_id: str, token: str, index: int) -> Press | None:
    """The button behind a token, if it was sent to this very person."""
    found = outbox.find_button(tx, learner_id, token)
    if found is None:
        return None
    ref, message = found
    actions = [button.does for row in message.buttons for button in row]
    return Press(on=ref, index=index, does=actions[index]) if 0 <= index < len(actions) else None


def _welcome(tx: Tx, received: Received, now: datetime) -> Found:
    """Somebody new: kept only so far as the question of consent needs it."""
    learner = Learner(
        seed=secrets.randbits(32),
        language=received.language,
        zone=received.zone or HOME_ZONES[received.language],
    )
    learner_id = secrets.token_hex(8)
    learners.add(tx, learner_id, received.address, learner, now)
    return Found(id=learner_id, learner=learner, reachable=True)


def _save(
    tx: Tx, learner_id: str, address: Address, before: Learner, turn: Turn, now: datetime,
    *, priority: Priority = Priority.REPLY,
) -> bool:  # fmt: skip
    """Writes the whole turn. True: the person was erased, or their link to what they have said
    anonymously, and the bytes must go as well.
    """
    after = turn.learner
    if after is None:
        if turn.keeps_certificates:
            certificates.keep_after_erasure(tx, learner_id)
        learners.erase(tx, learner_id)
        outbox.add(
            tx, address, None, 0, turn.messages,
            language=before.language, pictures=False, now=now, priority=priority,
        )  # fmt: skip
        return True
    if after == before:
        return False
    learners.save(tx, learner_id, after)
    facts.add(tx, learner_id, after.language, turn.facts, now)
    timers.set_all(tx, learner_id, after.turn, turn.timers)
    outbox.add(
        tx, address, learner_id, after.turn, turn.messages,
        language=after.language, pictures=after.pictures, now=now, priority=priority,
    )  # fmt: skip
    return any(map(_unlinks, turn.facts))


def _unlinks(fact: Fact) -> bool:
    """Whether something was just said, or answered, that nothing is to link to the person."""
    match fact:
        case FeedbackGivenAnonymously() | SurveyEnded(anonymous=True):
            return True
        case _:
            return False
