"""Somebody at the desk: who, with which rights, when; in the chat also what they did there.

What the desk does takes a Sitting, so that the chat and the web page do the same. What it says in
the chat takes an InChat and gives a Turn.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.course.desk import DeskAction
from bot.course.desk.announcement import SECOND_PERSON_FROM
from bot.course.desk.rights import Rights
from bot.course.inputs import Ref
from bot.course.learner import Draft, Learner, Purpose
from bot.course.messages import AnyLabel, Body, Button, Keyboard, Message
from bot.course.turn import Turn
from bot.store import audit, team
from bot.store.writer import Tx

SAME_LOOK = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    tx: Tx
    who: str
    rights: Rights
    now: datetime
    administrators: Collection[str] = ()
    """The Telegram ids of ADMIN_IDS."""
    second_person_from: int = SECOND_PERSON_FROM
    """From how many people on an announcement needs a second person of the team."""
    noted: list[str] = field(default_factory=list, repr=False, compare=False)
    """What has been noted in this sitting."""

    def rights_of(self, other: str) -> Rights:
        """The rights of somebody else at this moment."""
        return team.rights_of(self.tx, other, self.administrators)

    def notes(self, action: str, about: str) -> None:
        """A line in the audit, in the same transaction. Never anybody's words."""
        self.noted.append(action)
        audit.add(self.tx, self.who, action, about, self.now)

    def looks(self, action: str, about: str) -> None:
        """A line that somebody looked at something: one, however often they do within an hour."""
        if not audit.has_done(self.tx, self.who, action, about, self.now - SAME_LOOK):
            self.notes(action, about)


def sit(
    tx: Tx, who: str, administrators: Collection[str], now: datetime,
    second_person_from: int = SECOND_PERSON_FROM,
) -> Sitting:  # fmt: skip
    """With the rights of this very moment."""
    rights = team.rights_of(tx, who, administrators)
    return Sitting(
        tx=tx, who=who, rights=rights, now=now, administrators=administrators,
        second_person_from=second_person_from,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class InChat:
    """`draft`: the words that waited for a decision before this turn."""

    sitting: Sitting
    learner: Learner
    draft: Draft | None = None
    origin: Ref | None = None

    @property
    def tx(self) -> Tx:
        return self.sitting.tx

    @property
    def now(self) -> datetime:
        return self.sitting.now

    def says(self, body: Body, keys: Keyboard, *, in_place: bool = True) -> Turn:
        """One message; in place of the one whose button was pressed, if there is one."""
        replaces = self.origin if in_place else None
        return self.sends(Message(body=body, buttons=keys, replaces=replaces))

    def sends(self, *messages: Message) -> Turn:
        return Turn(learner=self.learner, messages=messages)

    def asks(self, purpose: Purpose, about: str | None, body: Body, keys: Keyboard) -> Turn:
        """Asks for words: the next that this person writes are what they are asked for."""
        draft = Draft(text=None, turn=self.learner.turn, purpose=purpose, about=about)
        return self.keeping(draft).says(body, keys, in_place=False)

    def keeping(self, draft: Draft) -> "InChat":
        return replace(self, learner=replace(self.learner, draft=draft))


def key(label: AnyLabel, does: DeskAction) -> tuple[Button, ...]:
    """A row of one button."""
    return (Button(label=label, does=does),)
