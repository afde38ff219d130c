"""Sending to the chat page: a message becomes an event in its history, and open pages are told."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.channels.web.receive import NAME
from bot.i18n import Words
from bot.service.delivery import Delivery, NotDelivered, Refused, Sent, without_secrets
from bot.service.documents import Document, DocumentOf
from bot.service.export import FILE_NAME
from bot.store import chat, copies, learners, surveys
from bot.store.outbox import Outgoing, Posted
from bot.store.writer import StoreUnavailable, Tx, Writer
from bot.view.markup import WEB, html
from bot.view.page import Attachment, Enclosed, Page, paragraphs
from bot.view.pages import View

EXPORT_URL = "/chat/export"
FILES_URL = "/chat/files"
KEPT: frozenset[Enclosed] = frozenset({"export", "certificate", "badge"})
"""Documents that are made only when their browser asks for them."""
MOST_PAGES = 8
"""Open pages of one browser."""


class Hub:
    """Tells the open pages of an address that its history has grown, and all of them to close."""

    def __init__(self) -> None:
        self._pages: dict[str, set[asyncio.Event]] = defaultdict(set)
        self.closing = False

    def is_crowded(self, address: str) -> bool:
        return len(self._pages.get(address, ())) >= MOST_PAGES

    def open(self, address: str) -> asyncio.Event:
        grown = asyncio.Event()
        self._pages[address].add(grown)
        return grown

    def close(self, address: str, grown: asyncio.Event) -> None:
        self._pages[address].discard(grown)
        if not self._pages[address]:
            del self._pages[address]

    def tell(self, address: str) -> None:
        for grown in self._pages.get(address, ()):
            grown.set()

    def close_all(self) -> None:
        self.closing = True
        for pages in self._pages.values():
            for grown in pages:
                grown.set()


class WebChannel:
    """Repeating a delivery changes nothing that is seen: a page knows each message by its id."""

    name = NAME

    def __init__(
        self, view: View, writer: Writer, hub: Hub, clock: Callable[[], datetime],
        document: DocumentOf,
    ) -> None:  # fmt: skip
        self._view = view
        self._document = document
        self._writer = writer
        self._hub = hub
        self._clock = clock

    async def deliver(self, outgoing: Outgoing) -> Delivery:
        page = self._view.page(outgoing.message, outgoing.language, pictures=outgoing.pictures)
        message_id = outgoing.replaces.id if outgoing.replaces else f"m{outgoing.id}"
        try:
            event = await self._event(outgoing, page, message_id)
            later = await self._without_secrets(outgoing, message_id)
        except StoreUnavailable as error:
            return NotDelivered(reason=str(error))
        address, last = outgoing.to.address, page.effect == "erased"

        def job(tx: Tx) -> bool:
            if _is_over(tx, outgoing):
                return False
            now = self._clock()
            if last:
                chat.add(tx, address, message_id, {"type": "erased"}, now, farewell=True)
            seq = chat.add(tx, address, message_id, event, now, farewell=last, later=later)
            copies.note_on_page(tx, seq, outgoing.message.body)
            return True

        try:
            if not await self._writer.run(job):
                return Refused(reason="over before it arrived")
        except StoreUnavailable as error:
            return NotDelivered(reason=str(error))
        self._hub.tell(address)
        return Sent(posted=Posted(id=message_id, form="message"))

    async def _event(self, outgoing: Outgoing, page: Page, message_id: str) -> dict[str, Any]:
        shown = await self._enclosed(outgoing, page)
        if shown and shown.text:
            page = replace(page, text=paragraphs(page.text, shown.text))
        event: dict[str, Any] = {
            "type": "edit" if outgoing.replaces else "message",
            "id": message_id,
            "html": html(page, WEB),
            "language": page.language,
            "keys": page.keys,
            "token": outgoing.token,
        }
        if page.picture is not None:
            extension = page.picture.media_type.split("/")[1]
            url = f"/pictures/{page.picture.sha256}.{extension}"
            event["picture"] = {
                "url": url, "width": page.picture.width, "height": page.picture.height,
                "description": page.picture.description,
            }  # fmt: skip
        if page.links:
            event["links"] = [{"label": words, "url": url} for words, url in page.links]
        if page.attached is not None:
            event.update(_enclosure(page.attached, shown, self._view.words[page.language]))
        return event

    async def _without_secrets(self, outgoing: Outgoing, message_id: str) -> dict[str, Any] | None:
        """What stays in the history of a message that opens a door; None for every other."""
        told = without_secrets(outgoing.message)
        if told is None:
            return None
        page = self._view.page(told, outgoing.language, pictures=outgoing.pictures)
        return await self._event(outgoing, page, message_id)

    async def _enclosed(self, outgoing: Outgoing, page: Page) -> Document | None:
        """What can be said of the document now. Of those that only are to be kept, nothing."""
        attached = page.attached
        if attached is None or attached.what in KEPT or outgoing.learner_id is None:
            return None
        return await self._document(outgoing.learner_id, attached, page.language)


def _is_over(tx: Tx, outgoing: Outgoing) -> bool:
    """Whether the message has lost its place while it was under way: its learner was erased or this
    browser unlinked, whoever wrote what it shows was erased, its anonymous survey was over.
    """
    whose = outgoing.learner_id
    return (
        (whose is not None and outgoing.to not in learners.addresses(tx, whose))
        or copies.is_gone(tx, outgoing.id, outgoing.message.body)
        or surveys.is_past(tx, outgoing.id)
    )


def _enclosure(attached: Attachment, shown: Document | None, t: Words) -> dict[str, Any]:
    """Where the document lies. It is made, and named, when this browser asks for it."""
    url = f"{FILES_URL}/{attached.what}/{quote(attached.about, safe='')}?lang={t.language}"
    if shown and shown.is_picture:
        return {"picture": {"url": url}}
    match attached.what:
        case "certificate":
            label = t("Download the certificate (PDF)")
        case "badge":
            label = t("Download the credential (Open Badges)")
        case "export":
            label = t("Download the file (JSON)")
            return {"file": {"url": EXPORT_URL, "name": FILE_NAME, "label": label}}
        case _:
            label = t("Download the file")
    return {"file": {"url": url, "label": label}}
