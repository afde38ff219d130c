"""Reports at the desk: who sees which, at which moment; and that nothing exact is in any of them."""

import io
import json
import random
import re
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import get_args

import pytest
from openpyxl import load_workbook

from bot.content.telegram_limits import MESSAGE
from bot.course.desk.fives import Count
from bot.course.desk.front import DeskShown
from bot.course.desk.labels import DeskLabel
from bot.course.desk.reports import (
    REPORTS,
    DigestSwitched,
    Form,
    GroupTaken,
    Report,
    ReportAsked,
    ReportKind,
    ReportShown,
    ReportsOpened,
    ReportsShown,
    name_of,
    named,
)
from bot.course.desk.rights import Grant
from bot.course.messages import Message
from bot.course.turn import Turn
from bot.report.outside import compiler
from bot.report.words import Reading
from bot.service.desk import reports as desk
from bot.service.desk.sitting import InChat, sit
from bot.service.figures import Figures
from bot.service.reports import Reports, _in_words
from bot.store import audit, learners, team
from bot.store.learners import Address
from bot.store.reader import Reader
from bot.store.writer import Tx, Writer
from tests.botapi.text import units
from tests.report.told import EVIL, evil
from tests.service.house import NOW
from tests.service.people import (
    COURSE,
    SHELF,
    Person,
    add,
    add_member_of_the_team,
    prepare,
    somebody,
)
from tests.view.interface import WORDS, telegram

FUNNEL = Report(kind="funnel", course="weeks")
BOSS, NORTH, AUTHOR, LOOKS, NOBODY = "boss", "north-coordinator", "author", "viewer", "nobody"
TEAM = {
    BOSS: Grant(role="coordinator"),
    NORTH: Grant(role="coordinator", over="north"),
    AUTHOR: Grant(role="author", over="weeks"),
    LOOKS: Grant(role="viewer", over="south"),
}


@pytest.fixture
async def reports(database: Path, writer: Writer) -> AsyncIterator[Reports]:
    def job(tx: Tx) -> None:
        prepare(tx)
        draw = random.Random(11)
        for number in range(60):
            add(tx, somebody(f"l{number}", draw))
        for name, grant in TEAM.items():
            add_member_of_the_team(tx, name, grant)
        add_member_of_the_team(tx, NOBODY)
        tx.execute("UPDATE groups SET course = 'weeks' WHERE id = 'south'")

    await writer.run(job)
    async with Reader(database) as reader:
        yield Reports(
            figures=Figures(reader=reader, shelf=SHELF), writer=writer, words=WORDS,
            clock=lambda: NOW,
        )  # fmt: skip


# --- Who sees which ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "group", "sees"),
    [
        (BOSS, "", True), (BOSS, "north", True), (BOSS, "no-such-group", False),
        (NORTH, "north", True), (NORTH, "", False), (NORTH, "south", False),
        (AUTHOR, "", True), (AUTHOR, "south", True), (AUTHOR, "north", False),
        (AUTHOR, "no-such-group", False),
        (LOOKS, "south", True), (LOOKS, "", False), (LOOKS, "north", False),
        (NOBODY, "", False), (NOBODY, "north", False), ("l1", "", False), ("who?", "", False),
    ],
)  # fmt: skip
async def test_only_what_is_within_reach(
    reports: Reports, who: str, group: str, sees: bool
) -> None:
    report = replace(FUNNEL, group=group)
    page = await reports.on_page(who, report, "en")
    assert (page is not None) == sees
    for form in get_args(Form):
        name = name_of(ReportShown(report=report, form=form))
        assert (await reports.of(who, name, "en") is not None) == sees


async def test_an_author_sees_only_their_own_course(reports: Reports, writer: Writer) -> None:
    await writer.run(lambda tx: team.take(tx, AUTHOR, "author", "weeks"))
    await writer.run(lambda tx: team.grant(tx, AUTHOR, Grant(role="author", over="another"), NOW))
    assert await reports.on_page(AUTHOR, FUNNEL, "en") is None


async def test_whoever_has_lost_the_role_gets_nothing_any_more(
    reports: Reports, writer: Writer
) -> None:
    """Also of a message that waits in the queue since the role was theirs."""
    name = name_of(ReportShown(report=FUNNEL))
    assert await reports.of(BOSS, name, "en") is not None
    await writer.run(lambda tx: team.take(tx, BOSS, "coordinator"))
    assert await reports.of(BOSS, name, "en") is None


@pytest.mark.parametrize(
    "name",
    ["", "picture", "picture//funnel/weeks/", "picture//funnel/weeks///", "exe//funnel/weeks//",
     "picture//everything/weeks//", "picture//funnel/other//", "../../etc/passwd"],
)  # fmt: skip
async def test_a_name_that_is_none_is_no_report(reports: Reports, name: str) -> None:
    assert await reports.of(BOSS, name, "en") is None


