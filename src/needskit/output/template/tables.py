"""The tables of a template: those named by a key get the rows of the released table, and its size."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter, range_boundaries

from needskit.errors import UsageError
from needskit.output.excel.gate import write
from needskit.output.excel.grid import Kind
from needskit.output.excel.style import number_format
from needskit.output.template.named import name_of, place_of

if TYPE_CHECKING:
    from openpyxl import Workbook as Book
    from openpyxl.worksheet.table import Table as ExcelTable
    from openpyxl.worksheet.worksheet import Worksheet

    from needskit.disclosure.released import ReleasedTable
    from needskit.output.excel.grid import Column, Value
    from needskit.output.template.named import Said

Planned = dict[tuple[str, str], "Value"]
"""What was put into each cell, by worksheet and place."""


@dataclass(frozen=True, slots=True)
class Resized:
    """A table of the template that has another number of rows now."""

    tab: str
    first_row: int
    old_last: int
    last: int

    def moved(self, formula: str) -> str:
        """Return what a chart points to, which goes on to the last row where it went to the last row before."""
        found = re.fullmatch(r"('?)(.+)\1!\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", formula)
        if found is None or found[2].replace("''", "'") != self.tab:
            return formula
        if (int(found[4]), int(found[6])) != (self.first_row, self.old_last):
            return formula
        return f"{found[1]}{found[2]}{found[1]}!${found[3]}${found[4]}:${found[5]}${self.last}"


def put(cell: Cell, value: Value, column: Column, planned: Planned) -> None:
    """Put a released value into a cell through the gate, at its own precision, and keep what was put."""
    write(cell, value, column.kind)
    if column.kind is not Kind.TEXT:
        cell.number_format = number_format(column.decimals)
    planned[cell.parent.title, cell.coordinate] = value


def fill_tables(book: Book, said: Said, planned: Planned) -> tuple[Resized, ...]:
    """Fill every table whose name is the key of a released one.

    Raises
    ------
    UsageError
        If a column is not one of the released table, or there is something under a table that has to grow.
    """
    return tuple(
        _fill(sheet, table, said.tables[name_of(table.displayName)], said, planned)
        for sheet in book.worksheets
        for table in sheet.tables.values()
        if name_of(table.displayName) in said.tables
    )


def _fill(worksheet: Worksheet, table: ExcelTable, released: ReleasedTable, said: Said, planned: Planned) -> Resized:
    left, top, right, old_last = _bounds(table)
    if table.headerRowCount == 0:
        message = f"The table {table.displayName} of the template has no header row. Give it one."
        raise UsageError(message)
    grid = said.grid(released)
    asked = [_asked(worksheet, top, column) for column in range(left, right + 1)]
    places = [place_of(words, grid, released) for words in asked]
    last = top + len(grid.rows)
    _refuse_beneath(worksheet, table, old_last, last)
    first = [_plain_cell(worksheet, top + 1, column) for column in range(left, right + 1)]
    height = worksheet.row_dimensions[top + 1].height
    for number, row in enumerate(grid.rows, start=top + 1):
        worksheet.row_dimensions[number].height = height
        for column, (place, model) in enumerate(zip(places, first, strict=True), start=left):
            cell = _plain_cell(worksheet, number, column)
            _look_like(cell, model)
            put(cell, row[place], grid.columns[place], planned)
    for number in range(last + 1, old_last + 1):
        for column in range(left, right + 1):
            cell = _plain_cell(worksheet, number, column)
            cell.value, cell.style = None, "Normal"
    table.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{last}"
    if table.autoFilter is not None:
        table.autoFilter.ref = table.ref
    return Resized(worksheet.title, top + 1, old_last, last)


def _bounds(table: ExcelTable) -> tuple[int, int, int, int]:
    """Return the first column and row of a table, and its last."""
    left, top, right, last = (int(each or 0) for each in range_boundaries(table.ref))
    return left, top, right, last


def _asked(worksheet: Worksheet, top: int, column: int) -> str:
    """Return which column goes there: what the first row under the header says or, if it says nothing, the header."""
    return str(worksheet.cell(top + 1, column).value or worksheet.cell(top, column).value or "")


def _refuse_beneath(worksheet: Worksheet, table: ExcelTable, old_last: int, last: int) -> None:
    rows = worksheet.iter_rows(min_row=old_last + 1, max_row=last) if last > old_last else ()
    for row in rows:
        for cell in row:
            if cell.value is not None or not isinstance(cell, Cell):
                message = (
                    f"The table {table.displayName} of the template grows to row {last}, and there is something under "
                    f"it in row {cell.row} of '{worksheet.title}'. Leave the rows under a table free."
                )
                raise UsageError(message)


def _look_like(cell: Cell, model: Cell) -> None:
    for name in ("font", "fill", "border", "alignment"):
        setattr(cell, name, copy(getattr(model, name)))


def _plain_cell(worksheet: Worksheet, row: int, column: int) -> Cell:
    cell = worksheet.cell(row, column)
    if not isinstance(cell, Cell):
        message = f"'{worksheet.title}' of the template has merged cells in a table. Take them apart."
        raise UsageError(message)
    return cell
