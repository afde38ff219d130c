"""Sending to the chat page: a message becomes an event in its history, and open pages are told."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.channels.web.receive import NAME
from bot.i18n import Words
from bot.service.delivery import Delivery, NotDelivered, Sent
from bot.service.export import FILE_NAME
from bot.store import chat, learners
from bot.store.outbox import Outgoing, Posted
from bot.store.writer import StoreUnavailable, Tx, Writer
from bot.view.markup import WEB, html
from bot.view.page import ATTACHED, Page
from bot.view.pages import View

EXPORT_URL = "/chat/export"
FILES_URL = "/chat/files"
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

    def __init__(self, view: View, writer: Writer, hub: Hub, clock: Callable[[], datetime]) -> None:
        self._view = view
        self._writer = writer
        self._hub = hub
        self._clock = clock

    async def deliver(self, outgoing: Outgoing) -> Delivery:
        page = self._view.page(outgoing.message, outgoing.language, pictures=outgoing.pictures)
        message_id = outgoing.replaces.id if outgoing.replaces else f"m{outgoing.id}"
        event = self._event(outgoing, page, message_id)
        address, last = outgoing.to.address, page.effect == "erased"

        def job(tx: Tx) -> None:
            if outgoing.learner_id and not learners.addresses(tx, outgoing.learner_id):
                return  # erased while this message was under way
            if last:
                chat.add(tx, address, message_id, {"type": "erased"}, self._clock(), farewell=True)
            chat.add(tx, address, message_id, event, self._clock(), farewell=last)

        try:
            await self._writer.run(job)
        except StoreUnavailable as error:
            return NotDelivered(reason=str(error))
        self._hub.tell(address)
        return Sent(posted=Posted(id=message_id, form="message"))

    def _event(self, outgoing: Outgoing, page: Page, message_id: str) -> dict[str, Any]:
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
        if page.effect in ATTACHED:
            event["file"] = _file(page, self._view.words[page.language])
        return event


def _file(page: Page, t: Words) -> dict[str, str]:
    """Where the document lies. It is made, and named, when this browser asks for it."""
    match page.effect:
        case "certificate":
            label = t("Download the certificate (PDF)")
        case "badge":
            label = t("Download the credential (Open Badges)")
        case _:
            label = t("Download the file (JSON)")
            return {"url": EXPORT_URL, "name": FILE_NAME, "label": label}
    return {"url": f"{FILES_URL}/{page.effect}/{page.course}", "label": label}
