"""What everybody can use: axe finds nothing, nothing scrolls sideways, roles and names are there."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import expect

from bot.course.messages import Label
from tests.browser.axe import SCHEMES, violations
from tests.browser.chat import Chat, Visit
from tests.browser.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SIZES = ((320, 640), (390, 780), (1280, 800), (640, 400))
LONG = 30
"""Messages in a long history."""


async def welcome(chat: Chat) -> None:
    await chat.ready()


async def picture(chat: Chat) -> None:
    await chat.agree()
    await expect(chat.newest.locator("img")).to_be_visible()


async def question_open(chat: Chat) -> None:
    await chat.agree()
    await chat.to_question()


async def poll(chat: Chat) -> None:
    for label in (Label.AGREE, Label.START, Label.CONTINUE):
        await chat.press(label)


async def question_answered(chat: Chat) -> None:
    await question_open(chat)
    await chat.press(chat.answer(1))


async def settings(chat: Chat) -> None:
    await chat.agree()
    await chat.ask("/settings")


async def progress(chat: Chat) -> None:
    await chat.agree()
    await chat.ask("/progress")


async def menu(chat: Chat) -> None:
    await chat.page.get_by_role("button", name=chat.interface("Menu"), exact=True).click()


async def long_history(chat: Chat) -> None:
    async for _ in Walker(chat).steps():
        if await chat.articles.count() > LONG:
            return


STATES = (
    welcome,
    poll,
    picture,
    question_open,
    question_answered,
    settings,
    progress,
    menu,
    long_history,
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_axe_finds_nothing(visit: Visit, state: Callable[[Chat], Awaitable[None]]) -> None:
    chat = await visit(language="uk")
    await state(chat)
    found = []
    for width, height in SIZES:
        await chat.page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            broken = await violations(chat.page, scheme)
            await chat.look(f"{state.__name__}-{width}x{height}-{scheme}")
            found += [f"{width}×{height} {scheme}: {each}" for each in broken]
        assert await chat.too_wide() == [], f"{width}×{height}"
    assert found == []


@pytest.mark.parametrize("language", ["en", "uk", "pt"])
async def test_text_twice_as_large_on_a_narrow_phone(visit: Visit, language: str) -> None:
    chat = await visit(language=language, size=(320, 640))
    await chat.enlarge_text()
    size = await chat.page.evaluate("getComputedStyle(document.body).fontSize")
    assert size == "32px"
    assert await chat.too_wide() == []
    await chat.look(f"large-text-welcome-{language}")
    await chat.agree()
    await chat.to_question()
    assert await chat.too_wide() == []
    await chat.look(f"large-text-question-{language}")
    await chat.press(chat.answer(2))
    await chat.ask("/settings")
    await chat.ask("/help")
    await menu(chat)
    assert await chat.too_wide() == []
    await chat.look(f"large-text-menu-{language}")


async def test_keys_are_large_enough_for_thumbs(visit: Visit) -> None:
    chat = await visit(size=(320, 640))
    await chat.agree()
    await chat.to_question()
    for key in await chat.page.locator(
        ".key:visible, #menu-button, #composer button:visible"
    ).all():
        box = await key.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


async def test_roles_and_names(visit: Visit) -> None:
    chat = await visit()
    page = chat.page
    await expect(page).to_have_title("Epizod: short courses in a chat")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Epizod")
    await expect(page.get_by_role("main")).to_have_count(1)
    await expect(page.get_by_role("banner")).to_have_count(1)
    await expect(page.get_by_role("navigation", name="Menu")).to_have_count(1)
    await expect(page.get_by_role("status").first).to_have_text("Connected")
    await expect(page.get_by_role("alert")).to_have_count(1)
    await expect(page.get_by_role("textbox", name="Your message")).to_have_accessible_description(
        "Enter sends, Shift+Enter starts a new line."
    )
    await expect(page.get_by_role("button", name="Send")).to_have_count(1)
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(chat.newest).to_have_role("article")
    await expect(chat.newest).to_have_accessible_name("Epizod:")
    await chat.agree()
    text = "Picture: A four-lane road from above."
    await expect(chat.newest).to_contain_text(text)
    await expect(chat.newest.locator("img")).to_have_attribute("alt", "")
    await chat.say("Words of mine")
    await expect(chat.own).to_have_accessible_name("You:")


async def test_the_live_region(visit: Visit) -> None:
    """History in silence, then what the bot says, politely; nobody hears their own words read back."""
    chat = await visit()
    log = chat.page.get_by_role("log", name="Conversation")
    await expect(log).to_have_attribute("aria-live", "polite")
    assert await log.get_attribute("aria-busy") is None
    await chat.agree()
    await chat.say("Words of mine")
    await expect(chat.own).to_have_attribute("aria-live", "off")
    await expect(chat.page.locator("[aria-live=polite]")).to_have_count(1)


async def test_history_is_loaded_in_silence(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    await chat.page.add_init_script(
        """window.heard = [];
        addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
          const log = document.getElementById("log");
          heard.push([log.getAttribute("aria-live"), document.querySelectorAll("article").length]);
        }).observe(document.getElementById("messages"), {childList: true}));"""
    )
    await chat.page.reload()
    await chat.ready()
    heard = await chat.page.evaluate("heard")
    assert heard
    assert {live for live, _ in heard} == {"off"}
    await expect(chat.page.locator("#log")).to_have_attribute("aria-live", "polite")


async def test_an_inline_script_does_not_run_and_is_reported(visit: Visit) -> None:
    """The policy holds, and these tests would notice a breach of it."""
    chat = await visit()
    assert chat.problems == []
    await chat.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
        }"""
    )
    assert await chat.page.evaluate("window.ran") is None
    assert any("content security policy: script-src-elem inline" in each for each in chat.problems)
    chat.problems.clear()
