"""Reading one sheet of an Excel workbook as text."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import pandas as pd

from needskit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_sheet(name: str, content: bytes, *, sheet: str | None) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Read the header and the rows of a sheet, every cell as the text that stands for its value.

    Whole numbers lose their ".0", dates become ISO dates, TRUE and FALSE become yes and no; formulas give
    the value that was last worked out.

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
        If the file is no workbook, or the sheet is not there, not named though there are several, or empty.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - loaded only when used
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        book = None
    if book is None:
        message = (
            f"{name} is not an Excel workbook that can be read. Open it in Excel and save it as .xlsx or CSV UTF-8."
        )
        raise DataError(message)
    chosen = sheet if sheet is not None else book.sheetnames[0]
    if chosen not in book.sheetnames or (sheet is None and len(book.sheetnames) > 1):
        message = f"{name} has {len(book.sheetnames)} sheets; say which to read by its name, as sheet=... (--sheet)."
        raise DataError(message)
    rows = [tuple(_text(value) for value in row) for row in book[chosen].iter_rows(values_only=True)]
    book.close()
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        message = f"{name}: the sheet is empty. Export it again with a header row and a row a person."
        raise DataError(message)
    header, *records = rows
    return header, records


def columns_of(records: list[tuple[str, ...]], positions: Mapping[int, str]) -> pd.DataFrame:
    """Return some columns of the rows by name."""
    return pd.DataFrame(
        {
            name: pd.Series([row[position] if position < len(row) else "" for row in records], dtype="str")
            for position, name in positions.items()
        }
    )


def _text(value: object) -> str:
    """Return the text of a cell, as a CSV export of the sheet would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return str(value)
