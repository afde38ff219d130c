"""The chat page as a person meets it: the newest message, its buttons, the text field.

chat = await visit(language="uk")            # a fixture of conftest.py: a browser of its own
await chat.press(Label.AGREE)                # returns when what follows can be pressed
await chat.say("2")
"""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from playwright.async_api import ConsoleMessage, Locator, Page, expect

from bot.course.messages import Label
from tests.channels import spoken
from tests.channels.spoken import words

SCREENSHOTS = os.environ.get("SCREENSHOTS")
"""The folder in which pictures of the pages are left for people. Without one, none are taken: they
show much and test nothing."""

PATIENCE = 20_000
"""Milliseconds to wait for what must come, on a busy machine."""

Visit: TypeAlias = Callable[..., Awaitable["Chat"]]

STATE = """before => {
  const newest = [...document.querySelectorAll("article.bot")].at(-1);
  const keys = [...(newest?.querySelectorAll(".key") ?? [])];
  if (!keys.length || keys.some(key => key.getAttribute("aria-disabled") === "true")) return null;
  if (newest.dataset.id === before?.id && newest.textContent === before.whole) return null;
  const log = document.getElementById("log");
  const page = document.documentElement;
  const wide = [log, page, newest, ...keys].filter(each => each.scrollWidth > each.clientWidth + 1);
  return {
    id: newest.dataset.id,
    whole: newest.textContent,
    language: newest.lang,
    text: newest.querySelector(".text").innerText,
    options: [...newest.querySelectorAll(".text ol > li")].map(each => each.textContent),
    keys: keys.map(key => key.textContent),
    picture: newest.querySelector("img")?.getAttribute("src") ?? null,
    wide: wide.map(each => each.id || each.className || each.tagName),
  };
}"""
"""The newest message once its buttons can be pressed and it is not the one from before.

Asked at every frame, so that what costs a layout comes last."""


async def leave_picture(page: Page, name: str, *, full_page: bool = False) -> None:
    """For people, where they want them."""
    if SCREENSHOTS:
        await page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", full_page=full_page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The newest message of the bot."""

    id: str
    whole: str
    """Its text and its buttons, as they stand in the page."""
    language: str
    text: str
    options: list[str]
    keys: list[str]
    picture: str | None
    wide: list[str]
    """What is wider than its place, so that one would have to scroll sideways."""


@dataclass(slots=True)
class Chat:
    page: Page
    language: str
    forgiven: str = "nothing"
    """What the console may say. A browser notes every request that reaches nobody, for instance."""
    problems: list[str] = field(default_factory=list)
    """Errors and warnings of the console, breaches of the content security policy included."""
    seen: Seen | None = None

    def __post_init__(self) -> None:
        def hear(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and self.forgiven not in message.text:
                self.problems.append(message.text)

        self.page.on("console", hear)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    # ── what stands there ─────────────────────────────────────────────────────────────────

    @property
    def articles(self) -> Locator:
        return self.page.locator("article")

    @property
    def newest(self) -> Locator:
        return self.page.locator("article.bot").last

    @property
    def own(self) -> Locator:
        return self.page.locator("article.own")

    @property
    def connection(self) -> Locator:
        return self.page.locator("#connection")

    @property
    def field(self) -> Locator:
        return self.page.locator("#field")

    def key(self, label: Label | str) -> Locator:
        return self.newest.get_by_role("button", name=self.name(label), exact=True)

    def name(self, label: Label | str) -> str:
        return spoken.button(label, self.language) if isinstance(label, Label) else label

    def interface(self, text: str, **values: object) -> str:
        """A sentence of the catalogue, in the language of this chat."""
        return spoken.interface(text, self.language, **values)

    async def texts(self) -> list[str]:
        """Everything in the conversation, one text for each message."""
        return [words(each) for each in await self.page.locator("article .text").all_inner_texts()]

    async def reads(self, text: str) -> None:
        """The newest message comes to say this."""
        await expect(self.newest).to_contain_text(text, timeout=PATIENCE)

    async def focused(self) -> str:
        """Where the focus is: the id of a message, and the label of a button in it or an element's id."""
        found: str = await self.page.evaluate(
            """() => {
              const at = document.activeElement;
              const where = at.closest("article")?.dataset.id ?? "";
              return `${where} ${at.matches(".key") ? at.textContent : at.id || at.tagName}`.trim();
            }"""
        )
        return found

    # ── what a person does ────────────────────────────────────────────────────────────────

    async def ready(self) -> Seen:
        """The newest message once it can be pressed."""
        return await self._next(None)

    async def news(self) -> Seen:
        """The newest message once it is another, or has changed."""
        return await self._next(self.seen)

    async def _next(self, before: Seen | None) -> Seen:
        known = {"id": before.id, "whole": before.whole} if before else None
        found = await self.page.wait_for_function(STATE, arg=known, polling=20, timeout=PATIENCE)
        value: dict[str, Any] = await found.json_value()
        self.seen = Seen(**value)
        return self.seen

    async def press(self, label: Label | str) -> Seen:
        """Presses a button of the newest message and returns what follows."""
        if self.seen is None:
            await self.ready()
        await self.key(label).click(timeout=PATIENCE)
        return await self.news()

    async def say(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    async def ask(self, text: str) -> Seen:
        """Says something and returns what the bot has to say to it."""
        if self.seen is None:
            await self.ready()
        await self.say(text)
        return await self.news()

    async def agree(self) -> None:
        """Through the consent, the card of the course and the questions that one may leave out, to
        the first message of its first episode."""
        await self.press(Label.AGREE)
        await self.press(Label.START)
        await self.press(Label.LEAVE)

    async def to_question(self) -> Seen:
        """On to the next question."""
        seen = await self.ready()
        while self.name(Label.CONTINUE) in seen.keys:
            seen = await self.press(Label.CONTINUE)
        assert self.answer(1) in seen.keys
        return seen

    def answer(self, number: int) -> str:
        return self.interface("Answer {number}", number=number)

    async def enlarge_text(self) -> None:
        """Makes text twice as large, as the browser's settings do."""
        session = await self.page.context.new_cdp_session(self.page)
        sizes = {"fontSizes": {"standard": 32, "fixed": 26}}
        await session.send("Page.setFontSizes", sizes)

    # ── how it looks ──────────────────────────────────────────────────────────────────────

    async def look(self, name: str) -> None:
        """Leaves a picture of the page for people, and fails where one in it cannot be shown."""
        await self.newest.evaluate(
            "each => Promise.all([...each.querySelectorAll('img')].map(image => image.decode()))"
        )
        await leave_picture(self.page, name)

    async def too_wide(self) -> list[str]:
        """Everything for which one would have to scroll sideways."""
        found: list[str] = await self.page.evaluate(
            """() => [...document.querySelectorAll("html, body, header, main, #log, #composer, article *")]
              .filter(each => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1
                && getComputedStyle(each).display !== "inline")
              .map(each => `${each.tagName} ${each.id || each.className}: ${each.textContent}`)"""
        )
        return found