def test_a_report_is_what_its_name_says() -> None:
    for form in get_args(Form):
        for kind in REPORTS:
            for every in (True, False):
                report = Report(kind=kind, course="c-1", group="g_-2", activity="01-stop")
                shown = ReportShown(report=report, form=form, every=every)
                assert named(name_of(shown)) == shown


# --- In the chat ------------------------------------------------------------------------


async def at_the_desk(writer: Writer, who: str, action: object, shelf: object = SHELF) -> Message:
    def job(tx: Tx) -> Turn:
        found = learners.find(tx, Address(channel="telegram", address=f"at-{who}"))
        assert found is not None
        chat = InChat(sitting=sit(tx, who, (), NOW), learner=found.learner)
        return desk.take(chat, action, shelf)  # type: ignore[arg-type]

    (message,) = (await writer.run(job)).messages
    return message


def labels(message: Message) -> list[object]:
    return [button.label for row in message.buttons for button in row]


def press(message: Message, label: DeskLabel, place: int = 0) -> object:
    found = [b.does for row in message.buttons for b in row if b.label == label]
    return found[place]


async def test_one_course_and_everybody_need_no_question(reports: Reports, writer: Writer) -> None:
    menu = await at_the_desk(writer, BOSS, ReportsOpened())
    assert menu.body == ReportsShown(choice="report", course="weeks")
    assert labels(menu) == [
        *[DeskLabel.REPORT] * 8, DeskLabel.ALL_TABLES, DeskLabel.FOR_OUTSIDE,
        DeskLabel.OTHER_PEOPLE, DeskLabel.DIGEST, DeskLabel.DESK,
    ]  # fmt: skip
    shown = await at_the_desk(writer, BOSS, press(menu, DeskLabel.REPORT))
    assert shown.body == ReportShown(report=FUNNEL)
    assert shown.replaces is None
    assert labels(shown) == [
        DeskLabel.AS_TABLE, DeskLabel.AS_TEXT, DeskLabel.OTHER_REPORTS, DeskLabel.DESK,
    ]  # fmt: skip
    table = await at_the_desk(writer, BOSS, press(shown, DeskLabel.AS_TABLE))
    assert table.body == ReportShown(report=FUNNEL, form="xlsx")
    assert await at_the_desk(writer, BOSS, press(table, DeskLabel.OTHER_REPORTS)) == menu
    done = await writer.run(lambda tx: audit.latest(tx, 0, 9))
    assert [(each.who, each.action, each.about) for each in done] == [
        (BOSS, "report", "xlsx//funnel/weeks//"), (BOSS, "report", "picture//funnel/weeks//"),
    ]  # fmt: skip


async def test_whoever_has_one_group_sees_only_that(reports: Reports, writer: Writer) -> None:
    menu = await at_the_desk(writer, LOOKS, ReportsOpened())
    assert menu.body == ReportsShown(choice="report", course="weeks", group_name="South")
    assert DeskLabel.OTHER_PEOPLE not in labels(menu)
    shown = await at_the_desk(writer, LOOKS, press(menu, DeskLabel.REPORT))
    assert shown.body == ReportShown(report=replace(FUNNEL, group="south"))


async def test_another_group_can_be_chosen(reports: Reports, writer: Writer) -> None:
    menu = await at_the_desk(writer, BOSS, ReportsOpened())
    whom = await at_the_desk(writer, BOSS, press(menu, DeskLabel.OTHER_PEOPLE))
    assert whom.body == ReportsShown(choice="group", course="weeks")
    assert labels(whom) == [DeskLabel.REPORT_GROUP] * 3 + [DeskLabel.DESK]
    north = await at_the_desk(writer, BOSS, press(whom, DeskLabel.REPORT_GROUP, 1))
    assert north.body == ReportsShown(choice="report", course="weeks", group_name="North")


async def test_an_author_is_not_told_which_other_groups_there_are(
    reports: Reports, writer: Writer
) -> None:
    """Only those that take the course; what a forged button names besides is not there."""
    whom = await at_the_desk(writer, AUTHOR, ReportsOpened(course="weeks", asks="group"))
    named = [b.does for row in whom.buttons for b in row if b.label == DeskLabel.REPORT_GROUP]
    assert named == [
        GroupTaken(course="weeks"), GroupTaken(course="weeks", group="south", name="South"),
    ]  # fmt: skip
    forged = GroupTaken(course="weeks", group="north")
    assert "North" not in str(await at_the_desk(writer, AUTHOR, forged))


