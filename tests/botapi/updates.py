"""The queue of updates, with the semantics of getUpdates.

    enqueue ──► pending ──► handed over (again and again) ──► confirmed by a higher offset

An update leaves the queue only by an offset above its id (or a 2xx of the webhook).
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .faults import (
    Malformed,
    NotJson,
    Redelivered,
    Reordered,
    RestartedIds,
    UnknownFields,
    UpdateFault,
)

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "inline_query",
        "chosen_inline_result",
        "channel_post",
        "edited_channel_post",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "message_reaction",
        "message_reaction_count",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "guest_message",
        "managed_bot",
    }
)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FUTURE = 10
NEWS: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**63,
    1.5e300,
    "\u202e\x00",
    [],
    [[1], {"a": []}],
    {},
    {"new": {"newer": None}},
)
"""Values of fields that nobody knows."""


@dataclass(slots=True, kw_only=True)
class Update:
    update_id: int
    chat_id: int | None
    body: Any
    at: float
    handed_over: int = 0
    confirmed_at: float | None = None


@dataclass(slots=True)
class Updates:
    """Keeps what was not confirmed; `history` keeps everything for assertions."""

    clock: Callable[[], float]
    next_id: int = 700_000_001
    pending: list[Update] = field(default_factory=list)
    history: list[Update] = field(default_factory=list)
    recent: deque[Update] = field(default_factory=lambda: deque(maxlen=5))
    allowed: frozenset[str] = KINDS - NOT_BY_DEFAULT
    restart: int | None = None
    dropped: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    on_change: Callable[[int | None], None] = lambda chat_id: None

    def enqueue(self, body: dict[str, Any], chat_id: int | None) -> Update | None:
        """None when the bot did not ask for this kind of update."""
        if not (body.keys() & self.allowed):
            self.dropped += 1
            return None
        return self.put(body, chat_id)

    def put(self, body: Any, chat_id: int | None = None) -> Update:
        """Queues any JSON value as an update; objects get the next id."""
        self._restart_ids()
        if isinstance(body, dict):
            body = {"update_id": self.next_id} | body
        update = Update(update_id=self.next_id, chat_id=chat_id, body=body, at=self.clock())
        self.next_id += 1
        self.pending.append(update)
        self.history.append(update)
        self.arrived.set()
        self.on_change(chat_id)
        return update

    def _restart_ids(self) -> None:
        if self.restart is None or self.pending:
            return
        random = Random(self.restart)
        self.restart = None
        old = self.next_id
        while abs(self.next_id - old) < 1000:
            self.next_id = random.randrange(1, 2**31 - 10**6)

    def confirm(self, offset: int) -> None:
        """Forget what is below the offset. Far above the last id it means nothing, as with
        Telegram, so ids that restart lower are not lost."""
        if offset > self.next_id + FUTURE:
            return
        if offset < 0:
            cut = max(len(self.pending) + offset, 0)
            done, self.pending = self.pending[:cut], self.pending[cut:]
        else:
            done = [update for update in self.pending if update.update_id < offset]
            self.pending = [update for update in self.pending if update.update_id >= offset]
        for update in done:
            self._finish(update)

    def accept(self, update: Update) -> None:
        """The webhook answered 2xx."""
        if update in self.pending:
            self.pending.remove(update)
            self._finish(update)

    def _finish(self, update: Update) -> None:
        update.confirmed_at = self.clock()
        self.recent.append(update)
        self.on_change(update.chat_id)

    def drop(self) -> None:
        self.confirm(self.next_id)

    def waits_for(self, chat_id: int) -> bool:
        return any(update.chat_id == chat_id for update in self.pending)

    def batch(self, limit: int, fault: UpdateFault | None) -> list[Any] | bytes:
        """What the next getUpdates answers: bodies of updates, or raw bytes."""
        extra: list[Any] = []
        match fault:
            case NotJson(body=body):
                return body
            case RestartedIds(seed=seed):
                self.restart = seed
            case Malformed(kind=kind):
                extra = self.spoil(kind)
            case _:
                pass
        updates = self.pending[:limit]
        for update in updates:
            update.handed_over += 1
            self.on_change(update.chat_id)
        bodies = extra + [update.body for update in updates]
        match fault:
            case Redelivered():
                again = [update.body for update in self.recent]
                return (again + bodies + bodies)[: max(limit, 1)]
            case Reordered(seed=seed):
                Random(seed).shuffle(bodies)
            case UnknownFields():
                return [embroidered(body) for body in bodies]
            case _:
                pass
        return bodies

    def spoil(self, kind: str) -> list[Any]:
        """Queues a malformed update after those that wait; `scalar` and `no_id` cannot be
        confirmed, so they are not queued but handed over in the next batch, once."""
        match kind:
            case "scalar":
                return ["not an update"]
            case "no_id":
                return [{"message": {"text": "no id"}}]
            case "missing":
                body: dict[str, Any] = {"message": {"message_id": 1, "text": "no chat, no date"}}
            case "types":
                body = {"message": {"message_id": "one", "chat": 7, "date": [], "text": {}}}
            case "unknown":
                body = {"something_new": {"id": 1, "nested": [None, True]}}
            case _:
                body = {}
        self.put(body)
        return []


def embroidered(value: Any) -> Any:
    """The same JSON value with a field more in every object."""
    match value:
        case dict():
            known = {name: embroidered(each) for name, each in value.items()}
            return {"a_field_of_tomorrow": NEWS[len(value) % len(NEWS)], **known}
        case list():
            return [embroidered(each) for each in value]
        case _:
            return value
