"""A sheet of a workbook as text, by whichever reader is installed and reads it rightly."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pandas as pd

from needskit.errors import DataError, UsageError
from needskit.extract.files.book import NotReadableError
from needskit.extract.files.calamine_reader import CalamineBook
from needskit.extract.files.cell_text import cell_text
from needskit.extract.files.columns import Columns
from needskit.extract.files.footer import LAST, below_table
from needskit.extract.files.openpyxl_reader import OpenpyxlBook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needskit.extract.files.book import Book, Rows

EXCEL = (".xlsx", ".xlsm")
"""What can be read without an extra."""

OTHER_WORKBOOKS = {
    ".xls": "old Excel workbook",
    ".xlsb": "binary Excel workbook",
    ".ods": "OpenDocument spreadsheet",
}


@dataclass(frozen=True, slots=True, repr=False)
class SheetCells:
    """The values of a sheet, row by row from the first."""

    rows: Rows

    def top(self, rows: int) -> tuple[tuple[str, ...], ...]:
        """Return the first rows as texts."""
        return tuple(tuple(cell_text(value).strip() for value in row) for row in self.rows[:rows])

    def columns(self, header: int, positions: Mapping[str, int]) -> Columns:
        """Return the columns at these positions of all rows below the header."""
        records = self.rows[header + 1 :]
        texts = {position: _texts(records, position) for position in set(positions.values())}
        frame = pd.DataFrame({name: texts[position] for name, position in positions.items()}, copy=False)
        last = [[cell_text(value) for value in row] for row in records[-LAST:]]
        named = sum(bool(cell_text(value).strip()) for value in self.rows[header])
        return Columns(frame, header + 2, *below_table(last, columns=named, rows=len(records)))


def open_sheet(name: str, content: bytes, ending: str, *, sheet: str | None) -> SheetCells:
    """Return a sheet of a workbook.

    Parameters
    ----------
    name, content, ending
        Of the file: its name for errors, its bytes, and what its name ends in.
    sheet
        Which sheet; None for the only one that is not wholly empty.

    Raises
    ------
    DataError
        If the file is no workbook, or the sheet is empty.
    UsageError
        If the sheet is not there, or not named though there are several; or if a reader is not installed.
    """
    for book in _books(name, content, ending):
        if sheet is not None and sheet not in book.names:
            message = f"{name} has no sheet '{sheet}' among its {len(book.names)}. Write it as it stands on its tab."
            raise UsageError(message)
        try:
            found = _filled(book, book.names if sheet is None else (sheet,), most=2)
        except NotReadableError:
            continue
        if not found:
            message = f"{name}: the sheet is empty. Export it again with a header row and a row a person."
            raise DataError(message)
        if len(found) > 1:
            message = f"{name} has {len(book.names)} sheets; say which to read by its name, as sheet=... (--sheet)."
            raise UsageError(message)
        [rows] = found.values()
        return SheetCells(rows)
    raise DataError(_not_readable(name, ending))


def filled_sheets(name: str, content: bytes, ending: str) -> tuple[str, ...]:
    """Return the names of the sheets of a workbook that are not wholly empty, in their order.

    Raises
    ------
    DataError
        If the file is no workbook.
    UsageError
        If a reader is not installed.
    """
    for book in _books(name, content, ending):
        try:
            return tuple(_filled(book, book.names, most=len(book.names)))
        except NotReadableError:
            continue
    raise DataError(_not_readable(name, ending))


def _books(name: str, content: bytes, ending: str) -> Iterator[Book]:
    """Open the workbook with one reader after the other, those that cannot read it left out."""
    installed = find_spec("python_calamine") is not None
    if ending not in EXCEL and not installed:
        message = (
            f"{name}, {OTHER_WORKBOOKS[ending]}: this kind of file wants the package python-calamine "
            "(python -m pip install python-calamine). Or save it as .xlsx."
        )
        raise UsageError(message)
    if installed:
        with suppress(NotReadableError):
            yield CalamineBook.open(content, doubted=ending in EXCEL)
    if ending in EXCEL:
        with suppress(NotReadableError):
            yield OpenpyxlBook.open(content)


def _filled(book: Book, sheets: Sequence[str], *, most: int) -> dict[str, Rows]:
    """Return the first few of these sheets that are not wholly empty."""
    found: dict[str, Rows] = {}
    for sheet in sheets:
        rows = book.rows(sheet)
        if rows:
            found[sheet] = rows
        if len(found) == most:
            break
    return found


def _not_readable(name: str, ending: str) -> str:
    kind = "Excel workbook" if ending in EXCEL else OTHER_WORKBOOKS[ending]
    return f"{name} is not an {kind} that can be read. Open it in Excel and save it as .xlsx or CSV UTF-8."


def _texts(records: Rows, position: int) -> pd.Series:
    """Return one column as texts; a short row is filled with blanks."""
    texts = [
        value if isinstance(value := row[position] if position < len(row) else "", str) else cell_text(value)
        for row in records
    ]
    return pd.Series(texts, dtype="str")
