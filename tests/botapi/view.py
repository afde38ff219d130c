"""A chat as it stands on a person's screen, and waiting for what shows up there."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from .keyboard import Button
from .messages import Chat, Message
from .telegram import Telegram

T = TypeVar("T")
TIMEOUT = 5.0
QUIET = 0.1
LOOK_AGAIN = 0.5


class View:
    """One chat, as it reads now."""

    def __init__(self, telegram: Telegram, chat: Chat) -> None:
        self.telegram = telegram
        self.chat = telegram.chats.setdefault(chat.chat_id, chat)
        self.last_act = 0
        self.edits_at_act: dict[int, int] = {}

    @property
    def messages(self) -> list[Message]:
        """In order, as they read now; deleted ones are gone."""
        return self.chat.seen()

    @property
    def received(self) -> list[Message]:
        """Only what the bot wrote."""
        return [message for message in self.messages if message.by_bot]

    @property
    def last(self) -> Message:
        """The bot's latest message."""
        if not self.received:
            raise AssertionError("the bot has written nothing:\n" + self.transcript)
        return self.received[-1]

    @property
    def news(self) -> list[Message]:
        """What the bot wrote or edited since the last act here."""
        edits = self.edits_at_act
        return [
            message
            for message in self.received
            if message.message_id > self.last_act
            or len(message.edits) > edits.get(message.message_id, 0)
        ]

    @property
    def with_keyboard(self) -> Message:
        """The last message that has buttons in it."""
        for message in reversed(self.received):
            if message.keyboard:
                return message
        raise AssertionError("no message has a keyboard:\n" + self.transcript)

    @property
    def reply_keyboard(self) -> tuple[tuple[Button, ...], ...]:
        """The keyboard under the input field, if one is shown."""
        for message in reversed(self.received):
            if message.reply_markup is not None:
                return message.reply_markup.rows
        return ()

    @property
    def transcript(self) -> str:
        return self.chat.transcript()

    def acted(self) -> None:
        self.chat.turn += 1
        self.last_act = self.telegram.next_message - 1
        messages = self.chat.messages.values()
        self.edits_at_act = {m.message_id: len(m.edits) for m in messages if m.edits}

    @property
    def idle(self) -> bool:
        """Nothing here waits for the bot, and the bot is not in the middle of a call."""
        chat_id = self.chat.chat_id
        waits = self.telegram.updates.waits_for(chat_id) or self.telegram.queries.waits_for(chat_id)
        return not waits and self.chat.in_flight == 0

    async def wait_for(
        self, predicate: Callable[[], T], within: float = TIMEOUT, what: str = ""
    ) -> T:
        """The first true value of `predicate`, asked again at every change here
        (and twice a second, for what happens elsewhere)."""
        try:
            async with asyncio.timeout(within):
                while not (value := predicate()):
                    await self._change(LOOK_AGAIN)
                return value
        except TimeoutError:
            raise TimeoutError(
                f"not seen in {within:g} s: {what or predicate}\n{self.transcript}"
            ) from None

    async def reads(self, text: str, within: float = TIMEOUT) -> Message:
        """A message of the bot since the last act whose text contains `text`."""
        found = await self.wait_for(
            lambda: [message for message in self.news if text in message.text],
            within,
            f"text {text!r}",
        )
        return found[-1]

    async def settled(self, within: float = TIMEOUT, quiet: float = QUIET) -> list[Message]:
        """Waits until the bot has taken every update of this chat, answered every press and
        been silent here for `quiet` seconds. Gives what it wrote or edited since the last act.
        """
        try:
            async with asyncio.timeout(within):
                while (rest := self._restless(quiet)) > 0:
                    await self._change(rest)
        except TimeoutError:
            raise TimeoutError(
                f"the bot is not done in {within:g} s: {self._reason()}\n{self.transcript}"
            ) from None
        return self.news

    async def _change(self, within: float) -> None:
        """Until something changes here, or the time is over."""
        event = asyncio.Event()
        self.chat.waiters.add(event)
        try:
            async with asyncio.timeout(within):
                await event.wait()
        except TimeoutError:
            pass
        finally:
            self.chat.waiters.discard(event)

    def _restless(self, quiet: float) -> float:
        """How long the chat must yet be left alone to count as settled."""
        if not self.idle:
            return LOOK_AGAIN
        return quiet - (self.telegram.clock() - self.chat.touched)

    def _reason(self) -> str:
        chat_id = self.chat.chat_id
        if self.telegram.updates.waits_for(chat_id):
            return "an update is not confirmed"
        if self.telegram.queries.waits_for(chat_id):
            return "a press is not answered"
        return "a call is under way" if self.chat.in_flight else "it goes on writing"


class Group(View):
    """A supergroup. In privacy mode the bot hears commands only."""

    def __init__(self, telegram: Telegram, chat_id: int, title: str) -> None:
        chat = Chat(chat_id=chat_id, type="supergroup", title=title, member=False)
        super().__init__(telegram, chat)

    @property
    def has_bot(self) -> bool:
        return self.chat.member
