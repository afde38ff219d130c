"""The desk in a real browser at phone width: signed in, read, answered, announced, by keyboard only."""

import asyncio
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.course.messages import Label
from tests.browser.chat import PATIENCE, SCREENSHOTS, Chat
from tests.browser.conftest import REPORT_VIOLATIONS
from tests.browser.test_accessibility import RULES, SCHEMES
from tests.channels.spoken import button
from tests.channels.talkers import Browser as WebBrowser
from tests.channels.talkers import OnTheWeb
from tests.program.epizod import Epizod

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE = (390, 780)
SIZES = (PHONE, (1280, 800), (320, 640))
LINK = re.compile(r"http://\S+/desk/enter#[A-Za-z0-9_-]+")
MOST_TABS = 80
SAID = {
    "uk": "Мені бракує прикладу з невеликої громади.",
    "en": "<b>Is</b> there a shorter version for my mayor? =1+1",
    "pt": "O segundo episódio não abre no meu telemóvel.",
}
FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.textContent ?? at.getAttribute("aria-label") ?? at.textContent;
  const seen = getComputedStyle(at);
  return [label.trim().replace(/\\s+/g, " "), seen.outlineStyle, at.name ?? ""];
}"""


@dataclass(slots=True)
class Office:
    """A running house with learners in three languages and somebody of the team."""

    epizod: Epizod
    chat: Chat
    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)

    async def link(self) -> str:
        """A link from the chat, as the coordinator gets it."""
        await self.chat.ask("/desk")
        seen = await self.chat.press("Open in a browser")
        found = LINK.search(seen.text)
        assert found is not None, seen.text
        return found[0]

    async def sign_in(self) -> None:
        await self.page.goto(await self.link())
        await self.page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(self.page).to_have_url(re.compile("/desk"))


async def learner(epizod: Epizod, language: str, feedback: str | None) -> WebBrowser:
    """Somebody who has begun the course, and perhaps written to the team."""
    browser = WebBrowser(epizod.address, language)
    await browser.open()
    talker = OnTheWeb(browser, epizod)
    await talker.start("pp")
    for label in (Label.AGREE, Label.START):
        await talker.press(button(label, language))
    if feedback is not None:
        await talker.say("/feedback")
        await talker.say(feedback)
    return browser


async def invitation(epizod: Epizod) -> str:
    """What the operator gives to the first administrator, before the start."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "invite", "--role", "administrator",
        cwd=epizod.folder, env=epizod.environment, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    return out.decode().split()[-1]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    epizod = Epizod(tmp_path_factory.mktemp("office"))
    token = await invitation(epizod)
    async with epizod:
        people = [await learner(epizod, language, said) for language, said in SAID.items()]
        people += [await learner(epizod, language, None) for language in ("uk", "uk", "pt")]
        context = await browser.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]}, locale="en",
            timezone_id="Europe/Kyiv", reduced_motion="reduce", base_url=epizod.address,
        )  # fmt: skip
        await context.add_init_script(REPORT_VIOLATIONS)
        chat = Chat(await context.new_page(), "en")
        await chat.page.goto("/")
        await chat.ready()
        await chat.press(Label.AGREE)
        await chat.ask(f"/start {token}")
        desk = await browser.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]}, locale="en",
            timezone_id="Europe/Kyiv", reduced_motion="reduce", base_url=epizod.address,
        )  # fmt: skip
        await desk.add_init_script(REPORT_VIOLATIONS)
        made = Office(epizod, chat, desk, await desk.new_page())
        made.page.on("console", lambda said: made.problems.append(said.text))
        yield made
        await context.close()
        await desk.close()
        for each in people:
            await each.close()
        await epizod.stop()
        assert "Traceback" not in epizod.log, epizod.log


# --- By keyboard ------------------------------------------------------------------------


async def focused(page: Page) -> tuple[str, str, str]:
    label, outline, name = await page.evaluate(FOCUSED)
    return label, outline, name


