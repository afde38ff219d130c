"""The panel with which who prepares a course moves the clock ahead. A house of its own: time passes."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.axe import SCHEMES, violations
from tests.browser.chat import PATIENCE, Chat, Visit
from tests.program.epizod import Epizod

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SIZES = ((320, 640), (360, 640), (1280, 800), (640, 320))


def summary(chat: Chat) -> Locator:
    return chat.page.locator("#clock-summary")


def shown(chat: Chat) -> Locator:
    return chat.page.locator("#clock-now")


def step(chat: Chat, name: str) -> Locator:
    return chat.page.get_by_role("button", name=chat.interface(name), exact=True)


async def instant(chat: Chat) -> int:
    """Which time of the house stands on the page, in hours."""
    now: str = await chat.page.evaluate(
        "fetch('/chat/clock').then(answer => answer.json()).then(told => told.now)"
    )
    hours: int = await chat.page.evaluate("now => Math.round(Date.parse(now) / 3600000)", now)
    return hours


async def test_the_time_moves(visit: Visit, traveller: Epizod) -> None:
    chat = await visit(at=traveller.address)
    await expect(shown(chat)).to_be_hidden()
    await expect(summary(chat).get_by_role("heading", level=2)).to_have_text(
        "Preview: move the clock"
    )
    await chat.agree()
    await summary(chat).click()
    await expect(shown(chat)).to_have_text(re.compile(r"^\w+day,? \d+ \w+ 20\d\d at \d\d:\d\d$"))
    for name, hours in (("One hour ahead", 1), ("One day ahead", 24), ("One week ahead", 168)):
        before, said = await instant(chat), await shown(chat).inner_text()
        await step(chat, name).click()
        status = chat.page.locator("#clock-status")
        await expect(status).to_have_text(re.compile(r"^It is now \w+day"), timeout=PATIENCE)
        assert await instant(chat) - before == hours
        now = await shown(chat).inner_text()
        assert now != said
        await expect(status).to_have_text(f"It is now {now}.")
        await expect(step(chat, name)).to_be_focused()


async def test_it_is_the_time_where_the_person_is(visit: Visit, traveller: Epizod) -> None:
    """The browsers of these tests are in Kyiv; who says so in the settings is elsewhere."""
    chat = await visit(at=traveller.address)
    await summary(chat).click()
    await expect(shown(chat)).not_to_be_empty()
    told: dict[str, str] = await chat.page.evaluate(
        "fetch('/chat/clock').then(answer => answer.json())"
    )
    assert told["zone"] == "Europe/Kyiv"
    expected: str = await chat.page.evaluate(
        """now => new Intl.DateTimeFormat("en-GB", {
          dateStyle: "full", timeStyle: "short", timeZone: "Europe/Kyiv"
        }).format(new Date(now))""",
        told["now"],
    )
    assert (await shown(chat).inner_text())[:-2] == expected[:-2]


async def test_with_the_keyboard_alone(visit: Visit, traveller: Epizod) -> None:
    chat = await visit(at=traveller.address)
    before = await instant(chat)
    await chat.page.locator("#menu-button").focus()
    for key in ("Tab", "Enter", "Tab", "Space"):
        await chat.page.keyboard.press(key)
    await expect(chat.page.locator("#clock-status")).to_contain_text("It is now", timeout=PATIENCE)
    await expect(step(chat, "One hour ahead")).to_be_focused()
    assert await instant(chat) - before == 1


async def test_what_cannot_be_reached_is_said(visit: Visit, traveller: Epizod) -> None:
    chat = await visit(at=traveller.address, forgiven="Failed to load resource")
    await summary(chat).click()
    await expect(shown(chat)).not_to_be_empty()
    before = await shown(chat).inner_text()
    await chat.page.route("**/chat/clock", lambda route: route.abort())
    await step(chat, "One day ahead").click()
    status = chat.page.locator("#clock-status")
    await expect(status).to_have_text(
        "The clock was not moved. Please reload the page and try again."
    )
    await expect(status).not_to_have_class("unseen")
    assert (await shown(chat).inner_text())[:-5] == before[:-5]
    await chat.page.unroute("**/chat/clock")
    await step(chat, "One hour ahead").click()
    await expect(status).to_contain_text("It is now", timeout=PATIENCE)
    await expect(status).to_have_class("unseen")


@pytest.mark.parametrize("language", ["en", "uk", "pt"])
async def test_it_leaves_room_for_the_chat(visit: Visit, traveller: Epizod, language: str) -> None:
    chat = await visit(language=language, at=traveller.address, size=(360, 640))
    await chat.agree()
    log = chat.page.locator("#log")
    await expect(log).to_be_visible()
    closed = await log.bounding_box()
    header = await chat.page.locator("header").bounding_box()
    assert closed is not None
    assert header is not None
    assert header["height"] < 100
    await chat.look(f"clock-closed-{language}")
    await summary(chat).click()
    await expect(shown(chat)).not_to_be_empty()
    opened = await log.bounding_box()
    assert opened is not None
    assert opened["height"] > closed["height"] - 140
    await expect(chat.newest).to_be_in_viewport()
    assert await chat.too_wide() == []
    for each in await chat.page.locator("#clock-steps button").all():
        box = await each.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    await chat.look(f"clock-open-{language}")
    await chat.enlarge_text()
    await chat.look(f"clock-large-text-{language}")
    assert await chat.too_wide() == []


async def test_axe_finds_nothing(visit: Visit, traveller: Epizod) -> None:
    chat = await visit(language="uk", at=traveller.address)
    await chat.agree()
    await summary(chat).click()
    await step(chat, "One hour ahead").click()
    await expect(chat.page.locator("#clock-status")).not_to_be_empty(timeout=PATIENCE)
    found = []
    for width, height in SIZES:
        await chat.page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            broken = await violations(chat.page, scheme)
            await chat.look(f"clock-{width}x{height}-{scheme}")
            found += [f"{width} {scheme}: {each}" for each in broken]
        assert await chat.too_wide() == [], f"{width}×{height}"
    assert found == []
