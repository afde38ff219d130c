"""What a channel read from an update: who, and what they did, in no channel's terms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.course.inputs import Arrived, TextEdited, UnreadableReceived
from bot.store.learners import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """A button: the token of its message and its place in the keyboard."""

    token: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Text that may be a command, the words of a button, or anything.

    `message`: the channel's own name of it; `reply_to`: of the message under which it was written.
    """

    text: str
    message: str | None = None
    reply_to: str | None = None
    marked: str | None = None
    """The same text with its formatting as markup, where it has any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The person has blocked the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unblocked:
    """The person has let the bot in again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InGroup:
    """Somebody spoke to the bot in a group, or added it to one."""


Happening: TypeAlias = (
    Arrived | TextEdited | UnreadableReceived | Tapped | Typed | Blocked | Unblocked | InGroup
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """`language` and `zone` are what the device proposes; used only for somebody new."""

    address: Address
    happening: Happening
    language: str
    zone: str | None = None


Read: TypeAlias = Callable[[str], Received | None]
"""Reads the raw body of an update. None: nothing of concern. Raises on what cannot be understood."""
