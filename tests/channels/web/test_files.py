"""Pictures and exports: each to those whom it belongs to."""

import hashlib
from urllib.parse import quote

import pytest
from yarl import URL

from bot.course.messages import Label
from tests.channels.conftest import Stage
from tests.channels.scripts import enter, go_on, to_the_quiz
from tests.channels.spoken import button
from tests.content.small_course import PNG

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = hashlib.sha256(PNG).hexdigest()


async def test_a_picture_by_its_content(stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    async with browser.client.get(f"{browser.address}/pictures/{NAME}.png") as got:
        assert await got.read() == PNG
        assert got.headers["content-type"] == "image/png"
        assert "immutable" in got.headers["cache-control"]


@pytest.mark.parametrize(
    "name",
    [
        "x",
        NAME[:-1],
        "0" * 64 + ".png",
        "..%2f..%2fepizod.db",
        "%00",
        NAME.upper() + ".png",
        "' OR 1=1 --",
    ],
)
async def test_a_picture_that_there_is_not(name: str, stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    async with browser.client.get(f"{browser.address}/pictures/{name}") as got:
        assert got.status == 404


@pytest.mark.parametrize(
    "path", ["/static/../chat.py", "/static/%2e%2e/visitor.py", "/static//etc/passwd"]
)
async def test_static_files_stay_in_their_folder(path: str, stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    async with browser.client.get(browser.address + path) as got:
        assert got.status == 404


async def test_an_export_is_one_s_own(stage: Stage) -> None:
    anna, ben = await stage.on_the_web(), await stage.on_the_web()
    for talker, words in ((anna, "Anna's words"), (ben, "Ben's words")):
        await enter(talker, "en")
        await talker.say("/feedback")
        await talker.say(words)
        await talker.say("/export")
    assert [each["text"] for each in (await anna.download())["feedback"]] == ["Anna's words"]
    assert [each["text"] for each in (await ben.download())["feedback"]] == ["Ben's words"]


async def test_an_export_is_kept_by_no_cache_and_is_a_file(stage: Stage) -> None:
    talker = await stage.on_the_web()
    await enter(talker, "en")
    async with talker.browser.client.get(talker.browser.address + "/chat/export") as got:
        assert got.headers["cache-control"] == "no-store"
        assert got.headers["content-disposition"] == 'attachment; filename="epizod-export.json"'


async def test_there_is_no_export_of_somebody_unknown(stage: Stage) -> None:
    browser = (await stage.on_the_web()).browser
    async with browser.client.get(browser.address + "/chat/export") as got:
        assert got.status == 404
        assert "error" in await got.json()


@pytest.mark.parametrize("about", ["picture//funnel/pp//", "xlsx/awareness", "..", "%00", "<b>"])
async def test_a_document_that_is_not_theirs_is_refused_in_words(about: str, stage: Stage) -> None:
    """Its name may hold whatever names are made of: the page is found, and says that there is none."""
    talker = await stage.on_the_web()
    await enter(talker, "en")
    for what in ("report", "survey"):
        address = f"{talker.browser.address}/chat/files/{what}/{quote(about, safe='')}?lang=en"
        async with talker.browser.client.get(URL(address, encoded=True)) as got:
            assert got.status == 404
            assert "error" in await got.json()


async def test_another_person_s_button_does_nothing(stage: Stage) -> None:
    anna, ben = await stage.on_the_web(), await stage.on_the_web()
    await to_the_quiz(anna, "en")
    await enter(ben, "en")
    before = ben.story[-1]
    token = list(anna.shown.values())[-1]["token"]
    for index in (0, 1, 99):
        ben.browser.events.clear()
        assert await ben.browser.post("/chat/press", token=token, index=index) == 202
        await ben.look()
        [here] = ben.seen
        assert here.words.endswith(before[0].words)
    anna.browser.events.clear()
    await anna.look()
    assert anna.seen == []
    await anna.press(anna.story[-2][0].labels[1])
    assert anna.seen[0].changed


async def test_text_only_takes_the_picture_away(stage: Stage) -> None:
    talker = await stage.on_the_web()
    await enter(talker, "en")
    await talker.say("/settings")
    await talker.press(button(Label.PICTURES_OFF))
    await go_on(talker, "en")
    await go_on(talker, "en")
    assert talker.seen[0].picture is None
    assert "picture" not in talker.browser.events[-1]
