"""Surveys on pages: the figures of the chat and no others, the file of them, and their announcement."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.course.inputs import Arrived
from bot.service import library
from bot.service.desk.desk import Desk
from bot.service.documents import Document
from bot.service.survey_files import SurveyFiles
from bot.service.turns import Turns
from bot.store.reader import Reader
from bot.store.writer import Writer
from bot.view.page import Attachment
from bot.view.pages import View
from tests.channels.web.desk.browser import HERE, Browser
from tests.channels.web.desk.conftest import BOSS, OLHA, House, made_house
from tests.service.house import ANNA, BOHDAN, NOW, Talk, words
from tests.service.test_survey_files import EVIL, told
from tests.service.test_surveys import crowd, shipped

LIST = "/desk/surveys"
ONE = f"{LIST}/awareness"


@pytest.fixture
async def house(writer: Writer, database: Path) -> AsyncIterator[House]:
    """The house with the survey of this repository in it."""
    shelf = await writer.run(lambda tx: library.shelf(tx, shipped(), NOW))
    desk = Desk(administrators=frozenset({BOSS.address}), address=HERE, shelf=shelf)
    talk = Talk(writer, Turns(view=View(words=words(), shelf=shelf), desk=desk))
    for person in (ANNA, BOHDAN, OLHA, BOSS):
        await talk(Arrived(course="short"), person)
        await talk.press(person)
    files = SurveyFiles(
        writer=writer, shelf=shelf, words=words(), clock=talk.clock,
        administrators=desk.administrators,
    )  # fmt: skip

    async def document_of(who: str, attached: Attachment, language: str) -> Document | None:
        assert attached.what == "survey"
        return await files.of(who, attached.about, language)

    async with Reader(database) as reader:
        made = await made_house(talk, writer, reader, desk.administrators)
        object.__setattr__(made.reception, "document_of", document_of)
        yield made


@pytest.fixture
async def at_desk(house: House) -> Browser:
    return await house.signed_in(BOHDAN)


async def answered(house: House, people: int = 23) -> None:
    await house.talk.writer.run(lambda tx: crowd(tx, "awareness", people, told))


async def test_figures_are_those_of_the_chat(house: House, at_desk: Browser) -> None:
    await answered(house)
    assert ONE in (await at_desk.look(LIST)).links
    seen = await at_desk.look(ONE)
    assert "Opened by 20 Answered by 20 Answered, of those who opened it 100%" in seen.text
    assert "People Share" in seen.text
    assert seen.text.count(EVIL) == 5
    assert "<script" not in seen.html
    assert (await house.audit())[-1] == "read answers"


async def test_nothing_of_fewer_than_five(house: House, at_desk: Browser) -> None:
    await answered(house, 4)
    seen = await at_desk.look(ONE)
    assert "Answers are shown when at least five people have answered." in seen.text
    assert "Opened by fewer than 5" in seen.text
    assert EVIL not in seen.text
    assert [each for each in seen.links if "/file" in each] == []
    assert (await at_desk.look(f"{ONE}/file?form=csv")).status == 404


async def test_taken_along_as_a_file(house: House, at_desk: Browser) -> None:
    await answered(house)
    seen = await at_desk.look(ONE)
    paths = [each for each in seen.links if "/file" in each]
    assert paths == [f"{ONE}/file?form=xlsx", f"{ONE}/file?form=csv"]
    came = await at_desk.client.get(paths[1])
    assert came.headers["content-disposition"] == 'attachment; filename="epizod-awareness-en.csv"'
    rows = [*csv.reader(io.StringIO(came.content.decode("utf-8-sig")))]
    assert rows[3] == ["Answered by", "", "20", "1.00"]
    assert (await at_desk.client.get(paths[0])).content[:2] == b"PK"
    for path in (f"{ONE}/file", f"{ONE}/file?form=pdf", f"{LIST}/none/file?form=csv"):
        assert (await at_desk.look(path)).status == 404


async def test_an_announcement_of_it_is_begun(house: House, at_desk: Browser) -> None:
    await at_desk.look(ONE)
    seen = await at_desk.send(ONE)
    assert seen.path.startswith("/desk/announcements/")
    ((details,),) = await house.rows("SELECT details FROM announcements")
    assert '"opens":"awareness"' in str(details)


async def test_of_one_s_own_group_the_figures_only(house: House) -> None:
    """Whose answers are whose nobody can tell; so no answers are there, nor in a file."""
    await answered(house)
    await house.take(BOHDAN)
    await house.grant(BOHDAN, "coordinator", "north")
    browser = await house.signed_in(BOHDAN)
    seen = await browser.look(ONE)
    assert "Nobody can tell whose answers are whose" in seen.text
    assert EVIL not in seen.text
    assert (await browser.look(f"{ONE}/file?form=csv")).status == 404


async def test_neither_viewers_nor_authors(house: House) -> None:
    await answered(house)
    for who, role in ((OLHA, "viewer"), (ANNA, "author")):
        await house.grant(who, role)  # type: ignore[arg-type]
        browser = await house.signed_in(who)
        assert LIST not in (await browser.look("/desk")).links
        for path in (LIST, ONE, f"{ONE}/file?form=csv"):
            assert (await browser.look(path)).status == 404
        key = (await browser.look("/desk")).forms["/desk/leave"]["key"]
        assert (await browser.post(ONE, key=key)).status == 404


async def test_what_there_is_not(house: House, at_desk: Browser) -> None:
    for path in (f"{LIST}/none", f"{LIST}/short"):
        assert (await at_desk.look(path)).status == 404