async def reach(page: Page, words: str) -> None:
    """By tabs alone to what is called so; whatever has the focus on the way shows it."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        label, outline, name = await focused(page)
        assert outline == "solid", label
        if label.startswith(words) or name == words:
            return
    raise AssertionError(f"no way to {words}: {await page.inner_text('main')}")


async def go(page: Page, words: str, heading: str) -> None:
    await reach(page, words)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text(heading)


async def choose(page: Page, name: str, words: str) -> None:
    """In a list, by the arrows."""
    await reach(page, name)
    chosen = page.locator("select:focus option:checked")
    while await chosen.inner_text() != words:
        await page.keyboard.press("ArrowDown")


async def test_read_answered_and_announced_without_a_mouse(office: Office) -> None:
    page = office.page
    await page.goto(await office.link())
    assert "#" not in page.url
    await reach(page, "Sign in")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_contain_text("You are signed in.")
    await expect(page.locator("main")).to_contain_text("3 new messages from learners")

    for said in SAID.values():
        await go(page, "The desk", "The desk")
        await go(page, "Messages from learners", "Messages from learners")
        await go(page, said[:30], "Message from a learner")
        await expect(page.locator(".words")).to_contain_text(said)
    await reach(page, "Your answer")
    await page.keyboard.type("Obrigado. Já funciona.")
    await go(page, "Show me how it looks", "Message from a learner")
    await expect(page.locator(".bubble")).to_contain_text("Obrigado. Já funciona.")
    await go(page, "Send", "Message from a learner")
    await expect(page.get_by_role("status")).to_have_text("Your answer is on its way.")

    await reach(page, "Menu")
    await page.keyboard.press("Enter")
    await go(page, "Announcements", "Announcements")
    await go(page, "New announcement", "Write an announcement")
    for name, text in (("English", "The **second** edition"), ("Українська", "Друге видання"),
                       ("Português", "A segunda edição")):  # fmt: skip
        await reach(page, name)
        await page.keyboard.type(text)
    await choose(page, "language", "Українська")
    await go(page, "Save and look at it", "Announcement")
    await expect(page.locator(".bubble strong")).to_have_text("second")
    await expect(page.locator(".bubble")).to_have_count(3)
    await go(page, "Send to 3 people", "Announcement")
    await expect(page.locator("main")).to_contain_text("3 of 3 done", timeout=PATIENCE)
    await expect(page.locator("main")).to_contain_text("Over", timeout=PATIENCE)
    assert office.problems == []

    await office.epizod.idle()
    got = "SELECT count(DISTINCT address) FROM chat_events WHERE event LIKE ?"
    assert office.epizod.count(got, "%Друге видання%") == 3 + 1, "and who follows it in the chat"
    assert office.epizod.count(got, "%A segunda edi%") == 1
    await go(page, "The desk", "The desk")
    await reach(page, "Sign out")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_have_text("You are signed out.")


async def test_without_a_script(browser: Browser, office: Office) -> None:
    """The code is typed, and everything else is as it was."""
    context = await browser.new_context(java_script_enabled=False, base_url=office.epizod.address)
    page = await context.new_page()
    link = await office.link()
    await page.goto(link)
    await page.get_by_label("Code from the chat").fill(link.partition("#")[2])
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="Messages from learners", exact=True).first.click()
    await expect(page.locator("h1")).to_have_text("Messages from learners")
    await context.close()


async def test_a_link_from_another_site_arrives(office: Office) -> None:
    """Strict cookies stay away from such a request; our own page asks once more."""
    await office.sign_in()
    elsewhere = await office.context.new_page()
    await elsewhere.route(
        "http://elsewhere.example/",
        lambda route: route.fulfill(
            body=f'<a href="{office.epizod.address}/desk/inbox">here</a>', content_type="text/html"
        ),
    )
    await elsewhere.goto("http://elsewhere.example/")
    await elsewhere.get_by_role("link").click()
    await expect(elsewhere.locator("h1")).to_have_text("Messages from learners")
    await elsewhere.close()


# --- For everybody ----------------------------------------------------------------------


async def every_page(office: Office) -> dict[str, str]:
    """The address of every page, by a name for its picture."""
    page = office.page
    await office.sign_in()
    await page.goto("/desk/groups")
    await page.get_by_label("Name").fill("Edition 5 – Полтава")
    await page.get_by_role("button", name="Make it").click()
    await page.get_by_label("Who may join").select_option("list")
    await page.get_by_role("button", name="Save").click()
    group = page.url.partition("?")[0]
    await page.goto("/desk/announcements")
    await page.get_by_role("button", name="New announcement").click()
    await page.get_by_role("textbox", name="English", exact=True).fill(
        "The **second** edition. [Read](https://example.org)"
    )
    await page.get_by_role("button", name="Save").click()
    draft = page.url.partition("?")[0]
    await page.goto("/desk/announcements")
    sent = await page.locator("main .rows a").last.get_attribute("href")
    await page.goto("/desk/inbox?state=all")
    thread = await page.locator("main .rows a").first.get_attribute("href")
    number = a_learner_s_number(office)
    return {
        "front": "/desk", "inbox": "/desk/inbox?state=all", "thread": str(thread),
        "announcements": "/desk/announcements", "write": f"{draft}/write", "draft": draft,
        "sent": str(sent), "groups": "/desk/groups", "group": group, "change": f"{group}/change",
        "members": f"{group}/people", "sure": f"{group}/sure?move=close", "people": "/desk/people",
        "person": f"/desk/people/{number}", "forget": f"/desk/people/{number}/forget",
        "unlink": f"/desk/people/{number}/unlink?place=1", "team": "/desk/team",
        "audit": "/desk/audit", "reports": "/desk/reports", "questions": "/desk/reports?kind=questions",
        "enter": "/desk/enter", "problem": "/desk/nothing",
    }  # fmt: skip


def a_learner_s_number(office: Office) -> str:
    sql = (
        "SELECT number FROM learners l JOIN enrolments e ON e.learner_id = l.id"
        " WHERE l.id NOT IN (SELECT learner_id FROM roles)"
    )
    uri = f"file:{office.epizod.database}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as store:
        return str(store.execute(sql).fetchone()[0])


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["en", "uk"])
async def test_axe_finds_nothing(office: Office, language: str) -> None:
    found: list[str] = []
    pages = await every_page(office)
    page = office.page
    await page.goto("/desk")
    await page.locator(f'footer button[value="{language}"]').click()
    for name, path in pages.items():
        await page.goto(path)
        for width, height in SIZES:
            await page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                await page.emulate_media(color_scheme=scheme)
                picture = SCREENSHOTS / f"desk-{name}-{language}-{width}-{scheme}.png"
                if width != 320:
                    await page.screenshot(path=picture, full_page=True)
                if width == PHONE[0] or (scheme == "light" and language == "en"):
                    found += [
                        f"{name} {width} {scheme}: {each}" for each in await broken(page, scheme)
                    ]
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} wide at {width}"
    assert found == [], "\n".join(found)
    await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


async def broken(page: Page, scheme: str) -> list[str]:
    options = {"runOnly": RULES[scheme], "resultTypes": ["violations"]}
    results: Any = await Axe().run(page, options=options)
    return [
        f"{each['id']}: {node['html']}"
        for each in results.response["violations"]
        for node in each["nodes"]
    ]


async def test_everything_is_large_enough_for_thumbs(office: Office) -> None:
    pages = await every_page(office)
    page = office.page
    small = []
    for name, path in pages.items():
        await page.goto(path)
        targets = page.locator(
            "button:visible, select:visible, summary:visible, nav a:visible, .rows a:visible,"
            " a.button:visible, input:not([type=checkbox], [type=radio]):visible, label.tick:visible"
        )
        for each in await targets.all():
            box = await each.bounding_box()
            if box and min(box["width"], box["height"]) < 43.9:
                small.append((name, await each.inner_text(), box["width"], box["height"]))
    assert small == []
