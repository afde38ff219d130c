"""One action at the desk: who, with which role, when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.course.desk import DeskAction, Role
from bot.course.learner import Draft, Learner
from bot.course.messages import Button, Label
from bot.store import audit
from bot.store.writer import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    tx: Tx
    learner_id: str
    learner: Learner
    role: Role
    draft: Draft | None
    now: datetime
    administrators: Collection[str]
    """The Telegram ids of ADMIN_IDS."""

    def notes(self, action: str, about: str) -> None:
        """A line in the audit, in the same transaction."""
        audit.add(self.tx, self.learner_id, action, about, self.now)


def key(label: Label, does: DeskAction) -> tuple[Button, ...]:
    """A row of one button."""
    return (Button(label=label, does=does),)
