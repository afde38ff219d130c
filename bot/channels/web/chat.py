"""The routes of the chat page: the page, what it hears, what it says.

What it says goes into the same inbox as everything else; what it hears is the history of its chat.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar, get_args

from jinja2 import Environment, PackageLoader
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from bot.channels.web.disposition import disposition
from bot.channels.web.language import accepted, wished
from bot.channels.web.page_words import clock_words, page_words
from bot.channels.web.patience import most_connections
from bot.channels.web.receive import NAME
from bot.channels.web.send import EXPORT_URL, FILES_URL, Hub
from bot.channels.web.throttle import Room, Throttle, network
from bot.channels.web.visitor import Visitors
from bot.course.engine import LONGEST_TEXT
from bot.i18n import Words
from bot.service.documents import DocumentOf
from bot.service.intake import Intake
from bot.store import chat, learners, releases
from bot.store.inbox import Update
from bot.store.learners import Address
from bot.store.reader import Reader
from bot.store.writer import StoreUnavailable, Tx
from bot.view.page import Attachment, Enclosed

HERE = __name__.rpartition(".")[0]
KEEP_ALIVE_SECONDS = 15
COST_OF_EXPORT = 20.0
TOO_MUCH = {"cache-control": "no-store", "retry-after": "5"}
LARGEST_BODY = 64_000
"""Bytes: the longest text as JSON, with every character escaped, and room for the rest."""


class Said(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str = Field(min_length=8, max_length=64)


class Start(Said):
    zone: str | None = Field(default=None, max_length=64)
    language: str | None = Field(default=None, max_length=35)
    course: str | None = Field(default=None, max_length=40)


class PressOf(Said):
    token: str = Field(max_length=24)
    index: int = Field(ge=0, le=99)


class Text(Said):
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


S = TypeVar("S", bound=Said)


def _nobody(_: Request) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPage:
    """Everything that the routes need; `routes` gives them.

    A new browser costs nothing, so that beside each browser (`throttle`) its network is counted
    (`networks`, and `room` for pages that stay open). `previews`: whether who asks for the page may
    move the clock.
    """

    visitors: Visitors
    intake: Intake
    reader: Reader
    hub: Hub
    words: Mapping[str, Words]
    throttle: Throttle
    networks: Throttle
    clock: Callable[[], datetime]
    document_of: DocumentOf
    previews: Callable[[Request], bool] = _nobody
    room: Room = field(default_factory=lambda: Room(most_connections() // 2))

    def routes(self) -> list[Route | Mount]:
        return [
            Route("/", self.page),
            Route("/chat/events", self.events),
            Route("/chat/start", self.start, methods=["POST"]),
            Route("/chat/press", self.press, methods=["POST"]),
            Route("/chat/text", self.text, methods=["POST"]),
            Route(EXPORT_URL, self.document),
            Route(FILES_URL + "/{what}/{about:path}", self.document),
            Route("/pictures/{name}", self.picture),
            Mount("/static", _Static(packages=[(HERE, "static")])),
        ]

    async def page(self, request: Request) -> Response:
        if not self.networks.allows(network(request)):
            t = self.words[accepted(request)]
            text = t("Too many requests at once. Please wait a moment and try again.")
            return PlainTextResponse(text, status_code=429, headers=TOO_MUCH)
        previews = self.previews(request)
        context = {
            "language": accepted(request),
            "words": {
                language: page_words(t) | (clock_words(t) if previews else {})
                for language, t in self.words.items()
            },
            "previews": previews,
            "start": request.query_params.get("start", "")[:40],
        }
        response = _templates().TemplateResponse(request, "chat.html", context)
        response.headers["cache-control"] = "no-store"
        self.visitors.welcome(response, self.visitors.of(request))
        return response

    async def events(self, request: Request) -> Response:
        """The history from `after` (or Last-Event-ID) on, then whatever comes, until the page leaves."""
        address = self.visitors.of(request)
        if address is None:
            return Response(status_code=401)
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        whose = network(request)
        crowded = self.hub.is_crowded(address) or self.room.is_full(whose)
        if crowded or not self._allows(request, address):
            return Response(status_code=429)
        after = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        seq = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(
            self._stream(address, whose, seq), headers=headers, media_type="text/event-stream"
        )

    async def _stream(self, address: str, whose: str, seq: int) -> AsyncIterator[str]:
        grown, ready = self.hub.open(address), False
        self.room.enter(whose)
        try:
            while not self.hub.closing:
                grown.clear()
                for event in await chat.since(self.reader, address, seq, self.clock()):
                    seq = event.seq
                    yield f"id: {seq}\ndata: {json.dumps(event.event, ensure_ascii=False)}\n\n"
                if not ready:
                    ready = True
                    yield 'data: {"type":"ready"}\n\n'
                try:
                    async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                        await grown.wait()
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self.room.leave(whose)
            self.hub.close(address, grown)

    async def start(self, request: Request) -> Response:
        return await self._take(
            request, Start,
            lambda s: {
                "start": {"course": s.course}, "zone": s.zone,
                "language": s.language or accepted(request),
            },
        )  # fmt: skip

    async def press(self, request: Request) -> Response:
        return await self._take(
            request, PressOf, lambda p: {"press": {"token": p.token, "index": p.index}}
        )

    async def text(self, request: Request) -> Response:
        def beside(address: str, said: Text) -> Callable[[Tx], object]:
            return lambda tx: self._show_own_words(tx, address, said)

        return await self._take(
            request, Text, lambda said: {"text": said.text, "message": said.id}, beside
        )

    async def _take(
        self,
        request: Request,
        model: type[S],
        body: Callable[[S], dict[str, Any]],
        beside: Callable[[str, S], Callable[[Tx], object]] | None = None,
    ) -> Response:
        """One thing said by the page: checked, kept durably once, then answered 202.

        A refusal without a sentence asks the page to try again.
        """
        address = self.visitors.of(request)
        if address is None:
            return self._refuse(request, 401)
        if not from_our_page(request):
            return self._refuse(request, 403)
        if not self._allows(request, address):
            return JSONResponse({}, status_code=429)
        try:
            said = model.model_validate_json(await body_of(request))
        except ValidationError:
            return self._refuse(request, 422)
        update = Update(
            channel=NAME, whose=address,
            update_id=sha256(f"{address}:{said.id}".encode()).hexdigest(),
            body=json.dumps(
                {"address": address, "language": accepted(request), **body(said)},
                ensure_ascii=False,
            ),
        )  # fmt: skip
        try:
            await self.intake.put([update], beside(address, said) if beside else None)
        except StoreUnavailable:
            return JSONResponse({}, status_code=503)
        self.hub.tell(address)
        return JSONResponse({}, status_code=202)

    def _show_own_words(self, tx: Tx, address: str, said: Text) -> None:
        """The page shows what its person wrote; before consent nothing of it is kept."""
        found = learners.find(tx, Address(channel=NAME, address=address))
        if found is not None and found.learner.consented_at is not None:
            event = {"type": "said", "id": said.id, "text": said.text}
            chat.add(tx, address, said.id, event, self.clock())

    def _refuse(self, request: Request, status: int) -> Response:
        """An error in words, in the reader's language, that says what to do."""
        t = self.words[accepted(request)]
        return JSONResponse({"error": _problem(status, t)}, status_code=status)

    def _allows(self, request: Request, address: str, cost: float = 1.0) -> bool:
        of_the_network = self.networks.allows(network(request), cost)
        return of_the_network and self.throttle.allows(address, cost)

    async def document(self, request: Request) -> Response:
        """A document of the person at this very browser."""
        address = self.visitors.of(request)
        if address is None:
            return self._refuse(request, 401)
        if not self._allows(request, address, COST_OF_EXPORT):
            return JSONResponse({}, status_code=429)
        learner_id = await learners.id_at(self.reader, Address(channel=NAME, address=address))
        language = wished(request) or accepted(request)
        attached = _attached(request)
        found = None
        if learner_id and attached:
            found = await self.document_of(learner_id, attached, language)
        if found is None:
            return self._refuse(request, 404)
        headers = {"content-disposition": disposition(found), "cache-control": "no-store"}
        return Response(found.content, media_type=found.media_type, headers=headers)

    async def picture(self, request: Request) -> Response:
        """Pictures are named by their content, so a browser may keep them for ever."""
        if not self.networks.allows(network(request)):
            return Response(status_code=429, headers=TOO_MUCH)
        digest = request.path_params["name"].partition(".")[0]
        kept = await releases.picture(self.reader, digest)
        if kept is None:
            return Response(status_code=404)
        headers = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(kept[1], media_type=kept[0], headers=headers)


