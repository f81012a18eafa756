"""Checks of all in the file that is not a number: nothing hidden, nothing live, nothing Excel repairs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl.utils.escape import unescape

from needskit.output.excel.gate import LONGEST_HEADER, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.output.excel.grid import Grid, Sheet
    from needskit.output.excel.written import Written

_PART = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings)\.xml"
    r"|xl/theme/theme1\.xml|xl/_rels/workbook\.xml\.rels|xl/tables/table\d+\.xml"
    r"|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels"
)
_LEGAL_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]{0,254}")
_CHART_PART = re.compile(r"xl/charts/chart\d+\.xml|xl/drawings/drawing\d+\.xml|xl/drawings/_rels/drawing\d+\.xml\.rels")
"""What `check_charts` looks at: that there are as many as planned, and what they hold."""

PICTURE = "xl/media/image1.png"
"""The one picture; `pictures_are_those_planned` looks at it."""

_FORMULA, _OUTSIDE = re.compile(rb"<f[ >]"), b'TargetMode="External"'


def worksheets_are_those_planned(written: Written) -> Iterator[str]:
    """Find worksheets and words that are not the planned ones, in their order."""
    if [sheet.tab for sheet in written.sheets] != written.book.sheetnames:
        yield "the worksheets are not those planned"
        return
    for sheet in written.sheets:
        words = [(sheet.title,), *((line.text,) for line in sheet.lines)]
        rows = written.cells[sheet.tab]
        table: tuple[tuple[object, ...], ...] = sheet.grid.rows if sheet.grid else ()
        body = written.body(sheet) if sheet.grid else ()
        planned = [*words, *table]
        read = [*rows[: len(words)], *body]
        if len(rows) != len(words) + (len(table) + 1 if sheet.grid else 0) or any(
            not _same(row, wanted) for row, wanted in zip(read, planned, strict=True)
        ):
            yield f"'{sheet.tab}' does not hold the words that were planned"


def _same(row: tuple[object, ...], wanted: tuple[object, ...]) -> bool:
    texts = [getattr(cell, "value", None) for cell in row]
    planned = [(cell_text(value) or None) if isinstance(value, str) else value for value in wanted]
    return texts[: len(planned)] == planned and not any(value is not None for value in texts[len(planned) :])


def parts_are_few(written: Written) -> Iterator[str]:
    """Find comments, pictures, macros, links to other files, formulas and anything else of the kind."""
    pictures = {PICTURE for sheet in written.sheets if sheet.picture is not None}
    for name, content in written.parts.items():
        of_a_chart = bool(_CHART_PART.fullmatch(name)) or name in pictures
        if not of_a_chart and not _PART.fullmatch(name):
            yield "the file has a part that was not planned"
        if _OUTSIDE in content or (not of_a_chart and _FORMULA.search(content)):
            yield "the file has a formula or a link to something outside it"


def pictures_are_those_planned(written: Written) -> Iterator[str]:
    """Find a picture that was not planned, or is not the one that was."""
    planned = [sheet.picture.content for sheet in written.sheets if sheet.picture is not None]
    if [content for name, content in written.parts.items() if name.startswith("xl/media/")] != planned:
        yield "the pictures are not those planned"


def text_is_text(written: Written) -> Iterator[str]:
    """Find cells that are formulas or errors, or have a comment."""
    for tab, rows in written.cells.items():
        if any(cell.data_type not in {"s", "n"} or cell.comment for row in rows for cell in row):
            yield f"'{tab}' has a cell that is a formula, an error or has a comment"


def nothing_is_hidden(written: Written) -> Iterator[str]:
    """Find hidden worksheets, rows and columns, and defined names but those for printing."""
    if written.book.defined_names:
        yield "there is a defined name"
    for sheet in written.book.worksheets:
        sizes = (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())
        if sheet.sheet_state != "visible" or any(size.hidden for size in sizes):
            yield f"'{sheet.title}' has something hidden"
        if set(sheet.defined_names) - {"Print_Titles", "_xlnm.Print_Titles"}:
            yield f"'{sheet.title}' has a defined name"


def nothing_is_merged_frozen_or_filtered(written: Written) -> Iterator[str]:
    """Find merged cells, frozen panes, filter buttons and page headers."""
    for sheet in written.book.worksheets:
        wrong = {
            "merged cells": bool(sheet.merged_cells.ranges),
            "frozen panes": sheet.freeze_panes is not None,
            "filter buttons": bool(sheet.auto_filter.ref) or any(t.autoFilter for t in sheet.tables.values()),
            "a page header or footer": b"<headerFooter" in written.parts.get(_part_of(written, sheet.title), b""),
            "data validation": bool(sheet.data_validations.dataValidation),
        }
        yield from (f"'{sheet.title}' has {what}" for what, found in wrong.items() if found)


def _part_of(written: Written, tab: str) -> str:
    return f"xl/worksheets/sheet{written.book.sheetnames.index(tab) + 1}.xml"


def tables_are_sound(written: Written) -> Iterator[str]:
    """Find tables whose name Excel does not take, or whose columns are not those of their header."""
    seen: set[str] = set()
    for sheet in written.sheets:
        tables = written.book[sheet.tab].tables if sheet.tab in written.book.sheetnames else {}
        if list(tables) != ([sheet.grid.name] if sheet.grid else []):
            yield f"'{sheet.tab}' has not the table that was planned"
            continue
        if sheet.grid is None:
            continue
        name = sheet.grid.name
        if not _LEGAL_NAME.fullmatch(name) or name.lower() in seen:
            yield f"the table of '{sheet.tab}' has a name that Excel does not take"
        seen.add(name.lower())
        if not _header_is_sound(written, sheet, sheet.grid):
            yield f"the header of the table of '{sheet.tab}' is not sound"


def _header_is_sound(written: Written, sheet: Sheet, grid: Grid) -> bool:
    table = written.book[sheet.tab].tables[grid.name]
    header = [cell.value for cell in written.cells[sheet.tab][sheet.header_row - 1]]
    planned = [cell_text(column.heading, at_most=LONGEST_HEADER) for column in grid.columns]
    names = [column.name for column in table.tableColumns]
    return (
        header == planned
        and all(planned)
        and len({name.lower() for name in planned}) == len(planned)
        and names == [unescape(name) for name in planned]
        and table.ref.startswith(f"A{sheet.header_row}:")
        and table.ref.endswith(str(sheet.header_row + len(grid.rows)))
    )


def properties_name_no_person(written: Written) -> Iterator[str]:
    """Find document properties beyond what the file is and which organisation made it."""
    properties = written.book.properties
    if properties.lastModifiedBy or properties.description or properties.category:
        yield "the document properties hold something that was not planned"
    if re.search(rb"<(Company|Manager|HyperlinkBase)>[^<]", written.parts.get("docProps/app.xml", b"")):
        yield "the document properties name a company or a person"
