"""A workbook read back from disk: its tables, the cells outside them, and the parts of the file."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from needskit.audit.reading.grid import Grid, is_marker
from needskit.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook as Opened
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from needskit.audit.reading.grid import Value

Row = tuple["Cell | MergedCell", ...]
_DECIMALS = re.compile(r"0\.(0+)")
FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as it is on disk.

    Parameters
    ----------
    sheets
        The cells of each worksheet by its name, hidden ones too.
    grids
        The tables that were found on them.
    parts
        The parts of the file by name.
    opened
        What the reader of workbooks made of it, for what is hidden and for comments.
    """

    sheets: Mapping[str, tuple[Row, ...]]
    grids: tuple[Grid, ...]
    parts: Mapping[str, bytes] = field(repr=False)
    opened: Opened = field(repr=False)


def read_book(path: Path) -> Book:
    """Read a workbook from disk.

    Raises
    ------
    OutputError
        If it is not there, or no workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        opened = load_workbook(path)
    except FileNotFoundError:
        message = f"There is no file '{path.name}'. Give the path of a workbook."
        raise OutputError(message) from None
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError):
        message = f"'{path.name}' cannot be read as an .xlsx workbook. Save it as one, and try again."
        raise OutputError(message) from None
    return book_of(parts, opened)


def book_of(parts: Mapping[str, bytes], opened: Opened, *, sheets: Mapping[str, tuple[Row, ...]] | None = None) -> Book:
    """Return what a file holds that was read from disk already.

    Parameters
    ----------
    parts
        The parts of the file by name.
    opened
        What the reader of workbooks made of it.
    sheets
        The cells of each worksheet, where somebody went through them already.
    """
    sheets = sheets or {sheet.title: tuple(sheet.iter_rows()) for sheet in opened.worksheets}
    grids = tuple(grid for sheet in opened.worksheets for grid in _grids(sheet, sheets[sheet.title]))
    return Book(sheets, grids, parts, opened)


def _grids(sheet: Worksheet, rows: Sequence[Row]) -> list[Grid]:
    """Return the tables of a worksheet: those that the file calls so, or what looks like one."""
    if sheet.tables:
        found = []
        for table in sheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            if left and top and right and bottom:
                found.append(_grid(sheet.title, rows, top, bottom, (left, right)))
        return found
    return _by_looks(sheet.title, rows)


def _by_looks(name: str, rows: Sequence[Row]) -> list[Grid]:
    """Return what looks like a table: a row of words over rows with numbers, up to a row that is empty."""
    found: list[Grid] = []
    row = 0
    while row < len(rows) - 1:
        filled = [cell.column for cell in rows[row] if cell.value is not None]
        first = row == 0 or sum(cell.value is not None for cell in rows[row - 1]) < FEWEST_COLUMNS
        if len(filled) >= FEWEST_COLUMNS and first and _has_figures(rows[row + 1]):
            last = next((r for r in range(row + 1, len(rows)) if _is_empty(rows[r])), len(rows))
            found.append(_grid(name, rows, row + 1, last, (1, max(filled))))
            row = last
        row += 1
    return found


def _has_figures(row: Row) -> bool:
    return any(isinstance(cell.value, int | float) or is_marker(_value(cell)) for cell in row)


def _is_empty(row: Row) -> bool:
    return all(cell.value is None for cell in row)


def _grid(name: str, rows: Sequence[Row], top: int, bottom: int, columns: tuple[int, int]) -> Grid:
    left, right = columns
    body = [row[left - 1 : right] for row in rows[top:bottom]]
    return Grid(
        name,
        tuple("" if cell.value is None else str(cell.value) for cell in rows[top - 1][left - 1 : right]),
        tuple(tuple(_value(cell) for cell in row) for row in body),
        tuple(tuple(_decimals(cell) for cell in row) for row in body),
        top + 1,
    )


def _value(cell: Cell | MergedCell) -> Value:
    value = cell.value
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    return float(value) if isinstance(value, int | float) else str(value)


def _decimals(cell: Cell | MergedCell) -> int | None:
    """Return how many decimals a number format shows; None for one that shows all there are."""
    written = str(cell.number_format)
    if written == "General" or "0" not in written:
        return None
    shown = _DECIMALS.search(written)
    return (len(shown[1]) if shown else 0) + (2 if "%" in written else 0)
