"""No text becomes a formula, a link or markup, whoever wrote it; figures stay figures."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.course.desk.fives import FEW, Count
from bot.report.files import FORMULA, csv_file, text_of, workbook
from bot.report.told import Percent, Score, Table, Told
from tests.report.told import EVIL, WORDS_OF, all_kinds, evil

T = WORDS_OF["en"]


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_a_workbook_has_no_formula_and_no_link() -> None:
    content = workbook([evil(), *all_kinds()], T)
    inside = parts(content)
    assert [name for name, xml in inside.items() if re.search(r"<f[ >]|<hyperlink", xml)] == []
    assert [name for name in inside if "externalLink" in name or "vba" in name] == []
    book = load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}


def test_every_text_is_in_it_and_can_be_read() -> None:
    sheet = load_workbook(io.BytesIO(workbook([evil()], T))).worksheets[0]
    read = [row[0].value for row in sheet.iter_rows(min_row=2, max_row=len(EVIL) + 1)]
    assert [_lines(value) for value in read] == [_lines(text_of(text)) for text in EVIL]


def _lines(text: object) -> str:
    """Workbooks keep ends of lines in one form."""
    return re.sub(r"_x000[dD]_|\r", "\n", str(text))


def test_figures_are_numbers_below_a_header_that_stays() -> None:
    sheet = load_workbook(io.BytesIO(workbook([evil()], T))).worksheets[0]
    assert sheet.freeze_panes == "A2"
    row = [cell.value for cell in next(sheet.iter_rows(min_row=2, max_row=2))]
    assert row[1:] == [35, 0.35, -0.25]
    assert all(sheet[1][place].font.bold for place in range(4))
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width > 2


def test_sheets_have_names_that_a_workbook_allows_and_none_twice() -> None:
    book = load_workbook(io.BytesIO(workbook(all_kinds(), T)))
    names = book.sheetnames
    assert len({name.casefold() for name in names}) == len(all_kinds())
    assert [n for n in names if len(n) > 31 or re.search(r"[\[\]:*?/\\]", n)] == []


def test_fewer_than_five_is_no_number() -> None:
    told = _only(FEW)
    sheet = load_workbook(io.BytesIO(workbook([told], T))).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["fewer than 5", None, None]
    assert csv_file(told, T).decode("utf-8-sig").splitlines()[1] == "fewer than 5,,"


def _only(count: Count) -> Told:
    row = (count, Percent(value=None), Score(value=None))
    table = Table(headers=("a", "b", "c"), rows=(row,))
    return Told(kind="use", title="t", about="", description=(), parts=(), notes=(), table=table)


def test_a_csv_has_a_mark_and_no_formula() -> None:
    content = csv_file(evil(), T)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(EVIL) + 1
    texts = [*rows[0], *(row[0] for row in rows[1:])]
    assert [text for text in texts if text.startswith(FORMULA)] == []
    assert rows[1][1:] == ["35", "0.35", "-0.25"]


@given(st.lists(st.text(alphabet="a;,|\t\n\r\"' =+-@1"), min_size=1, max_size=3))
def test_a_csv_has_no_formula_wherever_columns_are_parted(texts: list[str]) -> None:
    """Spreadsheets part at semicolons or tabs, too, and know nothing of our quotation marks then."""
    rows = tuple((text, "x") for text in texts)
    told = replace(evil(), table=Table(headers=("a", "b"), rows=rows))
    for line in csv_file(told, T).decode("utf-8-sig").splitlines():
        for sign in ";\t|,":
            pieces = (piece.lstrip('" ') for piece in line.split(sign))
            assert [piece for piece in pieces if piece.startswith(FORMULA)] == []


@given(st.text())
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert not text_of(text).startswith(FORMULA)


@pytest.mark.parametrize("language", ["en", "uk", "pt"])
@settings(deadline=None)
@given(texts=st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_text_makes_files_that_can_be_read(language: str, texts: list[str]) -> None:
    rows = tuple((text, Count(2)) for text in texts)
    table = Table(headers=(texts[0], "n"), rows=rows)
    told = Told(kind="use", title=texts[0], about=texts[0], description=(), parts=(),
                notes=(texts[-1],), table=table)  # fmt: skip
    t = WORDS_OF[language]
    book = load_workbook(io.BytesIO(workbook([told, told], t)))
    assert len(book.sheetnames) == 2
    assert len(
        list(csv.reader(io.StringIO(csv_file(told, t).decode("utf-8-sig"), newline="")))
    ) == (len(texts) + 1)
