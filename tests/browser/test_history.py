"""One person in several tabs, another in another browser, and what is left after /forget."""

import asyncio
import json
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.course.messages import Label
from tests.browser.chat import PATIENCE, Visit
from tests.channels import spoken
from tests.program.epizod import Epizod

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_reload_shows_everything_once(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    await chat.to_question()
    await chat.press(chat.answer(2))
    await chat.ask("Words of mine")
    before = await chat.texts()
    keys = await chat.page.locator(".key").all_text_contents()
    for _ in range(2):
        await chat.page.reload()
        await expect(chat.articles).to_have_count(len(before), timeout=PATIENCE)
        assert await chat.texts() == before
        assert await chat.page.locator(".key").all_text_contents() == keys
        await expect(chat.newest).to_be_in_viewport()
    await chat.press(Label.DISCARD)
    await chat.press(Label.CONTINUE)


async def test_a_second_tab_sees_the_same(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    await chat.ask("Words of mine")
    other = await visit(like=chat)
    assert await other.texts() == await chat.texts()
    await other.press(Label.DISCARD)
    await other.press(Label.CONTINUE)
    await other.to_question()
    await other.press(other.answer(1))
    await other.ask("Words from there")
    expected = await other.texts()
    await expect(chat.articles).to_have_count(len(expected), timeout=PATIENCE)
    assert await chat.texts() == expected


async def test_two_tabs_press_at_the_same_moment(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    other = await visit(like=chat)
    keys = [await each.key(Label.CONTINUE).element_handle() for each in (chat, other)]
    await asyncio.gather(*(each.dispatch_event("click") for each in keys))
    await chat.reads("Mira is a new policy officer")
    await other.reads("Mira is a new policy officer")
    said = [text for text in await chat.texts() if "Mira is a new policy officer" in text]
    assert len(said) == 1


async def test_another_browser_sees_nothing_of_the_first(visit: Visit) -> None:
    chat = await visit()
    await chat.agree()
    await chat.ask("A secret of the first")
    before = await chat.texts()
    stranger = await visit()
    await expect(stranger.articles).to_have_count(1)
    assert "secret" not in " ".join(await stranger.texts())
    stolen = await chat.page.evaluate(
        """() => new Promise(found => {
          const source = new EventSource("/chat/events");
          source.onmessage = ({ data }) => {
            const { token, keys } = JSON.parse(data);
            if (keys?.length === 2) { source.close(); found(token); }
          };
        })"""
    )
    await stranger.ready()
    answer = await stranger.page.request.post(
        "/chat/press", data={"id": "a-forged-press", "token": stolen, "index": 0}
    )
    assert answer.status == 202
    await stranger.news()
    assert "secret" not in " ".join(await stranger.texts())
    assert await chat.texts() == before
    await chat.press(Label.SEND)
    await chat.reads(spoken.sentence("feedback-kept"))


async def test_without_the_cookie_nothing_is_said(visit: Visit) -> None:
    """The page says in words what to do, and a reload begins anew."""
    chat = await visit(forgiven="401 (Unauthorized)")
    await chat.agree()
    await chat.page.context.clear_cookies()
    await chat.key(Label.CONTINUE).click()
    unknown = "This page no longer knows which conversation is yours. Please reload it."
    await expect(chat.page.get_by_role("alert")).to_have_text(unknown)
    await chat.look("cookie-gone")
    await chat.page.reload()
    await chat.ready()
    await expect(chat.key(Label.AGREE)).to_be_visible()
    await expect(chat.articles).to_have_count(1)


async def test_the_export_is_downloaded(visit: Visit, tmp_path: Path) -> None:
    chat = await visit()
    await chat.agree()
    await chat.ask("Words of mine, їжак")
    await chat.press(Label.SEND)
    await chat.ask("/export")
    link = chat.newest.get_by_role("link", name=chat.interface("Download the file (JSON)"))
    await chat.look("export")
    async with chat.page.expect_download() as started:
        await link.click()
    download = await started.value
    assert download.suggested_filename == "epizod-export.json"
    await download.save_as(tmp_path / "export.json")
    kept = json.loads((tmp_path / "export.json").read_text("utf-8"))
    assert {"learner", "enrolments", "answers", "feedback"} <= set(kept)
    assert [each["course"] for each in kept["enrolments"]] == ["pp"]
    assert "Words of mine, їжак" in json.dumps(kept["feedback"], ensure_ascii=False)


async def test_forget_clears_the_page(visit: Visit, epizod: Epizod) -> None:
    chat = await visit()
    await chat.agree()
    await chat.ask("A secret that must go")
    other = await visit(like=chat)
    await chat.ask("/forget")
    await chat.look("forget-asked")
    await chat.key(Label.FORGET).click()
    for each in (chat, other):
        await expect(each.articles).to_have_count(1, timeout=PATIENCE)
        await each.reads("Everything about you is erased.")
    await chat.look("forgotten")
    await chat.page.reload()
    await expect(chat.page.locator("#log:not([aria-busy])")).to_have_count(1)
    assert "secret" not in " ".join(await chat.texts())
    await epizod.idle()
    files = epizod.folder.glob("epizod.db*")
    assert not any(b"A secret that must go" in each.read_bytes() for each in files)
    await chat.say("/start")
    await chat.ready()
    await expect(chat.key(Label.AGREE)).to_be_visible()
