"""The workbook of the rivals: openpyxl, one Excel table a sheet, styles shared rather than made a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

TITLE_ROWS = 2
WIDTHS = (12, 40)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its title, the words over its columns, and its rows."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]


def write_workbook(sheets: Sequence[Sheet], path: str) -> None:
    """Write a cover with the list of tables, then a sheet for each table."""
    book = Workbook()
    for style in (
        NamedStyle("heading", font=Font(name="Arial", size=14, bold=True)),
        NamedStyle("column", font=Font(name="Arial", size=11, bold=True), alignment=Alignment(wrap_text=True)),
        NamedStyle("words", font=Font(name="Arial", size=11), alignment=Alignment(wrap_text=True)),
        NamedStyle("count", font=Font(name="Arial", size=11), number_format="#,##0"),
        NamedStyle("figure", font=Font(name="Arial", size=11), number_format="0.0"),
    ):
        book.add_named_style(style)
    cover = book.active
    cover.title = "Cover"
    cover.append(["Needs assessment"])
    cover["A1"].style = "heading"
    for number, sheet in enumerate(sheets, start=1):
        cover.append([f"Table {number}: {sheet.title}"])
    cover.column_dimensions["A"].width = 80
    for number, sheet in enumerate(sheets, start=1):
        _write_sheet(book.create_sheet(f"Table {number}"), number, sheet)
    book.save(path)


def _write_sheet(page: Worksheet, number: int, sheet: Sheet) -> None:
    page.append([f"Table {number}: {sheet.title}"])
    page["A1"].style = "heading"
    page.append(["Counts are true counts: no disclosure control."])
    page.append(list(sheet.header))
    for row in sheet.rows:
        page.append(list(row))
    for cell in page[TITLE_ROWS + 1]:
        cell.style = "column"
    for row in page.iter_rows(min_row=TITLE_ROWS + 2):
        for cell in row:
            value = cell.value
            cell.style = "words" if isinstance(value, str) else "count" if isinstance(value, int) else "figure"
    for index, words in enumerate(sheet.header, start=1):
        longest = max([len(words) // 3, *(len(r[index - 1]) for r in sheet.rows if isinstance(r[index - 1], str))])
        page.column_dimensions[get_column_letter(index)].width = min(max(longest + 2, WIDTHS[0]), WIDTHS[1])
    page.freeze_panes = page.cell(TITLE_ROWS + 2, 1)
    corner = f"{get_column_letter(len(sheet.header))}{TITLE_ROWS + 1 + len(sheet.rows)}"
    table = Table(displayName=f"Table_{number}", ref=f"A{TITLE_ROWS + 1}:{corner}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    page.add_table(table)


def title_of(words: str, by: str = "") -> str:
    """Return a title: what is shown, and by what."""
    return f"{words} by {re.sub('_', ' ', by)}" if by else words
