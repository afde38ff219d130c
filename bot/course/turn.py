"""What `advance` answers: the new state and everything that follows from it."""

from dataclasses import dataclass
from datetime import datetime

from bot.course.facts import Fact
from bot.course.inputs import TimerKind
from bot.course.learner import Learner
from bot.course.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Wake this learner at `due`. A learner has at most one timer of a kind; the last one set counts."""

    kind: TimerKind
    due: datetime | None
    """None: there is nothing to wake for any more; the timer of this kind goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One step of a conversation. Saved whole or not at all; the messages are sent afterwards.

    `learner` None: everything that is kept about this person is erased.
    """

    learner: Learner | None
    facts: tuple[Fact, ...] = ()
    messages: tuple[Message, ...] = ()
    timers: tuple[Timer, ...] = ()
    keeps_certificates: bool = False
    """With `learner` None: certificates stay verifiable, without a link to anything else."""
