"""What stands where in a file: its first rows as texts, before anybody decides which of them is the header."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from needskit.errors import DataError, UsageError
from needskit.extract.files.in_memory import FrameCells
from needskit.extract.files.parquet_file import open_parquet
from needskit.extract.files.text_file import open_text
from needskit.extract.files.workbook import EXCEL, OTHER_WORKBOOKS, filled_sheets, open_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from needskit.extract.files.columns import Cells, Columns

TOP = 60
"""How many of the first rows are looked at: the header must be among them."""

TEXT_FILES = (".csv", ".txt", ".tsv")
PARQUET = ".parquet"
ENDINGS = (*TEXT_FILES, *EXCEL, *OTHER_WORKBOOKS, PARQUET)


@dataclass(frozen=True, slots=True, repr=False)
class Grid:
    """A file or one sheet of it, its first rows read, nothing decided.

    Parameters
    ----------
    name
        Of the file, without its folder.
    sheet
        Of a workbook, as the user named it; empty where nobody did, since it may say who is in it.
    sha256
        Of the bytes of the file; empty if it was no file.
    details
        How it was read: "CSV, UTF-8, comma".
    top
        The first rows as trimmed texts, blank rows too. For a DataFrame and Parquet row 0 is the names of the
        columns.
    cells
        What reads the rest.
    """

    name: str
    sheet: str
    sha256: str
    details: str
    top: tuple[tuple[str, ...], ...]
    cells: Cells

    def columns(self, header: int, positions: Mapping[str, int]) -> Columns:
        """Return some columns of all rows below the header, every cell a text.

        Parameters
        ----------
        header
            Which row of ``top`` is the header.
        positions
            Name and position of each column; one column may have several names.

        Raises
        ------
        DataError
            If a row of a CSV file has more cells than the header, or a quotation mark is never closed.

        Examples
        --------
        >>> grid = open_grid(pd.DataFrame({"CRN": ["007", "008"]}), sheet=None)
        >>> grid.columns(0, {"person_id": 0}).frame["person_id"].tolist()
        ['007', '008']
        """
        return self.cells.columns(header, positions)


def open_grid(source: Path | pd.DataFrame, *, sheet: str | None) -> Grid:
    """Open a file or DataFrame and read its first rows.

    Parameters
    ----------
    source
        A CSV file, a workbook, a Parquet file or a DataFrame.
    sheet
        Of a workbook with several that are not empty.

    Raises
    ------
    DataError
        If the file is empty, damaged or not what its name ends in.
    UsageError
        If the file or the sheet is not there, the sheet is not named though there are several, or the kind of
        file is not read or not without an extra.
    """
    if isinstance(source, pd.DataFrame):
        frame = FrameCells(source)
        return Grid("the DataFrame", "", "", "in memory", frame.top(TOP), frame)
    name, ending = source.name, source.suffix.lower()
    is_workbook = ending in EXCEL or ending in OTHER_WORKBOOKS
    if sheet is not None and not is_workbook:
        message = f"{name} is no workbook, so it has no sheet to name. Leave sheet= (--sheet) out."
        raise UsageError(message)
    content = _bytes(source)
    digest = hashlib.sha256(content).hexdigest()
    if is_workbook:
        rows = open_sheet(name, content, ending, sheet=sheet)
        return Grid(name, sheet or "", digest, OTHER_WORKBOOKS.get(ending, "Excel workbook"), rows.top(TOP), rows)
    if ending == PARQUET:
        parquet = open_parquet(name, content)
        return Grid(name, "", digest, "Parquet", parquet.top(TOP), parquet)
    text = open_text(name, content, rows=TOP)
    top = tuple(tuple(cell.strip() for cell in row) for row in text.top)
    return Grid(name, "", digest, text.details, top, text)


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of the sheets of a workbook that are not wholly empty; none for other files.

    Raises
    ------
    DataError
        If the file is damaged or no workbook.
    UsageError
        If the file is not there, or the kind of file is not read or not without an extra.
    """
    ending = path.suffix.lower()
    content = _bytes(path)
    return filled_sheets(path.name, content, ending) if ending in EXCEL or ending in OTHER_WORKBOOKS else ()


def _bytes(path: Path) -> bytes:
    """Return what is in a file of a kind that is read."""
    if path.is_dir():
        message = f"'{path.name or path}' is a folder, and a file is wanted. Give the name of the file in it."
        raise UsageError(message)
    if not path.is_file():
        message = f"There is no file '{path.name}' in that folder. Check the name and the path."
        raise UsageError(message)
    if path.suffix.lower() not in ENDINGS:
        message = f"{path.name}: extracts are read from {', '.join(ENDINGS)}. Save it as one of these."
        raise UsageError(message)
    try:
        return path.read_bytes()
    except PermissionError:
        message = f"{path.name} cannot be opened. Close it in Excel, or ask for the right to read it."
    raise DataError(message)
