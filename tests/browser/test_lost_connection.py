"""The process is killed and started again: the page says so, comes back, and loses nothing."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Route, expect

from bot.course.messages import Label
from tests.browser.chat import PATIENCE, Chat, Visit
from tests.program.epizod import Epizod

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


class Mortal:
    """A process of its own that can be killed and started again on the same port and database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.epizod = Epizod(folder)

    @property
    def address(self) -> str:
        return self.epizod.address

    async def start(self) -> None:
        await self.epizod.__aenter__()

    async def kill(self) -> None:
        port = self.address.rpartition(":")[2]
        await self.epizod.stop(signal.SIGKILL)
        self.epizod = Epizod(self.folder, PORT=port)


@pytest_asyncio.fixture(loop_scope="session")
async def mortal(tmp_path: Path) -> AsyncIterator[Mortal]:
    running = Mortal(tmp_path)
    await running.start()
    yield running
    await running.epizod.__aexit__(None, None, None)


def forgive_the_network(*chats: Chat) -> None:
    """A browser notes every request that reaches nobody; that is no fault of the page."""
    for chat in chats:
        chat.problems[:] = [each for each in chat.problems if "net::ERR_" not in each]


async def test_killed_in_the_middle(visit: Visit, mortal: Mortal) -> None:
    chat = await visit(at=mortal.address)
    await chat.agree()
    other = await visit(at=mortal.address, like=chat)
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
    await expect(chat.articles).to_have_count(3 + 2)

    await chat.page.context.set_offline(False)
    await expect(chat.connection).to_have_text("Connected", timeout=PATIENCE)
    await expect(chat.own).to_have_count(2)
    await expect(chat.articles).to_have_count(3 + 1 + 4, timeout=PATIENCE)
    await expect(chat.page.get_by_text("Not sent yet")).to_have_count(0)
    shown = await chat.texts()
    assert "Mira is a new policy officer" in shown[3]
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
    forgive_the_network(chat, other)


async def test_killed_before_it_could_say_that_it_had_heard(visit: Visit, mortal: Mortal) -> None:
    """Sent again with the same id after the restart, the words are there once."""
    chat = await visit(at=mortal.address)
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
    forgive_the_network(chat)


async def test_a_press_while_it_is_dead(visit: Visit, mortal: Mortal) -> None:
    chat = await visit(at=mortal.address)
    await chat.agree()
    await mortal.kill()
    await chat.key(Label.CONTINUE).click()
    await expect(chat.connection).to_contain_text("What you did is kept here", timeout=PATIENCE)
    await mortal.start()
    await chat.reads("Mira is a new policy officer")
    await expect(chat.articles).to_have_count(4)
    await expect(chat.connection).to_have_text("Connected", timeout=PATIENCE)
    await chat.ready()
    await chat.press(Label.CONTINUE)
    forgive_the_network(chat)


async def test_stopped_with_a_page_open(visit: Visit, mortal: Mortal) -> None:
    """SIGTERM, as at every update of the bot: a page that waits does not notice a short one."""
    chat = await visit(at=mortal.address)
    await chat.agree()
    port = mortal.address.rpartition(":")[2]
    ended, seconds = await mortal.epizod.stop()
    assert ended.code == 0
    assert seconds < 3
    mortal.epizod = Epizod(mortal.folder, PORT=port)
    await mortal.start()
    await chat.press(Label.CONTINUE)
    await chat.reads("Mira is a new policy officer")
    forgive_the_network(chat)
