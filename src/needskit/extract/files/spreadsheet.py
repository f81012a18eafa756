"""Reading one sheet of an Excel workbook as text."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from needskit.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl import Workbook


NOT_READABLE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, SyntaxError)
"""What openpyxl raises for a file that is damaged or no workbook; XML that cannot be parsed is a SyntaxError."""


class Sheet(NamedTuple):
    """A sheet as texts, and the row of the file on which its first record stands."""

    header: tuple[str, ...]
    records: list[tuple[str, ...]]
    first_row: int


def read_sheet(name: str, content: bytes, *, sheet: str | None) -> Sheet:
    """Read the header and the rows of a sheet, every cell as the text that stands for its value.

    Blank rows above the header are passed over. Whole numbers lose their ".0", dates become ISO dates, TRUE and
    FALSE become yes and no; formulas give the value that was last worked out.

    Parameters
    ----------
    name
        Of the file, for errors.
    content
        Its bytes.
    sheet
        Which sheet; None for the only one.

    Raises
    ------
    DataError
        If the file is no workbook, or the sheet is empty.
    UsageError
        If the sheet is not there, or not named though there are several.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - loaded only when used
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    rows: list[tuple[str, ...]] | None = None
    # What openpyxl warns of can quote a cell, and a warning ends on the console.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            rows = _rows(book, name, sheet=sheet)
        except (InvalidFileException, *NOT_READABLE):
            rows = None
    if rows is None:
        message = (
            f"{name} is not an Excel workbook that can be read. Open it in Excel and save it as .xlsx or CSV UTF-8."
        )
        raise DataError(message)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        message = f"{name}: the sheet is empty. Export it again with a header row and a row a person."
        raise DataError(message)
    blank = next(position for position, row in enumerate(rows) if any(row))
    return Sheet(rows[blank], rows[blank + 1 :], first_row=blank + 2)


def _rows(book: Workbook, name: str, *, sheet: str | None) -> list[tuple[str, ...]]:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet  # noqa: PLC0415

    if sheet is not None and sheet not in book.sheetnames:
        message = f"{name} has no sheet '{sheet}' among its {len(book.sheetnames)}. Write it as it stands on its tab."
        raise UsageError(message)
    if sheet is None and len(book.sheetnames) > 1:
        message = f"{name} has {len(book.sheetnames)} sheets; say which to read by its name, as sheet=... (--sheet)."
        raise UsageError(message)
    found = book[sheet or book.sheetnames[0]]
    if isinstance(found, ReadOnlyWorksheet):
        # Some systems write a wrong size of the sheet; the rows themselves are right.
        found.reset_dimensions()
    rows = [tuple(cell_text(value) for value in row) for row in found.iter_rows(values_only=True)]
    book.close()
    return rows


def columns_of(records: list[tuple[str, ...]], positions: Mapping[int, str]) -> pd.DataFrame:
    """Return some columns of the rows by name."""
    return pd.DataFrame(
        {
            name: pd.Series([row[position] if position < len(row) else "" for row in records], dtype="str")
            for position, name in positions.items()
        }
    )


def cell_text(value: object) -> str:
    """Return the text of a value, as a CSV export of it would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return str(value)
