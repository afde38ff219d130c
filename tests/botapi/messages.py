"""Messages and chats as Telegram keeps them and as a person sees them."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from .files import Media
from .keyboard import Button, Markup
from .text import Formatted


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything an edit can change. Equal contents are "not modified"."""

    body: Formatted = field(default_factory=Formatted)
    media: Media | None = None
    markup: Markup | None = None


@dataclass(slots=True, kw_only=True)
class Message:
    """One message in a chat; `edits` holds its earlier contents, oldest first."""

    chat: "Chat"
    message_id: int
    sender: dict[str, Any]
    date: int
    at: float
    content: Content
    edits: list[Content] = field(default_factory=list)
    edited_at: int | None = None
    deleted: bool = False
    reply_markup: Markup | None = None
    reply_to: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def by_bot(self) -> bool:
        return bool(self.sender["is_bot"])

    @property
    def text(self) -> str:
        """What can be read: the text, or the caption of a picture."""
        return self.content.body.text

    @property
    def html(self) -> str:
        return self.content.body.html

    @property
    def photo(self) -> bytes | None:
        media = self.content.media
        return media.content if media is not None and media.kind == "photo" else None

    @property
    def document(self) -> bytes | None:
        media = self.content.media
        return media.content if media is not None and media.kind == "document" else None

    @property
    def document_name(self) -> str:
        return self.content.media.name if self.content.media is not None else ""

    @property
    def keyboard(self) -> tuple[tuple[Button, ...], ...]:
        """The rows of buttons in the message."""
        return self.content.markup.rows if self.content.markup is not None else ()

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.keyboard for button in row)

    def json(self) -> dict[str, Any]:
        """As the Bot API writes it."""
        body, media = self.content.body, self.content.media
        prefix = "" if media is None else "caption"
        answer: dict[str, Any] = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.json(),
            "date": self.date,
        }
        if self.edited_at is not None:
            answer["edit_date"] = self.edited_at
        if self.reply_to is not None and (origin := self.chat.messages.get(self.reply_to)):
            answer["reply_to_message"] = origin.json()
        if media is not None:
            answer[media.kind] = json.loads(media.payload)
        if body.text:
            answer[prefix or "text"] = body.text
        if body.entities:
            name = f"{prefix}_entities" if prefix else "entities"
            answer[name] = [entity.json() for entity in body.entities]
        if self.content.markup is not None:
            answer["reply_markup"] = self.content.markup.json()
        return answer | self.extra


@dataclass(slots=True, kw_only=True)
class Chat:
    """`turn` grows with every act of a person here, so that repeats can be told apart."""

    chat_id: int
    type: str = "private"
    title: str = ""
    first_name: str = ""
    username: str | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    member: bool = True
    kicked: bool = False
    turn: int = 0
    touched: float = 0.0
    in_flight: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    waiters: set[asyncio.Event] = field(default_factory=set)

    @property
    def private(self) -> bool:
        return self.type == "private"

    def json(self) -> dict[str, Any]:
        if not self.private:
            return {"id": self.chat_id, "type": self.type, "title": self.title}
        answer = {"id": self.chat_id, "type": "private", "first_name": self.first_name}
        return answer | ({"username": self.username} if self.username else {})

    def seen(self) -> list[Message]:
        """In order, without what was deleted."""
        return [message for message in self.messages.values() if not message.deleted]

    def transcript(self) -> str:
        """For a failing test: the chat as lines of text."""
        lines = []
        for message in self.seen():
            who = "bot" if message.by_bot else str(message.sender["first_name"])
            media = "" if message.content.media is None else f"[{message.content.media.kind}] "
            kind = media or "".join(f"[{name}] " for name in message.extra if name != "entities")
            buttons = "".join(
                "\n        " + " ".join(f"[{b.text}]" for b in row) for row in message.keyboard
            )
            lines.append(f"{message.message_id:>5} {who}: {kind}{message.text}{buttons}")
        return "\n".join(lines)
