"""A learner's chat with the real service: an update in the inbox, a turn, and what is then sent.

A press gives the token of a message and the number of a button, as a phone does; which learner may
press it, and what it means, is looked up in the outbox by `Turns.take`.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.course.inputs import Action
from bot.course.learner import Learner
from bot.course.messages import Questioned
from bot.course.model import Choose, Write
from bot.service.received import Blocked, Happening, Received, Tapped, Typed, Unblocked
from bot.service.turns import Turns
from bot.simulation.answering import Choice
from bot.simulation.person import Person, Shown
from bot.store import inbox, learners, outbox
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.outbox import Outgoing, Posted, Settled
from bot.store.writer import Tx

CHANNEL = "telegram"
LEASE = timedelta(minutes=1)
MOST_PRESSES = 500
"""In one visit; who needs more goes round in circles."""
SECONDS = (4, 40)
"""Between two presses."""


def address(person: Person) -> Address:
    return Address(channel=CHANNEL, address=str(person.role.number))


def send_waiting(tx: Tx, now: datetime, limit: int = 200) -> list[Outgoing]:
    """What a channel would send now: the first message of each address. Recorded as a sender does."""
    claimed = outbox.claim(tx, CHANNEL, now, limit, LEASE, lambda _: True)
    for each in claimed:
        posted = each.replaces or Posted(id=str(each.id), form="text")
        outbox.settle(tx, Settled(id=each.id, status="sent", posted=posted), now)
    return claimed


@dataclass(slots=True, kw_only=True)
class Visit:
    """One person takes up the phone at `now`. A job of the writer."""

    turns: Turns
    person: Person
    now: datetime
    course: str
    presses: int = 0
    last: list[Shown] = field(default_factory=list)

    def __call__(self, tx: Tx) -> datetime:
        """Until the person rests. Returns when that is."""
        person = self.person
        if not person.diary.reachable:
            self._happens(tx, Unblocked())
            person.diary.reachable, person.came_back = True, True
        person.comes()
        openers, person.openers = person.openers, []
        for shown, index in openers:
            if self._presses(tx, shown, index):
                self._goes_on(tx)
        if person.newest is None:
            seed = person.random.getrandbits(32)
            learner = Learner(seed=seed, language=person.role.language, zone=person.role.zone)
            learners.add(tx, f"{person.role.number:016x}", address(person), learner, self.now)
            self._types(tx, f"/start {self.course}")
            self._goes_on(tx)
        elif not openers and not person.diary.completed_on:
            self._types(tx, "/continue")
            self._goes_on(tx)
        if person.seeks_pause:
            person.paused = person.mood.seeks_pause = True
            self._types(tx, "/settings")
            self._goes_on(tx)
        if person.blocks:
            self._happens(tx, Blocked())
            person.diary.reachable = False
        return self.now

    def _goes_on(self, tx: Tx) -> None:
        """From message to message, for as long as the person likes."""
        while self.presses < MOST_PRESSES:
            shown = self.person.newest
            assert shown is not None
            match self._chooses(shown):
                case int(index):
                    if not self._presses(tx, shown, index):
                        return
                case str(text):
                    self._types(tx, text)
                case None:
                    return
        self._dead_end("goes round in circles")

    def _chooses(self, shown: Shown) -> Choice:
        return self.person.chooses(shown.message)

    def _presses(self, tx: Tx, shown: Shown, index: int) -> bool:
        happening = Tapped(token=shown.token, index=index)
        return self._says(tx, happening, shown.keys[index].does)

    def _types(self, tx: Tx, text: str) -> bool:
        return self._says(tx, Typed(text=text), None)

    def _says(self, tx: Tx, happening: Happening, does: Action | None) -> bool:
        """Whether the bot answered."""
        person, diary = self.person, self.person.diary
        self.presses += 1
        person.life.presses[diary.day(self.now)] += 1
        if diary.reminded:
            person.life.returns[diary.reminded] += 1
        diary.did(self.now, does)
        sent = self._happens(tx, happening)
        for each in sent:
            diary.saw(self.now, each.message)
        person.life.replies[diary.day(self.now)] += len(sent)
        if not sent:
            self._dead_end(f"no answer to {does or happening}")
            return False
        shown = [Shown(token=each.token, message=each.message) for each in sent]
        person.newest = next((s for s in reversed(shown) if s.keys), shown[-1])
        if not person.newest.keys and not self._awaits_words(person.newest):
            self._dead_end(f"nothing to press on {person.newest.message.body.kind}")
        return True

    def _happens(self, tx: Tx, happening: Happening) -> list[Outgoing]:
        person = self.person
        person.handled += 1
        self.now += timedelta(seconds=person.random.randint(*SECONDS))
        update = Update(
            channel=CHANNEL, update_id=f"{person.role.number}-{person.handled}", body=""
        )
        inbox.put(tx, [update], self.now)
        [row] = inbox.waiting(tx, 1)
        received = Received(
            address=address(person), happening=happening,
            language=person.role.language, zone=person.role.zone,
        )  # fmt: skip
        self.turns.take(tx, row.id, received, self.now)
        sent: list[Outgoing] = []
        while outbox.is_waiting(tx, address(person)):
            sent += send_waiting(tx, self.now, limit=1)
        return sent

    def _awaits_words(self, shown: Shown) -> bool:
        """Whether a typed answer is the way on."""
        body = shown.message.body
        if not isinstance(body, Questioned) or body.answer is not None:
            return False
        step = self.person.diary.course.step(body.at.activity, body.at.step)
        return isinstance(step, Write | Choose)

    def _dead_end(self, why: str) -> None:
        self.person.life.dead_ends.append(f"{self.now:%d %B %H:%M} {why}")
        self.person.gone = True
