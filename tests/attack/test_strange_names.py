"""Names that are code, turn what follows around, or cannot be seen: wherever they are shown."""

import csv
import io
import unicodedata
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.channels.web.disposition import disposition
from bot.service.desk import enclosing
from bot.service.documents import Document
from bot.view.formatting import formatted
from bot.view.markup import TELEGRAM, WEB, html, render
from tests.attack.conftest import read_one
from tests.botapi.html import parse
from tests.channels.web.desk.browser import Browser
from tests.channels.web.desk.conftest import BOSS, House
from tests.channels.web.desk.test_groups import joins, made
from tests.service.house import ANNA, messages

TURNED = "\u202eevil\u2066\u200b\u2060\ufeff\u061c"
NAMES = (
    "<b>x</b><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://evil.example";"x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    f"a{TURNED}b",
    "**bold** [x](https://evil.example) `c` # h",
    "{{7*7777}}{% raw %}${7*7777}%s{0}",
    '#link("https://evil.example")[x] $x$ \\',
    "'; DROP TABLE groups; --",
    "ad\u0301min\u0338\u0489 аdmіn",
    "<!--<tg-spoiler>&lt;&#60;",
)


def unseen(text: str) -> str:
    joins = "\u200c\u200d"
    return "".join(c for c in text if unicodedata.category(c) in ("Cf", "Cs") and c not in joins)


@pytest.fixture
async def boss(house: House) -> Browser:
    return await house.signed_in(BOSS)


async def test_a_group_is_called_whatever_somebody_calls_it(house: House, boss: Browser) -> None:
    for name in NAMES:
        page = await made(boss, name=name)
        group = page.rpartition("/")[2]
        shown = "".join(c for c in name if not unseen(c))
        places = (
            page, f"{page}/change", f"{page}/people", f"{page}/sure?move=close", "/desk/groups",
            "/desk/team", "/desk/audit", f"/desk/reports?group={group}",
        )  # fmt: skip
        for place in places:
            seen = await boss.look(place)
            assert seen.status == 200, (place, name)
            assert not unseen(seen.html), (place, name)
            for code in ("<script>alert", "<img src=x", "<b>x</b>", "<tg-spoiler>"):
                assert code not in seen.html.replace(group, ""), (place, name)
        assert shown in (await boss.look(page)).text, name  # and so no template computed it
        assert (await boss.look("/desk/groups")).links.count("https://evil.example") == 0


async def test_its_members_read_it_as_it_was_written(house: House, boss: Browser) -> None:
    for name in NAMES:
        page = await made(boss, name=name)
        await joins(house, page)
        told = await house.talk.writer.run(lambda tx: messages(tx, ANNA)[-1])
        seen = house.reception.view.page(told, "en")
        as_html = html(seen, TELEGRAM)
        read = parse(as_html).formatted
        shown = "".join(c for c in name if not unseen(c))
        assert shown in read.text, as_html
        assert {each.type for each in read.entities} <= {"bold"}, as_html
        assert not unseen(read.text)
        for code in ("<script", "<img", "<a ", "<b>x", "<tg-"):
            assert code not in html(seen, WEB), name


async def test_no_report_of_it_is_a_formula(house: House, boss: Browser) -> None:
    for name in NAMES:
        page = await made(boss, name=name)
        about = f"group={page.rpartition('/')[2]}&course=short&kind=funnel"
        book = await boss.client.get(f"/desk/reports/file?{about}&form=xlsx&every=1")
        text = await boss.client.get(f"/desk/reports/file?{about}&form=csv")
        assert (book.status_code, text.status_code) == (200, 200), name
        for cell in cells(text.content.decode("utf-8-sig")):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
        for sheet in load_workbook(BytesIO(book.content)):
            for row in sheet.iter_rows():
                assert not any(each.data_type == "f" or each.hyperlink for each in row), name
        for each in (book, text):
            assert "evil" not in each.headers["content-disposition"], name


def cells(text: str) -> list[str]:
    rows = [*csv.reader(io.StringIO(text)), *csv.reader(io.StringIO(text), delimiter=";")]
    return [each for row in rows for each in row]


def test_an_announcement_is_read_in_the_order_in_which_it_stands() -> None:
    """What one coordinator confirms for another is what learners read."""
    for turning in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        shown = render(formatted(f"Open {turning}the **door**{turning} now"), TELEGRAM)
        assert shown == "Open the <b>door</b> now"


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\u2060", "\ufeff"])
def test_a_lesson_says_to_its_reviewers_what_it_says_to_learners(sign: str) -> None:
    """Signs that nobody sees could make a change in a lesson look like another ("Trojan source")."""
    read = read_one(f"---\ntitle: One\nobjective: x\n---\n\nSome {sign}words.\n")
    told = [each.message for each in read.problems if "invisible character" in each.message]
    assert told == [f"An invisible character (U+{ord(sign):04X}) stands in this line: delete it."]
    assert not read.courses


PATHS = ("../../etc/passwd", "..\\..\\x", "a/b.pdf", 'a"; x="b', "a\r\nSet-Cookie: x=y", "\u202efdp.exe",
         ".htaccess", "x.pdf.exe", "con", "", " . . ", "х" * 300, "a\x00b.pdf")  # fmt: skip


@pytest.mark.parametrize("media_type", [*enclosing.FILES, *enclosing.PICTURES])
def test_a_file_is_called_by_what_it_is(media_type: str) -> None:
    ending = enclosing.named("", media_type).removeprefix("file")
    for path in PATHS:
        name = enclosing.named(path, media_type)
        assert name.endswith(ending), path
        assert not set(name) & set('/\\"<>|:*?\r\n\0'), path
        assert not name.startswith("."), path
        assert not unseen(name), path
        assert len(name) <= enclosing.LONGEST_NAME + len(ending)


@given(st.text() | st.sampled_from(PATHS))
def test_a_name_in_an_address_says_nothing_else_to_the_browser(name: str) -> None:
    """The name of a document can be asked for by its address."""
    said = disposition(Document(name=name, media_type="application/pdf", content=b""))
    assert said.startswith("attachment; filename")
    assert said.isascii()
    assert said.isprintable()
    assert said.count(";") == 1
    assert said.count('"') in (0, 2)
