"""The same person in either channel: what they do, and what they then see.

    talker.start("small") ─► the real process ─► talker.seen: the messages that came or changed

A `Screen` holds what both channels must say alike: words whatever the space between them, buttons,
the picture by its bytes.
"""

import asyncio
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Protocol
from uuid import uuid4

import aiohttp
from aiohttp.abc import AbstractCookieJar

from bot.i18n import HOME_ZONES
from tests.botapi import BotApi, Message, Person
from tests.channels.spoken import words
from tests.program.epizod import Epizod

Event = dict[str, Any]
PATIENCE = 20.0
"""Seconds that a busy machine may take for what is done at once otherwise."""
NEWEST_EVENT = "SELECT coalesce(max(seq), 0) FROM chat_events WHERE address = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One message as it reads. `changed`: it stood there before."""

    words: str
    keys: tuple[tuple[str, ...], ...] = ()
    changed: bool = False
    picture: bytes | None = None
    file: str | None = None

    @property
    def labels(self) -> list[str]:
        return [label for row in self.keys for label in row]


class Talker(Protocol):
    """Acts return when the bot is done with them."""

    seen: list[Screen]
    """What came or changed after the last act."""
    story: list[list[Screen]]
    """What was seen after each act so far."""

    async def start(self, course: str = "") -> None: ...
    async def say(self, text: str) -> None: ...
    async def press(self, label: str, *, times: int = 1, older: int = 0) -> None:
        """The newest button with this label, or an older one; `times` in one moment."""
        ...

    async def download(self) -> dict[str, Any]: ...


class OnTelegram:
    def __init__(self, telegram: BotApi, epizod: Epizod, person: Person) -> None:
        self.telegram = telegram
        self.epizod = epizod
        self.person = person
        self.seen: list[Screen] = []
        self.story: list[list[Screen]] = []

    async def start(self, course: str = "") -> None:
        await self.person.start(course)
        await self.look()

    async def say(self, text: str) -> None:
        await self.person.send_text(text)
        await self.look()

    async def press(self, label: str, *, times: int = 1, older: int = 0) -> None:
        message = [m for m in reversed(self.person.received) if _has(m, label)][older]
        data = next(button.data for button in message.buttons if button.text == label)
        assert data is not None
        before = self._edits()
        for _ in range(times):
            await self.person.forge(data, message)
        await self.look(before)

    async def look(self, before: dict[int, int] | None = None) -> None:
        """Until the bot is done; then what is new."""
        await self.person.wait_for(lambda: self.person.idle, within=PATIENCE)
        await self.epizod.idle()
        edits = self.person.edits_at_act if before is None else before
        self.seen = [
            _screen(message, changed=message.message_id <= self.person.last_act)
            for message in self.person.received
            if message.message_id > self.person.last_act
            or len(message.edits) > edits.get(message.message_id, 0)
        ]
        self.story.append(self.seen)

    def _edits(self) -> dict[int, int]:
        return {m.message_id: len(m.edits) for m in self.person.received}

    async def download(self) -> dict[str, Any]:
        content = self.person.last.document
        assert content is not None
        document: dict[str, Any] = json.loads(content)
        return document


def _has(message: Message, label: str) -> bool:
    return any(button.text == label for button in message.buttons)


def _screen(message: Message, *, changed: bool) -> Screen:
    return Screen(
        words=words(message.text), changed=changed, picture=message.photo,
        keys=tuple(tuple(button.text for button in row) for row in message.keyboard),
        file=message.document_name if message.document else None,
    )  # fmt: skip


