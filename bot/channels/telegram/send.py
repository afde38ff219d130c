"""Sending to Telegram: a page becomes HTML and a keyboard; what Telegram answers becomes a value.

replaces something ──► edit it ──► not possible any more ──► send it anew
has a picture      ──► by its file_id ──► unknown to Telegram ──► upload it once more
"""

import json
import re
from contextlib import suppress
from dataclasses import replace
from html import unescape
from typing import Any, Literal, TypeAlias

from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.api import Api, seconds
from bot.channels.telegram.receive import NAME, callback_data
from bot.channels.telegram.request import NotSent
from bot.content.telegram_limits import CAPTION, units
from bot.course.model import Picture
from bot.service import delivery
from bot.service.delivery import Delivery, NotDelivered, Refused, Sent, Unknown, Unreachable
from bot.service.documents import DocumentOf
from bot.store import releases, uploads
from bot.store.outbox import Outgoing, Posted
from bot.store.reader import Reader
from bot.store.writer import StoreUnavailable, Writer
from bot.view.markup import TELEGRAM, html
from bot.view.page import Attachment, Page, paragraphs
from bot.view.pages import View

_cannot_edit = re.compile(
    "message to edit not found|message can't be edited|there is no text|no caption", re.IGNORECASE
)
_unknown_file = re.compile(
    "file identifier|file_id|file reference|wrong remote file|HTTP URL", re.IGNORECASE
)

Kind: TypeAlias = Literal["photo", "document"]
_METHODS: dict[Kind, str] = {"photo": "sendPhoto", "document": "sendDocument"}


class TelegramChannel:
    """`deliver` sends one message. Raises nothing that Telegram or the network does."""

    name = NAME

    def __init__(
        self,
        api: Api,
        view: View,
        writer: Writer,
        reader: Reader,
        document: DocumentOf,
        *,
        paid_broadcasts: bool = False,
    ) -> None:
        """`paid_broadcasts`: announcements go out at a rate for which Telegram is paid."""
        self._api = api
        self._album = f"{NAME}/{api.bot_id}"
        """Where handles of pictures are kept: another bot would not know them."""
        self._view = view
        self._writer = writer
        self._reader = reader
        self._document = document
        self._paid_broadcasts = paid_broadcasts

    async def deliver(self, outgoing: Outgoing) -> Delivery:
        page = self._view.page(outgoing.message, outgoing.language, pictures=outgoing.pictures)
        try:
            return Sent(posted=await self._post(outgoing, page))
        except TelegramError as error:
            return _outcome(error)
        except StoreUnavailable as error:
            return NotDelivered(reason=str(error))

    async def _post(self, outgoing: Outgoing, page: Page) -> Posted:
        markup = _keyboard(page, outgoing.token)
        if outgoing.replaces is not None:
            edited = await self._edit(outgoing.to.address, outgoing.replaces, page, markup)
            if edited is not None:
                return edited
        if page.effect == "leave":
            return await self._say_and_leave(outgoing, page)
        if page.attached is not None and page.attached.what == "file" and outgoing.learner_id:
            return await self._send_file(outgoing, page.attached, page, markup)
        if page.attached is not None and outgoing.learner_id is not None:
            return await self._send_document(outgoing, page.attached, page, markup)
        if page.picture is not None:
            return await self._send_picture(outgoing, page.picture, page, markup)
        return await self._send_text(outgoing, page, markup, outgoing.message.answers)

    async def _send(self, outgoing: Outgoing, method: str, **parameters: Any) -> Any:
        paid = True if self._paid_broadcasts and outgoing.announcement else None
        return await self._api.call(
            method, chat_id=outgoing.to.address, parse_mode="HTML", allow_paid_broadcast=paid,
            **parameters,
        )  # fmt: skip

    async def _edit(self, chat: str, old: Posted, page: Page, markup: str | None) -> Posted | None:
        """The message in its new state; None where it cannot be changed in place."""
        if (old.form == "photo") != (page.picture is not None) or page.attached is not None:
            return None
        what = {
            "chat_id": chat, "message_id": int(old.id), "reply_markup": markup, "parse_mode": "HTML",
        }  # fmt: skip
        try:
            if old.form == "photo":
                await self._api.call("editMessageCaption", caption=html(page, TELEGRAM), **what)
            else:
                await self._api.call(
                    "editMessageText", text=html(page, TELEGRAM),
                    link_preview_options=_NO_PREVIEW, **what,
                )  # fmt: skip
        except BadRequest as error:
            if "not modified" in error.message.lower():
                return old
            if _cannot_edit.search(error.message):
                return None
            raise
        return old

    async def _send_text(
        self, outgoing: Outgoing, page: Page, markup: str | None, answers: str | None = None
    ) -> Posted:
        """`answers`: as a reply to this message of theirs, if it is still there."""
        sent = await self._send(
            outgoing, "sendMessage", text=html(page, TELEGRAM),
            link_preview_options=_NO_PREVIEW, reply_markup=markup, reply_parameters=_reply(answers),
        )  # fmt: skip
        return _posted(sent, "text")

    async def _send_picture(
        self, outgoing: Outgoing, picture: Picture, page: Page, markup: str | None
    ) -> Posted:
        """Uploaded once, then known by its handle."""
        how = {"caption": html(page, TELEGRAM), "reply_markup": markup}
        if known := await self._send_known(outgoing, "photo", picture.sha256, how):
            return known
        kept = await releases.picture(self._reader, picture.sha256)
        if kept is None:
            return await self._send_text(outgoing, page, markup)
        media_type, content = kept
        file = InputFile(content, filename=f"picture.{media_type.split('/')[1]}")
        return await self._upload(outgoing, "photo", picture.sha256, file, how)

    async def _send_file(
        self, outgoing: Outgoing, attached: Attachment, page: Page, markup: str | None
    ) -> Posted:
        """What goes with an announcement: uploaded once, then known by its handle."""
        assert outgoing.learner_id is not None
        sha256 = attached.about.partition("/")[0]
        how = {"caption": html(page, TELEGRAM), "reply_markup": markup}
        if known := await self._send_known(outgoing, "document", sha256, how):
            return known
        document = await self._document(outgoing.learner_id, attached, page.language)
        if document is None:
            return await self._send_text(outgoing, page, markup)
        file = InputFile(document.content, filename=document.name)
        return await self._upload(outgoing, "document", sha256, file, how)

    async def _send_known(
        self, outgoing: Outgoing, kind: Kind, sha256: str, how: dict[str, Any]
    ) -> Posted | None:
        """By its handle; None where there is none, or Telegram does not know it any more."""
        handle = await self._writer.run(lambda tx: uploads.handle(tx, self._album, sha256))
        if handle is None:
            return None
        try:
            sent = await self._send(outgoing, _METHODS[kind], **{kind: handle}, **how)
        except BadRequest as error:
            if not _unknown_file.search(error.message):
                raise
            return None
        return _posted(sent, kind)

    async def _upload(
        self, outgoing: Outgoing, kind: Kind, sha256: str, file: InputFile, how: dict[str, Any]
    ) -> Posted:
        sent = await self._send(outgoing, _METHODS[kind], **{kind: file}, **how)
        await self._remember(sha256, sent)
        return _posted(sent, kind)

    async def _remember(self, sha256: str, sent: Any) -> None:
        """It has been sent: where its handle cannot be kept, it is uploaded again next time."""
        match sent:
            case {"photo": [*_, {"file_id": str(handle)}]} | {"document": {"file_id": str(handle)}}:
                with suppress(StoreUnavailable):
                    await self._writer.run(lambda tx: uploads.put(tx, self._album, sha256, handle))
            case _:
                pass

    async def _send_document(
        self, outgoing: Outgoing, attached: Attachment, page: Page, markup: str | None
    ) -> Posted:
        """A picture is seen at once, anything else is a file. Where the words are too long for its
        caption, they follow in a message of their own.
        """
        assert outgoing.learner_id is not None
        document = await self._document(outgoing.learner_id, attached, page.language)
        if document is None:
            return await self._send_text(outgoing, page, markup)
        whole = replace(page, text=paragraphs(page.text, document.text))
        fits = _shown_units(whole) <= CAPTION
        method, kind = (
            ("sendPhoto", "photo") if document.is_picture else ("sendDocument", "document")
        )
        sent = await self._send(
            outgoing, method,
            caption=html(whole if fits else page, TELEGRAM), reply_markup=markup if fits else None,
            **{kind: InputFile(document.content, filename=document.name)},
        )  # fmt: skip
        if fits:
            return _posted(sent, kind)
        return await self._send_text(outgoing, replace(page, text=document.text), markup)

    async def _say_and_leave(self, outgoing: Outgoing, page: Page) -> Posted:
        """Leaves the group, whether or not a word was allowed there."""
        with suppress(BadRequest, Forbidden):
            await self._send_text(outgoing, page, None)
        await self._api.call("leaveChat", chat_id=outgoing.to.address)
        return Posted(id="", form="left")


