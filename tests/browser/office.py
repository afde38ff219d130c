"""A running house with learners in three languages, and somebody of the team in a browser."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from bot.course.messages import Label
from tests.browser.chat import Chat
from tests.browser.conftest import REPORT_VIOLATIONS
from tests.channels.spoken import button, interface
from tests.channels.talkers import Browser as WebBrowser
from tests.channels.talkers import OnTheWeb
from tests.program.epizod import Epizod, called

PHONE = (390, 780)
LINK = re.compile(r"http://\S+/desk/enter#[A-Za-z0-9_-]+")
SAID = {
    "uk": "Мені бракує прикладу з невеликої громади.",
    "en": "<b>Is</b> there a shorter version for my mayor? =1+1",
    "pt": "O segundo episódio não abre no meu telemóvel.",
}
MOST_TABS = 90
FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.textContent ?? at.getAttribute("aria-label") ?? at.textContent;
  const seen = getComputedStyle(at);
  return [label.trim().replace(/\\s+/g, " "), seen.outlineStyle, at.name ?? ""];
}"""


@dataclass(slots=True)
class Office:
    epizod: Epizod
    chat: Chat
    context: BrowserContext
    page: Page
    language: str = "en"
    problems: list[str] = field(default_factory=list)

    def t(self, text: str, **values: object) -> str:
        return interface(text, self.language, **values)

    async def link(self) -> str:
        """A link from the chat, as the coordinator gets it."""
        await self.chat.ask("/desk")
        seen = await self.chat.press(self.t("Open in a browser"))
        found = LINK.search(seen.text)
        assert found is not None, seen.text
        return found[0]

    async def sign_in(self) -> None:
        await self.page.goto(await self.link())
        await self.press("Sign in")
        await expect(self.page).to_have_url(re.compile("/desk"))

    async def speak(self, language: str) -> None:
        """From now on, the desk and the chat are in this language."""
        await self.page.goto("/desk")
        await self.page.locator(f'footer button[value="{language}"]').click()
        await expect(self.page.locator("html")).to_have_attribute("lang", language)
        self.language = self.chat.language = language

    def named(self, words: str) -> Locator:
        """The field with this label."""
        return self.page.get_by_label(self.t(words), exact=True)

    async def press(self, words: str) -> None:
        """A button by its words, to the page that follows."""
        async with self.page.expect_navigation():
            await self.page.get_by_role("button", name=self.t(words), exact=True).first.click()

    @property
    def here(self) -> str:
        """The address of this page, without what it says of the act before."""
        return self.page.url.partition("?")[0].removeprefix(self.epizod.address)

    # ── by keyboard alone ─────────────────────────────────────────────────────────────────

    async def reach(self, words: str) -> None:
        """By tabs to what is called so; whatever has the focus on the way shows it."""
        for _ in range(MOST_TABS):
            await self.page.keyboard.press("Tab")
            label, outline, name = await self.page.evaluate(FOCUSED)
            assert outline == "solid", label
            if label.startswith(words) or name == words:
                return
        raise AssertionError(f"no way to {words}: {await self.page.inner_text('main')}")

    async def go(self, words: str, heading: str | re.Pattern[str]) -> None:
        await self.reach(words)
        async with self.page.expect_navigation():
            await self.page.keyboard.press("Enter")
        await expect(self.page.locator("h1")).to_have_text(heading)

    async def choose(self, name: str, words: str) -> None:
        """In a list, by the arrows."""
        await self.reach(name)
        chosen = self.page.locator("select:focus option:checked")
        while await chosen.inner_text() != words:
            before = await chosen.inner_text()
            await self.page.keyboard.press("ArrowDown")
            assert await chosen.inner_text() != before, f"{words} is not in the list {name}"


async def visitor(epizod: Epizod, language: str) -> OnTheWeb:
    """Somebody who has agreed, and no more."""
    browser = WebBrowser(epizod.address, language)
    await browser.open()
    talker = OnTheWeb(browser, epizod)
    await talker.start("pp")
    await talker.press(button(Label.AGREE, language))
    return talker


async def learner(epizod: Epizod, language: str, feedback: str | None = None) -> OnTheWeb:
    """Somebody who has begun the course, and perhaps written to the team."""
    talker = await visitor(epizod, language)
    await talker.press(button(Label.START, language))
    if feedback is not None:
        await talker.say("/feedback")
        await talker.say(feedback)
    return talker


async def invitation(epizod: Epizod) -> str:
    """What the operator gives to the first administrator, before the start."""
    ended = await called(epizod.folder, "invite", "--role", "administrator")
    return ended.out.split()[-1]


async def context_of(browser: Browser, epizod: Epizod, **more: Any) -> BrowserContext:
    width, height = PHONE
    context = await browser.new_context(
        **{
            "viewport": {"width": width, "height": height}, "locale": "en", "base_url": epizod.address,
            "timezone_id": "Europe/Kyiv", "reduced_motion": "reduce", **more,
        }
    )  # fmt: skip
    await context.add_init_script(REPORT_VIOLATIONS)
    return context


@asynccontextmanager
async def opened(browser: Browser, folder: Path) -> AsyncIterator[Office]:
    """Six learners, three of whom have written, and an administrator; the desk is not opened yet."""
    epizod = Epizod(folder)
    token = await invitation(epizod)
    async with epizod:
        people = [await learner(epizod, language, said) for language, said in SAID.items()]
        people += [await learner(epizod, language) for language in ("uk", "uk", "pt")]
        beside = await context_of(browser, epizod)
        chat = Chat(await beside.new_page(), "en")
        await chat.page.goto("/")
        await chat.ready()
        await chat.press(Label.AGREE)
        await chat.ask(f"/start {token}")
        desk = await context_of(browser, epizod)
        made = Office(epizod, chat, desk, await desk.new_page())
        made.page.on("console", lambda said: made.problems.append(said.text))
        yield made
        await beside.close()
        await desk.close()
        for each in people:
            await each.browser.close()
        await epizod.stop()
        assert "Traceback" not in epizod.log, epizod.log
