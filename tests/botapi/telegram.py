"""Telegram behind the API: chats, files, updates, limits. Knows no HTTP.

Request ──► read(spec) ──► method(telegram, params) ──► result | ApiError
"""

import time
from collections.abc import Callable
from typing import Any

from .errors import ApiError, bad_request, forbidden
from .faults import Faults
from .files import Files
from .limits import Flood
from .log import Call, Calls, Violation
from .messages import Chat, Content, Message
from .profile import Profile
from .queries import Queries
from .settings import Settings
from .updates import Updates


class Telegram:
    """One bot's Telegram. A change in a chat wakes those who wait there."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.settings = settings
        self.clock = clock
        self.files = Files(settings.bot_id)
        self.faults = Faults()
        self.flood = Flood(settings.limits)
        self.calls = Calls()
        self.violations: list[Violation] = []
        self.forgiven: dict[str, list[Violation]] = {}
        self.profile = Profile(name=settings.bot_name)
        self.queries = Queries(settings, clock, self.blame)
        self.updates = Updates(clock)
        self.updates.on_change = self.touch
        self.chats: dict[int, Chat] = {}
        self.bot: dict[str, Any] = {
            "id": settings.bot_id,
            "is_bot": True,
            "first_name": settings.bot_name,
            "username": settings.bot_username,
        }
        self.next_message = 1
        self.losing_answer = False
        self.on_written: Callable[[Message], None] = lambda message: None
        """Told of everything that the bot has written or edited, as soon as a person sees it."""

    def blame(self, rule: str, text: str, chat_id: int | None = None) -> None:
        """Records a violation, unless the test has forgiven this rule."""
        violation = Violation(rule=rule, text=text, at=self.clock(), chat_id=chat_id)
        self.forgiven.get(rule, self.violations).append(violation)

    def touch(self, chat_id: int | None) -> None:
        """Something happened in a chat."""
        if chat_id is not None and (chat := self.chats.get(chat_id)) is not None:
            chat.touched = self.clock()
            for event in chat.waiters:
                event.set()

    def chat(self, chat_id: int | str) -> Chat:
        """A chat the bot may write to, or Telegram's refusal."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.deactivated:
            raise forbidden("user is deactivated")
        if chat.private and not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.private and not chat.member:
            kind = "supergroup" if chat.type == "supergroup" else "group"
            how = "bot was kicked from" if chat.kicked else "bot is not a member of"
            raise forbidden(f"{how} the {kind} chat")
        return chat

    def admit(self, chat: Chat, *, edit: bool = False) -> None:
        """Counts a send (or an edit, if edits count) against the limits, or raises 429."""
        if edit and not self.settings.limits.edits_count:
            return
        self.flood.admit(chat.chat_id, self.clock(), private=chat.private)

    def post(self, chat: Chat, sender: dict[str, Any], content: Content, **more: Any) -> Message:
        message = Message(
            chat=chat,
            message_id=self.next_message,
            sender=sender,
            date=int(time.time()),
            at=self.clock(),
            content=content,
            **more,
        )
        self.next_message += 1
        chat.messages[message.message_id] = message
        self.touch(chat.chat_id)
        if message.by_bot:
            self.on_written(message)
        return message

    def edit(self, message: Message, content: Content) -> None:
        message.edits.append(message.content)
        message.content = content
        message.edited_at = int(time.time())
        self.touch(message.chat.chat_id)
        if message.by_bot:
            self.on_written(message)

    def begin(self, method: str, params: dict[str, Any]) -> Call:
        call = Call(
            number=len(self.calls.all),
            method=method,
            params=params,
            chat_id=_chat_id(params.get("chat_id")),
            at=self.clock(),
        )
        self.calls.all.append(call)
        self._in_flight(call, 1)
        return call

    def end(self, call: Call) -> None:
        call.ended = self.clock()
        self._in_flight(call, -1)

    def _in_flight(self, call: Call, step: int) -> None:
        if call.chat_id is not None and (chat := self.chats.get(call.chat_id)) is not None:
            chat.in_flight = max(chat.in_flight + step, 0)
            self.touch(call.chat_id)

    def failed(self, call: Call, error: ApiError) -> None:
        """Notes a refusal, and whose fault it was."""
        call.status, call.description = error.code, error.description
        if error.violation is not None:
            self.blame(error.violation, f"{call.method}: {error.description}", call.chat_id)


def _chat_id(value: Any) -> int | None:
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() else None
