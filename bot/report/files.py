"""Reports as files: a workbook with a sheet for each, and a text of values separated by commas.

Nothing in them is ever a formula: what begins like one is text, whoever wrote it.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, assert_never

from bot.course.desk.fives import Count
from bot.i18n import Words
from bot.report.told import Cell, Percent, Score, Sheet, Table
from bot.report.words import cell, people, printable

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDEST = 60
"""Characters of a column; longer texts are wrapped."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula; also in full width, as in East Asia."""

OTHER_COLUMN = re.compile(r"""((?:^|[;,|])["' ]*)([=+\-@＝＋－＠])""")

NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]|[^\x00-\uffff]")
"""In the name of a sheet; letters outside the first plane count twice there."""

LONGEST_NAME = 31


def text_of(value: str) -> str:
    """Without what no file may hold, and with an apostrophe before what looks like a formula."""
    clean = printable(value)
    return f"'{clean}" if clean.startswith(FORMULA) else clean


# --- CSV --------------------------------------------------------------------------------


def csv_file(told: Sheet, t: Words) -> bytes:
    """In UTF-8 with a mark at its start, by which spreadsheets know that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_in_one_column(header) for header in told.table.headers)
    for row in told.table.rows:
        writer.writerow(_plain(value, t) for value in row)
    return out.getvalue().encode("utf-8-sig")


def _in_one_column(text: str) -> str:
    """A text in which a spreadsheet finds no formula, even if it parts columns at other signs.

    In Ukraine and Portugal it does so at semicolons.
    """
    return OTHER_COLUMN.sub(r"\1'\2", " ".join(printable(text).split()))


def _plain(value: Cell, t: Words) -> str:
    """Figures as any program reads them."""
    match value:
        case str():
            return _in_one_column(value)
        case Count():
            return people(value, t) if value.few else str(value.people)
        case Percent(value=known):
            return "" if known is None else f"{known / 100:.2f}"
        case Score(value=number):
            return "" if number is None else f"{number:.2f}"
        case _:
            assert_never(value)


# --- XLSX -------------------------------------------------------------------------------


def workbook(reports: Sequence[Sheet], t: Words) -> bytes:
    """A sheet for each report: a header that stays, figures as numbers, notes below."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    })  # fmt: skip
    names: set[str] = set()
    for told in reports:
        sheet = book.add_worksheet(_sheet_name(told.title, names))
        _fill(book, sheet, told, t)
    book.close()
    return out.getvalue()


def _sheet_name(title: str, taken: set[str]) -> str:
    """As a workbook allows it, and none twice."""
    name = NOT_IN_NAMES.sub(" ", text_of(title)).strip("' ")[:LONGEST_NAME].strip("' ") or "-"
    while name.casefold() in taken:
        name = f"{name[: LONGEST_NAME - 3]} {len(taken)}"
    taken.add(name.casefold())
    return name


def _fill(book: "Workbook", sheet: "Worksheet", told: Sheet, t: Words) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    shares = book.add_format({"num_format": "0%", "valign": "top"})
    scores = book.add_format({"num_format": "0.00", "valign": "top"})
    for column, header in enumerate(told.table.headers):
        sheet.write_string(0, column, text_of(header), bold)
        sheet.set_column(column, column, _column_width(told.table, column, t))
    for row, cells in enumerate(told.table.rows, 1):
        for column, value in enumerate(cells):
            _write(sheet, row, column, value, t, wrapped, shares, scores)
    below = len(told.table.rows) + 2
    for row, note in enumerate((told.about, *told.notes), below):
        sheet.write_string(row, 0, text_of(note))
    sheet.freeze_panes(1, 0)


def _write(
    sheet: "Worksheet", row: int, column: int, value: Cell, t: Words,
    wrapped: "Format", shares: "Format", scores: "Format",
) -> None:  # fmt: skip
    match value:
        case str():
            sheet.write_string(row, column, text_of(value), wrapped)
        case Count() if value.few:
            sheet.write_string(row, column, people(value, t), wrapped)
        case Count():
            sheet.write_number(row, column, value.people, wrapped)
        case Percent(value=known):
            if known is not None:
                sheet.write_number(row, column, known / 100, shares)
        case Score(value=number):
            if number is not None:
                sheet.write_number(row, column, round(number, 2), scores)
        case _:
            assert_never(value)


def _column_width(table: Table, column: int, t: Words) -> int:
    values: Iterable[Cell] = (table.headers[column], *(row[column] for row in table.rows))
    longest = max(len(cell(value, t)) for value in values)
    return min(WIDEST, longest + 2)