async def test_of_several_courses_one_is_chosen(reports: Reports, writer: Writer) -> None:
    other = replace(COURSE, id="other")
    shelf = replace(
        SHELF, offered={**SHELF.offered, "other": "o1"}, releases={**SHELF.releases, "o1": other}
    )
    which = await at_the_desk(writer, BOSS, ReportsOpened(), shelf)
    assert which.body == ReportsShown(choice="course")
    menu = await at_the_desk(writer, BOSS, press(which, DeskLabel.REPORT_COURSE, 1), shelf)
    assert menu.body == ReportsShown(choice="report", course="other")
    assert DeskLabel.OTHER_COURSE in labels(menu)
    only = await at_the_desk(writer, AUTHOR, ReportsOpened(), shelf)
    assert only.body == ReportsShown(choice="report", course="weeks")


async def test_questions_are_asked_of_one_part_of_the_course(
    reports: Reports, writer: Writer
) -> None:
    menu = await at_the_desk(writer, BOSS, ReportsOpened())
    parts = await at_the_desk(writer, BOSS, press(menu, DeskLabel.REPORT, 2))
    assert parts.body == ReportsShown(choice="activity", course="weeks")
    assert labels(parts)[:4] == [DeskLabel.REPORT_PART] * 4
    shown = await at_the_desk(writer, BOSS, press(parts, DeskLabel.REPORT_PART, 2))
    assert shown.body == ReportShown(
        report=Report(kind="questions", course="weeks", activity="check")
    )


@pytest.mark.parametrize("group", ["", "north", "nowhere"])
async def test_a_forged_button_shows_nothing_out_of_reach(
    reports: Reports, writer: Writer, group: str
) -> None:
    forged = ReportAsked(report=replace(FUNNEL, group=group), form="pdf", every=True)
    shown = await at_the_desk(writer, LOOKS, forged)
    assert shown.body == ReportsShown(choice="report", course="weeks", group_name="South")
    assert await writer.run(lambda tx: audit.latest(tx, 0, 9)) == []


async def test_who_has_no_reports_has_no_course_to_choose(reports: Reports, writer: Writer) -> None:
    """The desk keeps them out before; and if it did not, they would find it empty."""
    shown = await at_the_desk(writer, NOBODY, ReportsOpened())
    assert shown.body == ReportsShown(choice="course")
    assert DeskLabel.REPORT_COURSE not in labels(shown)


async def test_the_summary_is_switched_on_and_off(reports: Reports, writer: Writer) -> None:
    menu = await at_the_desk(writer, BOSS, ReportsOpened())
    assert press(menu, DeskLabel.DIGEST) == DigestSwitched(on=True)
    menu = await at_the_desk(writer, BOSS, press(menu, DeskLabel.DIGEST))
    assert press(menu, DeskLabel.DIGEST) == DigestSwitched(on=False)
    menu = await at_the_desk(writer, BOSS, press(menu, DeskLabel.DIGEST))
    assert press(menu, DeskLabel.DIGEST) == DigestSwitched(on=True)


# --- Nothing exact leaves ---------------------------------------------------------------

EXACT = {"began": 283, "first": 241, "answered": 197, "chose": 113, "finished": 127, "rated": 103}
"""Numbers that are in nothing but these counts."""


def numbered(place: int) -> Person:
    """The first of a queue: each did as much as `EXACT` says that so many did."""
    each = somebody(f"l{place}", random.Random(place))
    each.groups, each.language, each.plans = ("north",), "uk", ("done",)
    each.done = 4 if place < EXACT["finished"] else 1 if place < EXACT["first"] else 0
    answer = each.answers[-1]
    each.answers = []
    if place < EXACT["answered"]:
        option = (2,) if place < EXACT["chose"] else (1,)
        each.answers = [
            replace(answer, activity=activity, step=step, response=option, right=right)
            for activity, step, right in (
                ("one", "fact", option == (2,)), ("before", "know", None), ("after", "know", None),
                ("used-d30", "used", None),
            )
        ]  # fmt: skip
    if place < EXACT["rated"]:
        each.answers.append(
            replace(answer, activity="each", step="useful", about="one", response=(6,))
        )
    return each


@pytest.fixture
async def exact(database: Path, writer: Writer) -> AsyncIterator[Reports]:
    def job(tx: Tx) -> None:
        prepare(tx)
        for place in range(EXACT["began"]):
            add(tx, numbered(place))
        add_member_of_the_team(tx, BOSS, TEAM[BOSS])

    await writer.run(job)
    async with Reader(database) as reader:
        yield Reports(
            figures=Figures(reader=reader, shelf=SHELF), writer=writer, words=WORDS,
            clock=lambda: NOW,
        )  # fmt: skip


def leaks(text: str) -> list[str]:
    """Exact numbers in it. Those that are left when rounded, 280, 240 …, may be there."""
    digits = re.sub(r"(?<=\d)[\u00a0\u202f,. ](?=\d{3}\b)", "", text)
    return [name for name, number in EXACT.items() if re.search(rf"(?<!\d){number}(?!\d)", digits)]