_NO_PREVIEW = {"is_disabled": True}
_tag = re.compile("<[^>]*>")


def _shown_units(page: Page) -> int:
    """The length as Telegram counts it: without the marks."""
    return units(unescape(_tag.sub("", html(page, TELEGRAM))))


def _keyboard(page: Page, token: str) -> str | None:
    """Links first. Nobody tells us who opens one, so only the other buttons are numbered."""
    if not page.keys and not page.links:
        return None
    index = iter(range(1000))
    links = [[{"text": words, "url": url}] for words, url in page.links]
    rows = [
        [{"text": label, "callback_data": callback_data(token, next(index))} for label in row]
        for row in page.keys
    ]
    return json.dumps({"inline_keyboard": [*links, *rows]}, ensure_ascii=False)


def _reply(answers: str | None) -> dict[str, Any] | None:
    if answers is None or not answers.isdecimal():
        return None
    return {"message_id": int(answers), "allow_sending_without_reply": True}


def _posted(sent: Any, form: str) -> Posted:
    match sent:
        case {"message_id": int(number)}:
            return Posted(id=str(number), form=form)
        case _:
            raise NetworkError("an answer without a message")


def _outcome(error: TelegramError) -> Delivery:
    """What an error of Telegram's means for the message."""
    match error:
        case RetryAfter():
            return delivery.RetryAfter(seconds=seconds(error))
        case Forbidden() if "deactivated" in error.message:
            return Unreachable(status="deactivated")
        case Forbidden() | ChatMigrated():
            return Unreachable(status="blocked")
        case BadRequest() if "chat not found" in error.message.lower():
            return Unreachable(status="deactivated")
        case BadRequest():
            return Refused(reason=error.message)
        case NotSent() | InvalidToken():
            return NotDelivered(reason=error.message)
        case _:
            return Unknown(reason=error.message)