class Browser:
    """One page that is open in a browser. `cookies` are those of a page that is open beside it."""

    def __init__(
        self, address: str, language: str, cookies: AbstractCookieJar | None = None
    ) -> None:
        self.address = address
        self.language = language
        self.client = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True) if cookies is None else cookies,
            headers={"Accept-Language": language},
        )
        self.events: list[Event] = []
        self.heard = asyncio.Event()
        self.last_id = 0
        self._listening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        async with self.client.get(self.address + "/") as page:
            assert page.status == 200
        self.listen()
        await self.ready()

    @property
    def visitor(self) -> str:
        """The address in the cookie, without its signature."""
        return next(c.value for c in self.client.cookie_jar).partition(".")[0]

    def listen(self) -> None:
        self._listening = asyncio.create_task(self._listen())

    async def ready(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while not any(event["type"] == "ready" for event in self.events):
                self.heard.clear()
                await self.heard.wait()

    async def _listen(self) -> None:
        url = f"{self.address}/chat/events?after={self.last_id}"
        async with self.client.get(url, timeout=aiohttp.ClientTimeout(total=None)) as stream:
            assert stream.status == 200, stream.status
            async for raw in stream.content:
                line = raw.decode().rstrip("\n")
                if line.startswith("id: "):
                    self.last_id = int(line[4:])
                if line.startswith("data: "):
                    self.events.append(json.loads(line[6:]))
                    self.heard.set()

    async def post(self, path: str, **body: Any) -> int:
        body = {"id": str(uuid4()), **body}
        async with self.client.post(self.address + path, json=body) as answer:
            return answer.status

    async def get(self, path: str) -> bytes:
        async with self.client.get(self.address + path) as answer:
            assert answer.status == 200
            return await answer.read()

    async def shut(self) -> None:
        """The page is closed; the cookie stays."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def close(self) -> None:
        await self.shut()
        await self.client.close()


@dataclass
class OnTheWeb:
    browser: Browser
    epizod: Epizod
    shown: dict[str, Event] = field(default_factory=dict)
    seen: list[Screen] = field(default_factory=list)
    story: list[list[Screen]] = field(default_factory=list)

    async def start(self, course: str = "") -> None:
        language = self.browser.language
        body = {"zone": HOME_ZONES[language], "language": language, "course": course or None}
        await self._act("/chat/start", body)

    async def say(self, text: str) -> None:
        await self._act("/chat/text", {"text": text})

    async def press(self, label: str, *, times: int = 1, older: int = 0) -> None:
        event = [each for each in reversed(self.shown.values()) if label in _labels(each)][older]
        index = _labels(event).index(label)
        await self._act("/chat/press", {"token": event["token"], "index": index}, times)

    async def _act(self, path: str, body: dict[str, Any], times: int = 1) -> None:
        self.browser.events.clear()
        for _ in range(times):
            assert await self.browser.post(path, **body) == 202
        await self.look()

    async def look(self) -> None:
        await self.epizod.idle()
        await self._until_told()
        self.seen = [screen for event in self.browser.events if (screen := await self._see(event))]
        self.story.append(self.seen)

    async def _until_told(self) -> None:
        """The page is told of what is in its history a moment after it is there."""
        newest = self.epizod.count(NEWEST_EVENT, self.browser.visitor)
        async with asyncio.timeout(PATIENCE):
            while self.browser.last_id < newest:
                self.browser.heard.clear()
                await self.browser.heard.wait()

    async def _see(self, event: Event) -> Screen | None:
        """None where nothing is to be seen: own words, or a change that changes nothing."""
        if event["type"] == "erased":
            self.shown.clear()
        if event["type"] not in {"message", "edit"}:
            return None
        before = self.shown.get(event["id"])
        self.shown[event["id"]] = event
        if before and (before["html"], before["keys"]) == (event["html"], event["keys"]):
            return None
        picture = event.get("picture")
        return Screen(
            words=words(_text(event["html"])), keys=tuple(tuple(row) for row in event["keys"]),
            changed=before is not None, file=(event.get("file") or {}).get("name"),
            picture=await self.browser.get(picture["url"]) if picture else None,
        )  # fmt: skip

    async def download(self) -> dict[str, Any]:
        url = next(
            event["file"]["url"] for event in reversed(self.shown.values()) if "file" in event
        )
        document: dict[str, Any] = json.loads(await self.browser.get(url))
        return document


def _labels(event: Event) -> list[str]:
    return [label for row in event["keys"] for label in row]


class _Reading(HTMLParser):
    """What a person reads of the page's HTML: its text, with marks before the items of lists."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        match tag:
            case "ul":
                self.lists.append(None)
            case "ol":
                self.lists.append(int(given.get("start") or 1))
            case "li":
                number = self.lists[-1]
                self.said.append("\n• " if number is None else f"\n{number}. ")
                self.lists[-1] = None if number is None else number + 1
            case "strong" | "em" | "a":
                pass
            case "p" | "br" | "blockquote":
                self.said.append("\n")
            case _:
                raise AssertionError(f"<{tag}> on the page")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.lists.pop()
        if tag in {"ul", "ol", "p", "blockquote", "li"}:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def _text(html: str) -> str:
    reading = _Reading()
    reading.feed(html)
    reading.close()
    return "".join(reading.said)
