"""The process is killed and started again: the page says so, comes back, and loses nothing."""

import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Route, expect

from bot.course.messages import Label
from tests.browser.chat import PATIENCE, Visit
from tests.program.epizod import Epizod

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

UNREACHED = "net::ERR_"
"""What a browser notes of a request that reaches nobody; that is no fault of the page."""


class Mortal:
    """A process of its own that can be killed and started again on the same port and database."""

    def __init__(self, folder: Path, lives: AsyncExitStack) -> None:
        self._folder = folder
        self._lives = lives
        self._port = "0"
        self.epizod: Epizod

    @property
    def address(self) -> str:
        return self.epizod.address

    async def start(self) -> None:
        epizod = Epizod(self._folder, PORT=self._port)
        self.epizod = await self._lives.enter_async_context(epizod)
        self._port = self.address.rpartition(":")[2]

    async def kill(self) -> None:
        await self.epizod.stop(signal.SIGKILL)


@pytest_asyncio.fixture(loop_scope="session")
async def mortal(tmp_path: Path) -> AsyncIterator[Mortal]:
    async with AsyncExitStack() as lives:
        running = Mortal(tmp_path, lives)
        await running.start()
        yield running


async def test_killed_in_the_middle(visit: Visit, mortal: Mortal) -> None:
    chat = await visit(at=mortal.address, forgiven=UNREACHED)
    await chat.agree()
    other = await visit(at=mortal.address, forgiven=UNREACHED, like=chat)
    await mortal.kill()
    for each in (chat, other):
        await expect(each.connection).to_have_text(
            "No connection. I keep trying; you can go on reading.", timeout=PATIENCE
        )
    await chat.page.context.set_offline(True)
    await chat.say("First, while it was dead")
    await chat.say("Second, while it was dead")
    await expect(chat.page.get_by_text("Not sent yet. I keep trying.")).to_have_count(2)
    await expect(chat.connection).to_contain_text("What you did is kept here")
    await chat.look("no-connection")

    await mortal.start()
    await expect(other.connection).to_have_text("Connected", timeout=PATIENCE)
    await other.press(Label.CONTINUE)
    await expect(chat.articles).to_have_count(4 + 2)

    await chat.page.context.set_offline(False)
    await expect(chat.connection).to_have_text("Connected", timeout=PATIENCE)
    await expect(chat.own).to_have_count(2)
    await expect(chat.articles).to_have_count(4 + 1 + 4, timeout=PATIENCE)
    await expect(chat.page.get_by_text("Not sent yet")).to_have_count(0)
    shown = await chat.texts()
    assert "Mira is a new policy officer" in shown[4]
    assert [text for text in shown if text.startswith(("First", "Second"))] == [
        "First, while it was dead",
        "Second, while it was dead",
    ]
    await expect(other.articles).to_have_count(len(shown), timeout=PATIENCE)
    assert await other.texts() == shown
    await chat.look("connection-is-back")
    await chat.page.reload()
    await expect(chat.articles).to_have_count(len(shown), timeout=PATIENCE)
    assert await chat.texts() == shown


async def test_killed_before_it_could_say_that_it_had_heard(visit: Visit, mortal: Mortal) -> None:
    """Sent again with the same id after the restart, the words are there once."""
    chat = await visit(at=mortal.address, forgiven=UNREACHED)
    await chat.agree()
    heard = 0

    async def cut(route: Route) -> None:
        nonlocal heard
        heard += 1
        if heard == 1:
            await route.fetch()
            await mortal.kill()
            await route.abort()
        else:
            await route.continue_()

    await chat.page.route("**/chat/text", cut)
    await chat.say("Only once")
    await expect(chat.connection).to_contain_text("No connection", timeout=PATIENCE)
    await mortal.start()
    await expect(chat.connection).to_have_text("Connected", timeout=PATIENCE)
    await chat.reads("Only once")
    await mortal.epizod.idle()
    assert heard > 1
    await chat.page.reload()
    await expect(chat.own).to_have_count(1, timeout=PATIENCE)
    texts = await chat.texts()
    assert sum("Only once" in text for text in texts) == 2
    await chat.ready()
    await chat.press(Label.SEND)


async def test_a_press_while_it_is_dead(visit: Visit, mortal: Mortal) -> None:
    chat = await visit(at=mortal.address, forgiven=UNREACHED)
    await chat.agree()
    await mortal.kill()
    await chat.key(Label.CONTINUE).click()
    await expect(chat.connection).to_contain_text("What you did is kept here", timeout=PATIENCE)
    await mortal.start()
    await chat.reads("Mira is a new policy officer")
    await expect(chat.articles).to_have_count(5)
    await expect(chat.connection).to_have_text("Connected", timeout=PATIENCE)
    await chat.ready()
    await chat.press(Label.CONTINUE)


async def test_stopped_with_a_page_open(visit: Visit, mortal: Mortal) -> None:
    """SIGTERM, as at every update of the bot: a page that waits does not notice a short one."""
    chat = await visit(at=mortal.address, forgiven=UNREACHED)
    await chat.agree()
    ended, seconds = await mortal.epizod.stop()
    assert ended.code == 0
    assert seconds < 3
    await mortal.start()
    await chat.press(Label.CONTINUE)
    await chat.reads("Mira is a new policy officer")


async def test_asking_why_may_fail_too(visit: Visit) -> None:
    """Whatever becomes of the question why the line does not open, it is no fault of the page."""
    chat = await visit(forgiven=UNREACHED)

    async def refuse_the_line(route: Route) -> None:
        await (route.continue_() if route.request.resource_type == "fetch" else route.abort())

    await chat.page.evaluate(
        """() => {
          ReadableStream.prototype.cancel = () => Promise.reject(new TypeError("network error"));
        }"""
    )
    await chat.page.route("**/chat/events*", refuse_the_line)
    await chat.page.evaluate("dispatchEvent(new Event('online'))")
    async with chat.page.expect_response("**/chat/events*", timeout=PATIENCE) as answered:
        pass
    assert (await answered.value).status == 200
    await chat.page.evaluate("new Promise(done => setTimeout(done, 200))")
    assert chat.problems == []


async def test_a_server_that_does_not_know_this_browser(visit: Visit) -> None:
    """A line that is refused, not broken: the page says what to do."""
    chat = await visit(forgiven="Failed to load resource")
    await chat.page.context.clear_cookies()
    await chat.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(chat.page.get_by_role("alert")).to_have_text(
        "This page cannot recognise you. Please allow cookies for it and reload it.",
        timeout=PATIENCE,
    )