class _Static(StaticFiles):
    """The page's own files: asked for anew each time, so that no old script meets a new page."""

    def file_response(self, *arguments: Any, **named: Any) -> Response:
        response = super().file_response(*arguments, **named)
        response.headers["cache-control"] = "no-cache"
        return response


def from_our_page(request: Request) -> bool:
    """JSON from our own origin: another site's page can send neither."""
    host, origin = request.headers.get("host"), request.headers.get("origin")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip()
    ours = origin in (None, f"https://{host}", f"http://{host}")
    return ours and media_type == "application/json"


async def body_of(request: Request) -> bytes:
    """The body, cut where it grows larger than anything the page may send."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            return b""
    return body


def _attached(request: Request) -> Attachment | None:
    """The document of the address; without one, the export."""
    what = request.path_params.get("what", "export")
    known = next((each for each in get_args(Enclosed) if each == what), None)
    about = request.path_params.get("about", "")
    return Attachment(what=known, about=about) if known else None


def _problem(status: int, t: Words) -> str:
    match status:
        case 401:
            return t("This page no longer knows which conversation is yours. Please reload it.")
        case 404:
            return t("Nothing is kept about you, so there is nothing to download.")
        case _:
            return t("That could not be read. Please reload the page and try again.")


@cache
def _templates() -> Jinja2Templates:
    return Jinja2Templates(env=Environment(loader=PackageLoader(HERE), autoescape=True))