def seen(svg: str) -> str:
    """What is read in a picture; where its lines stand does not count."""
    return unescape(" ".join(re.findall(r">([^<>]+)<", svg)))


@pytest.mark.parametrize("language", ["en", "uk", "pt"])
async def test_no_exact_number_is_in_any_form_of_any_report(exact: Reports, language: str) -> None:
    every = []
    for group in ("", "north"):
        for kind in REPORTS:
            report = Report(kind=kind, course="weeks", group=group)
            page = await exact.on_page(BOSS, report, language)
            assert page is not None
            every += [seen(page.svg), str(page.rows), str(page.description), str(page.notes)]
            for form in ("xlsx", "csv"):
                shown = ReportShown(report=report, form=form)
                document = await exact.document(BOSS, shown, language)
                assert document is not None
                every.append(opened(document.content))
        shown = ReportShown(report=Report(kind="funnel", course="weeks", group=group))
        picture = await exact.document(BOSS, shown, language)
        assert picture is not None
        every.append(picture.text)
        reading = Reading(course=COURSE, group=group, t=WORDS[language])
        outside = await exact._outside(shown.report, reading)
        set_in = json.loads(compiler_inputs(outside, reading))
        set_in["funnel"]["svg"] = seen(set_in["funnel"]["svg"])
        every.append(json.dumps(set_in, ensure_ascii=False))
    text = "\n".join(every)
    assert leaks(text) == []
    for number in ("280", "240", "195", "110", "125", "100"):
        assert re.search(rf"(?<!\d){number}(?!\d)", text), number


def compiler_inputs(outside: object, reading: Reading) -> str:
    from bot.report.outside import _page

    return json.dumps(_page(outside, reading))  # type: ignore[arg-type]


def opened(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(content))
    return str([cell.value for sheet in book for row in sheet.iter_rows() for cell in row])


def test_the_check_finds_what_it_looks_for() -> None:
    assert leaks("283 people, 1\u00a0241, 127%") == ["began", "finished"]


async def test_a_picture_comes_with_its_words_in_the_language_of_the_reader(
    exact: Reports,
) -> None:
    for language in ("en", "uk", "pt"):
        shown = ReportShown(report=FUNNEL)
        document = await exact.document(BOSS, shown, language)
        assert document is not None
        assert (document.name, document.is_picture) == (f"epizod-weeks-funnel-{language}.png", True)
        assert document.content.startswith(b"\x89PNG")
        assert "280" in document.text


@pytest.mark.parametrize("kind", REPORTS)
async def test_the_words_under_a_picture_are_as_telegram_takes_them(
    exact: Reports, kind: ReportKind
) -> None:
    for language in ("en", "uk", "pt"):
        shown = ReportShown(report=replace(FUNNEL, kind=kind))
        document = await exact.document(BOSS, shown, language)
        assert document is not None
        said = telegram(document.text)
        assert said.complaints == ()
        assert 0 < units(said.formatted.text) <= MESSAGE
        assert not set("{}") & set(said.formatted.text)


def test_words_that_are_too_many_or_want_to_be_something_else_are_cut_and_escaped() -> None:
    told = replace(evil(), description=(*EVIL, "*bold* [x](https://evil.example) " * 20))
    said = telegram(_in_words(told, WORDS["en"]))
    assert said.complaints == ()
    assert units(said.formatted.text) <= MESSAGE
    assert {entity.type for entity in said.formatted.entities} <= {"url"}
    endless = replace(told, description=("Щ" * 90_000,))
    assert units(_in_words(endless, WORDS["uk"])) <= MESSAGE


async def test_the_pages_for_outside_are_a_pdf(exact: Reports) -> None:
    shown = ReportShown(report=FUNNEL, form="pdf", every=True)
    document = await exact.document(BOSS, shown, "uk")
    assert document is not None
    assert document.content.startswith(b"%PDF-")
    reading = Reading(course=COURSE, group="", t=WORDS["uk"])
    pages = compiler(await exact._outside(FUNNEL, reading), reading).compile(format="png", ppi=20)
    assert isinstance(pages, list)
    assert len(pages) == 2


async def test_the_workbook_of_all_has_a_sheet_for_each(exact: Reports) -> None:
    shown = ReportShown(report=FUNNEL, form="xlsx", every=True)
    document = await exact.document(BOSS, shown, "en")
    assert document is not None
    with zipfile.ZipFile(io.BytesIO(document.content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(REPORTS)


def test_the_desk_is_told_of_no_figure() -> None:
    """What lies in the outbox names the report; only a summary holds figures, and rounded ones."""
    assert set(ReportShown.__dataclass_fields__) == {"report", "form", "every", "kind"}
    assert Count.__dataclass_fields__.keys() == {"fives"}
    assert DeskShown(role=None).kind == "desk"
