"""Everything that was asked of the fake, with monotonic times, and what was wrong with it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

SENDS = frozenset({"sendMessage", "sendPhoto", "sendDocument"})
EDITS = frozenset(
    {"editMessageText", "editMessageCaption", "editMessageReplyMarkup", "editMessageMedia"}
)


@dataclass(slots=True, kw_only=True)
class Call:
    """One call. `delivered`: its effect took place, whatever the bot was told.

    `status` is the HTTP status the bot saw, 0 when the connection was cut or hung.
    """

    number: int
    method: str
    params: dict[str, Any]
    chat_id: int | None
    at: float
    ended: float | None = None
    status: int = 0
    description: str = ""
    delivered: bool = False
    fault: str | None = None
    message_id: int | None = None
    fingerprint: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule the bot broke. `rule` is short and stable, `text` says what happened."""

    rule: str
    text: str
    at: float
    chat_id: int | None = None

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}" + (f" (chat {self.chat_id})" if self.chat_id else "")


@dataclass(slots=True)
class Calls:
    """All calls in order of arrival. Reading costs time in proportion to their number."""

    all: list[Call] = field(default_factory=list)

    def __iter__(self) -> Iterator[Call]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def of(self, *methods: str, chat_id: int | None = None) -> list[Call]:
        wanted = {method.lower() for method in methods}
        return [
            call
            for call in self.all
            if call.method.lower() in wanted and chat_id in {None, call.chat_id}
        ]

    def deliveries(self, chat_id: int | None = None, *, edits: bool = False) -> list[Call]:
        """Calls whose message reached a chat, also those the bot never heard about."""
        wanted = SENDS | EDITS if edits else SENDS
        return [
            call
            for call in self.all
            if call.delivered and call.method in wanted and chat_id in {None, call.chat_id}
        ]

    def refused(self, *, ignoring: Iterable[str] = ()) -> list[Call]:
        """Calls Telegram itself answered with an error (injected faults are not counted)."""
        skip = tuple(ignoring)
        return [
            call
            for call in self.all
            if call.status >= 400
            and call.fault is None
            and not any(text in call.description for text in skip)
        ]

    def largest_window(self, seconds: float = 1.0, chat_id: int | None = None) -> int:
        """The most sends and edits that took effect within any half-open window."""
        times = [call.at for call in self.deliveries(chat_id, edits=True)]
        most = start = 0
        for end, at in enumerate(times):
            while at - times[start] >= seconds:
                start += 1
            most = max(most, end - start + 1)
        return most

    def duplicates(self, chat_id: int | None = None) -> list[list[Call]]:
        """Messages with the same content delivered more than once to one chat
        although its person did nothing in between."""
        groups: dict[tuple[Any, ...], list[Call]] = defaultdict(list)
        for call in self.deliveries(chat_id):
            if call.fingerprint is not None:
                groups[call.fingerprint].append(call)
        return [calls for calls in groups.values() if len(calls) > 1]
