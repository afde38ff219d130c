"""People who use the bot: what they do, and what they see on their phones."""

import json
import re
import time
from typing import Any

from .files import Media
from .keyboard import Button
from .media import sent
from .messages import Chat, Content, Message
from .queries import Press
from .telegram import Telegram
from .text import Entity, Formatted, units
from .view import Group, View

COMMAND = re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")


class People:
    """The same person for the same id."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.known: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}

    def person(
        self, user_id: int, language: str | None, first_name: str | None, username: str | None
    ) -> "Person":
        if user_id not in self.known:
            name = first_name or f"Person {user_id}"
            self.known[user_id] = Person(self.telegram, user_id, language, name, username)
        return self.known[user_id]

    def group(self, chat_id: int, title: str) -> "Group":
        if chat_id not in self.groups:
            self.groups[chat_id] = Group(self.telegram, chat_id, title)
        return self.groups[chat_id]


class Person(View):
    """A person and the private chat with the bot. Acts return when Telegram has them."""

    def __init__(
        self,
        telegram: Telegram,
        user_id: int,
        language: str | None,
        first_name: str,
        username: str | None,
    ) -> None:
        chat = Chat(chat_id=user_id, first_name=first_name, username=username)
        super().__init__(telegram, chat)
        self.user_id = user_id
        self.first_name = first_name
        self.username = username
        self.language_code = language

    @property
    def user(self) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "id": self.user_id,
            "is_bot": False,
            "first_name": self.first_name,
        }
        if self.username:
            answer["username"] = self.username
        if self.language_code:
            answer["language_code"] = self.language_code
        return answer

    async def start(self, payload: str = "") -> Message:
        """Presses Start, also by a deep link; unblocks the bot if it was blocked."""
        if self.chat.blocked:
            await self.unblock()
        return await self.send_text(f"/start {payload}".rstrip())

    async def send_text(
        self, text: str, group: Group | None = None, reply_to: Message | None = None
    ) -> Message:
        """`reply_to`: written under this message."""
        body = Formatted(text=text, entities=tuple(_commands(text)))
        number = reply_to.message_id if reply_to else None
        return self._write(Content(body=body), group, reply_to=number)

    async def send(
        self, kind: str, caption: str = "", group: Group | None = None, **fields: Any
    ) -> Message:
        """photo, voice, sticker, video, audio, document, animation, video_note, location,
        contact, dice, poll, venue. `fields` replace parts of what is made up."""
        payload = sent(kind, self.telegram.files, fields)
        body = Formatted(text=caption)
        if kind in {"photo", "document"}:
            media = Media(kind=kind, unique_id="", content=b"", payload=json.dumps(payload))
            return self._write(Content(body=body, media=media), group)
        extra = {kind: payload} | ({"caption": caption} if caption else {})
        return self._write(Content(), group, extra=extra)

    def _write(
        self, content: Content, group: Group | None, extra: dict[str, Any] | None = None,
        reply_to: int | None = None,
    ) -> Message:  # fmt: skip
        self._must_be_able()
        view = group or self
        if view is self:
            self.chat.started = True
        view.acted()
        message = self.telegram.post(
            view.chat, self.user, content, extra=extra or {}, reply_to=reply_to
        )
        view.last_act = message.message_id
        if view is self or self._heard(view, content):
            self.telegram.updates.enqueue({"message": message.json()}, view.chat.chat_id)
        return message

    def _must_be_able(self) -> None:
        if self.chat.blocked:
            raise AssertionError(f"{self.first_name} has blocked the bot; unblock first")
        if self.chat.deactivated:
            raise AssertionError(f"{self.first_name}'s account is deleted")

    def _heard(self, view: View, content: Content) -> bool:
        if not view.chat.member:
            return False
        command = any(entity.type == "bot_command" for entity in content.body.entities)
        return command or not self.telegram.settings.privacy_mode

    async def edit_text(self, text: str, message: Message | None = None) -> Message:
        """Changes the person's own message, by default the last one."""
        own = [m for m in self.messages if not m.by_bot and m.text]
        changed = message or own[-1]
        self.acted()
        body = Formatted(text=text, entities=tuple(_commands(text)))
        self.telegram.edit(changed, Content(body=body, media=changed.content.media))
        update = {"edited_message": changed.json()}
        self.telegram.updates.enqueue(update, changed.chat.chat_id)
        return changed

    async def delete(self, message: Message) -> None:
        """Takes a message off the screen; Telegram tells the bot nothing."""
        message.deleted = True
        self.telegram.touch(self.chat.chat_id)

    async def press(self, button: str, message: Message | None = None) -> Press:
        """A button by its text or callback_data (or a part of its text that only it has), on
        the given message or the last one with a keyboard."""
        shown = message or self.with_keyboard
        found = _button(shown, button, self.transcript)
        if found.data is None:
            raise AssertionError(f"[{found.text}] is a link to {found.url}, the bot hears nothing")
        return await self.forge(found.data, shown)

    async def forge(self, data: str, message: Message | None = None) -> Press:
        """A press with any data, also of a button that is not there (or is no longer)."""
        self._must_be_able()
        shown = message or self.last
        chat_id = shown.chat.chat_id
        self.acted()
        press = self.telegram.queries.open(chat_id, data)
        body: dict[str, Any] = {
            "id": press.query_id,
            "from": self.user,
            "message": _as_seen(shown),
            "chat_instance": str(-(7 * 10**17) - chat_id),
            "data": data,
        }
        self.telegram.updates.enqueue({"callback_query": body}, chat_id)
        return press

    async def block(self) -> None:
        self._membership(self.chat, "member", "kicked")
        self.chat.blocked = True

    async def unblock(self) -> None:
        self.chat.blocked = False
        self._membership(self.chat, "kicked", "member")

    async def deactivate(self) -> None:
        """The account is deleted; Telegram tells the bot only when it sends."""
        self.chat.deactivated = True
        self.telegram.touch(self.chat.chat_id)

    async def add_bot(self, group: Group) -> None:
        """Brings the bot into a group, as a member."""
        group.chat.member, group.chat.kicked = True, False
        group.acted()
        self._membership(group.chat, "left", "member")
        extra = {"new_chat_members": [self.telegram.bot]}
        message = self.telegram.post(group.chat, self.user, Content(), extra=extra)
        self.telegram.updates.enqueue({"message": message.json()}, group.chat.chat_id)

    async def remove_bot(self, group: Group) -> None:
        group.chat.member, group.chat.kicked = False, True
        self._membership(group.chat, "member", "kicked")

    def _membership(self, chat: Chat, old: str, new: str) -> None:
        body = {
            "chat": chat.json(),
            "from": self.user,
            "date": int(time.time()),
            "old_chat_member": self._member(old),
            "new_chat_member": self._member(new),
        }
        self.telegram.updates.enqueue({"my_chat_member": body}, chat.chat_id)

    def _member(self, status: str) -> dict[str, Any]:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.telegram.bot, "status": status} | until


def _commands(text: str) -> list[Entity]:
    return [
        Entity(type="bot_command", offset=units(text[: m.start()]), length=len(m.group()))
        for m in COMMAND.finditer(text)
    ]


def _as_seen(message: Message) -> dict[str, Any]:
    """A deleted message reaches the bot as inaccessible."""
    if not message.deleted:
        return message.json()
    return {"chat": message.chat.json(), "message_id": message.message_id, "date": 0}


def _button(message: Message, wanted: str, transcript: str) -> Button:
    buttons = message.buttons
    for match in (
        [b for b in buttons if wanted in (b.text, b.data)],
        [b for b in buttons if wanted in b.text],
    ):
        if len(match) == 1:
            return match[0]
        if match:
            raise AssertionError(f"{wanted!r} fits several buttons:\n{transcript}")
    raise AssertionError(f"no button {wanted!r} on message {message.message_id}:\n{transcript}")
