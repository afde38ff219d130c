"""The reader's place: where the page shows what is new, and where it leaves people alone."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from bot.course.messages import Label
from tests.browser.chat import PATIENCE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_turning_the_phone_while_an_answer_is_awaited(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    answered = asyncio.Event()

    async def late(route: Route) -> None:
        await answered.wait()
        await route.continue_()

    await chat.page.route("**/chat/press", late)
    await chat.key(Label.CONTINUE).click()
    await chat.page.set_viewport_size({"width": 780, "height": 390})
    await expect(chat.page.locator("#writing")).not_to_be_empty()
    answered.set()
    await chat.news()
    assert chat.problems == []


async def test_a_message_is_shown_from_its_start(visit: Visit) -> None:
    chat = await visit(size=(320, 400))
    await chat.agree()
    for _ in range(2):
        await chat.press(Label.CONTINUE)
        log = await chat.page.locator("#log").bounding_box()
        newest = await chat.newest.bounding_box()
        assert log is not None
        assert newest is not None
        assert log["y"] <= newest["y"] < log["y"] + 40


async def test_only_the_conversation_scrolls(visit: Visit) -> None:
    """However long it is, the bar above and the text field below stay where they are."""
    chat = await visit(size=(320, 480))
    await chat.agree()
    await chat.to_question()
    log, page = await chat.page.evaluate(
        """() => [document.getElementById("log"), document.documentElement].map(
          each => each.scrollHeight - each.clientHeight)"""
    )
    assert log > 500
    assert page == 0


async def test_who_reads_further_up_stays_there(visit: Visit) -> None:
    chat = await visit(size=(390, 600))
    await chat.agree()
    await chat.press(Label.CONTINUE)
    other = await visit(like=chat)
    await chat.page.locator("#log").hover()
    await chat.page.mouse.wheel(0, -5000)
    await chat.page.wait_for_function("() => document.getElementById('log').scrollTop === 0")
    await other.press(Label.CONTINUE)
    below = chat.page.get_by_role("button", name=chat.interface("New message below"))
    await expect(below).to_be_visible(timeout=PATIENCE)
    assert await chat.page.evaluate("document.getElementById('log').scrollTop") == 0
    await below.click()
    await expect(chat.newest).to_be_in_viewport()
    await expect(chat.newest).to_be_focused()
    await expect(below).to_be_hidden()
