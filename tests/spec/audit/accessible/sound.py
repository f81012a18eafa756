"""A small workbook that breaks no rule, made with openpyxl, and how to spoil its file."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    Row = Sequence[str | float]

NAME = "needs-by-sex.xlsx"
ONE = "This worksheet contains one table."
FIGURES = "Table 1"
HEADER_ROW = 4
"""Of the table of figures, whose rows are 5 to 8."""


def sound_book() -> Workbook:
    """Return a workbook with a cover, contents, notes and a table of figures in A4:E8."""
    book = Workbook()
    plain = Font(name="Arial", size=12)
    book._fonts = IndexedList([plain])  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
    book._named_styles["Normal"].font = plain  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    title = Font(name="Arial", size=16, bold=True)
    book.add_named_style(NamedStyle("Heading 1", builtinId=16, font=title, alignment=Alignment(horizontal="left")))
    cover = book.create_sheet("Cover", 0)
    del book["Sheet"]
    lines = ("Needs by sex, 2025", "Source: made-up people", "Shorthand: [c] is confidential", "Contact: a@b.uk")
    for number, text in enumerate(lines, start=1):
        cover.cell(number, 1, text)
    cover.column_dimensions["A"].width = 60
    _sheet(
        book, "Contents", ["Contents", ONE], ["Worksheet", "What it holds"], [["Notes", "Notes"], [FIGURES, "Needs"]]
    )
    _sheet(book, "Notes", ["Notes", ONE], ["Note", "Text"], [["Note 1", "Of those assessed"]])
    _sheet(
        book,
        FIGURES,
        ["Needs by sex [note 1]", ONE, "[c] stands for a figure that is confidential"],
        ["Sex", "Need", "People", "Share\n(%)", "Mean"],
        [
            ["Female", "Drugs", 1200, 12.5, 0.5],
            ["Female", "Alcohol", 30, 22.1, 1.5],
            ["Male", "Drugs", "[c]", 32.4, 2.5],
            ["Male", "Alcohol", 40, 42.6, 3.5],
        ],
    )
    for sheet in book.worksheets:
        sheet["A1"].style = "Heading 1"
    for row, tab in ((4, "Notes"), (5, FIGURES)):
        cell = book["Contents"].cell(row, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{tab}'!A1")
        cell.font = Font(name="Arial", size=12, underline="single", color="FF0000FF")
    properties = book.properties
    properties.title, properties.creator, properties.language = "Needs by sex", "An organisation", "en-GB"
    properties.keywords = "needs"
    return book


def _sheet(book: Workbook, tab: str, above: list[str], header: list[str], rows: Sequence[Row]) -> None:
    sheet = book.create_sheet(tab)
    for number, text in enumerate(above, start=1):
        sheet.cell(number, 1, text)
    top = len(above) + 1
    for number, row in enumerate([header, *rows], start=top):
        for column, value in enumerate(row, start=1):
            _write(sheet, number, column, value, is_figure=isinstance(rows[0][column - 1], int | float))
    for letter in "ABCDE"[: len(header)]:
        sheet.column_dimensions[letter].width = 20
    table = Table(displayName=_name(tab), ref=f"A{top}:{'ABCDE'[len(header) - 1]}{top + len(rows)}")
    table._initialise_columns()  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    for column, words in zip(table.tableColumns, header, strict=True):
        column.name = words
    table.autoFilter = None
    table.tableStyleInfo = TableStyleInfo(name=None, showRowStripes=False)
    sheet.add_table(table)


def _name(tab: str) -> str:
    return {"Contents": "Table_of_contents", "Notes": "Notes"}.get(tab, "Needs_by_sex")


def _write(sheet: Worksheet, row: int, column: int, value: str | float, *, is_figure: bool) -> None:
    cell = sheet.cell(row, column, value)
    cell.alignment = Alignment(horizontal="right" if is_figure else "left", wrap_text=True)
    if is_figure and not isinstance(value, str):
        cell.number_format = "#,##0" if isinstance(value, int) else "0.0"


def saved(book: Workbook, folder: Path, *, name: str = NAME) -> Path:
    book.save(folder / name)
    return folder / name


def respelled(path: Path, part: str, spoil: Callable[[str], str]) -> Path:
    """Change the text of one part of a file that was saved."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts[part].decode("utf-8")
    after = spoil(before)
    assert after != before, "the fault was not put in"
    parts[part] = after.encode("utf-8")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
