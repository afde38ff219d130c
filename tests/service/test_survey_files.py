"""The results of a survey as a file: the figures of the desk and no others, for who may see them."""

import csv
import io

import pytest
from openpyxl import load_workbook

from bot.course.desk.labels import DeskLabel
from bot.course.desk.surveys import SurveyFileAsked, SurveyFileShown, SurveyShown
from bot.course.inputs import Arrived
from bot.service.survey_files import SurveyFiles
from bot.store import learners
from bot.store.learners import Address
from bot.store.writer import Tx, Writer
from tests.service.house import BOHDAN, NOW, Talk, words
from tests.service.test_surveys import (
    BOSS,
    Told,
    at_the_desk,
    coordinator,
    crowd,
    id_of,
    messages_to,
    shipped,
    tap,
)
from tests.service.test_surveys import talk as talk  # noqa: PLC0414  the fixture

EVIL = "=HYPERLINK(1)"


def told(number: int) -> Told:
    """Of 23: 12 choose the first option, 7 the second, 4 the third; 7 write an example."""
    know = 1 if number < 12 else 2 if number < 19 else 3
    found: Told = {"know": (know,)}
    return {**found, "example": f"{EVIL} {number}"} if number < 7 else found


@pytest.fixture
async def files(talk: Talk) -> SurveyFiles:
    await talk.writer.run(lambda tx: crowd(tx, "awareness", 23, told))
    return SurveyFiles(
        writer=talk.writer, shelf=talk.turns.view.shelf, words=words(), clock=talk.clock,
        administrators={BOSS.address},
    )  # fmt: skip


async def rows_of(
    files: SurveyFiles, who: Address = BOSS, name: str = "csv/awareness", language: str = "en"
) -> list[list[str]] | None:
    learner_id = await files.writer.run(lambda tx: id_of(tx, who))
    document = await files.of(learner_id, name, language)
    if document is None:
        return None
    return [*csv.reader(io.StringIO(document.content.decode("utf-8-sig")))]


async def test_all_of_it_through_the_gate(files: SurveyFiles) -> None:
    rows = await rows_of(files)
    assert rows is not None
    assert rows[:4] == [
        ["Question", "Answer given", "People", "Share"],
        ["Sent to", "", "fewer than 5", ""],
        ["Opened by", "", "20", ""],
        ["Answered by", "", "20", "1.00"],
    ]
    survey = shipped().surveys["awareness"].survey
    assert survey
    know = rows[4:10]
    assert len({row[0] for row in know}) == 1
    assert [row[2:] for row in know] == [
        ["10", "0.50"], ["5", "0.25"], *[["fewer than 5", ""]] * 4,
    ]  # fmt: skip
    assert [row[1] for row in know][-1] != ""
    written = [row for row in rows if row[1].startswith(f"'{EVIL}")]
    assert len(written) == 5
    assert {row[2] for row in written} == {""}


async def test_every_number_in_it_is_one_of_full_fives(files: SurveyFiles) -> None:
    learner_id = await files.writer.run(lambda tx: id_of(tx, BOSS))
    for language in ("en", "uk", "pt"):
        document = await files.of(learner_id, "xlsx/awareness", language)
        assert document is not None
        assert document.name == f"epizod-awareness-{language}.xlsx"
        sheet = load_workbook(io.BytesIO(document.content)).worksheets[0]
        people = [row[2].value for row in sheet.iter_rows(min_row=2)]
        numbers = [each for each in people if isinstance(each, int | float)]
        assert numbers
        assert [each for each in numbers if each % 5] == []


async def test_there_is_no_file_of_fewer_than_five(talk: Talk, files: SurveyFiles) -> None:
    await talk.writer.run(lambda tx: crowd(tx, "signed", 4, told))
    assert await rows_of(files, name="csv/signed") is None


@pytest.mark.parametrize("name", ["pdf/awareness", "csv/none", "awareness", "", "csv/../x"])
async def test_there_is_no_file_of_another_name(files: SurveyFiles, name: str) -> None:
    assert await rows_of(files, name=name) is None


async def test_anonymous_answers_are_in_no_file_of_those_of_one_group(
    talk: Talk, files: SurveyFiles, writer: Writer
) -> None:
    await writer.run(
        lambda tx: tx.execute(
            "INSERT INTO groups (id, kind, name, token, made_at)"
            " VALUES ('north', 'region', 'North', 't', 0)"
        )
    )
    await coordinator(talk, BOHDAN, over="north")
    assert await rows_of(files, BOHDAN) is None


async def test_the_role_is_looked_up_when_the_file_is_made(talk: Talk, files: SurveyFiles) -> None:
    await coordinator(talk, BOHDAN)
    assert await rows_of(files, BOHDAN) is not None
    await talk.writer.run(lambda tx: tx.execute("DELETE FROM roles"))
    assert await rows_of(files, BOHDAN) is None
    somebody = Address(channel="telegram", address="77")
    await talk(Arrived(course="short"), somebody)
    await talk.press(somebody)
    assert await rows_of(files, somebody) is None


async def test_in_the_chat_it_is_a_message_with_a_file(talk: Talk, files: SurveyFiles) -> None:
    await at_the_desk(talk)
    message = await tap(talk, DeskLabel.AS_TABLE, BOSS)
    assert message.body == SurveyFileShown(survey="awareness", form="xlsx")
    page = talk.turns.view.page(message, "en")
    assert page.attached is not None
    learner_id = await talk.writer.run(lambda tx: id_of(tx, BOSS))
    assert await files.of(learner_id, page.attached.about, "en") is not None
    rows = await talk.writer.run(
        lambda tx: [r["action"] for r in tx.execute("SELECT * FROM audit ORDER BY id")]
    )
    assert rows[-1] == "read answers"


async def test_a_button_that_nobody_was_shown_gives_no_file(talk: Talk) -> None:
    """Fewer than five have answered: what is asked for by force is the survey with its reason."""
    await talk.writer.run(lambda tx: crowd(tx, "awareness", 4, told))

    def forged(tx: Tx) -> object:
        found = learners.find(tx, BOSS)
        assert found is not None
        action = SurveyFileAsked(survey="awareness", form="csv")
        return talk.turns.desk.take(tx, found.id, found.learner, action, None, NOW).messages[0].body

    body = await talk.writer.run(forged)
    assert isinstance(body, SurveyShown)
    assert body.hidden == "few"
    await at_the_desk(talk)
    keys = (await messages_to(talk, BOSS))[-1].buttons
    assert DeskLabel.AS_TABLE not in [button.label for row in keys for button in row]
