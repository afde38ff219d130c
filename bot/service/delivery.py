"""What can become of a message that was given to a channel. Expected outcomes are values."""

from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias

from bot.course.desk.front import LinkShown
from bot.course.desk.team import InvitationShown
from bot.course.messages import Message
from bot.store.outbox import Outgoing, Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    posted: Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """The person has blocked the bot, or the account is gone."""

    status: Literal["blocked", "deactivated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The channel will not take this message, now or later."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryAfter:
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDelivered:
    """It certainly did not arrive; trying again repeats nothing."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """It may have arrived: the answer was lost on the way back."""

    reason: str


Delivery: TypeAlias = Sent | Unreachable | Refused | RetryAfter | NotDelivered | Unknown


class Channel(Protocol):
    """Where messages go. `deliver` never raises for anything that the outside world does."""

    name: str

    async def deliver(self, outgoing: Outgoing) -> Delivery: ...


def without_secrets(message: Message) -> Message | None:
    """What stays of a message that told something once: none of what opens a door.

    None: it tells nothing of that kind.
    """
    match message.body:
        case InvitationShown() as body:
            return replace(message, body=replace(body, token="", link=None))
        case LinkShown(link=str()) as body:
            return replace(message, body=replace(body, link=None, told=True))
        case _:
            return None
