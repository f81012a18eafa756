"""Values of an Excel workbook as openpyxl reads them: the reader that is always there."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.extract.files.book import NotReadableError, Rows, without_blank_end

if TYPE_CHECKING:
    from openpyxl import Workbook

DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, SyntaxError, IndexError)
"""What openpyxl raises for a file that is damaged or no workbook; XML that cannot be parsed is a SyntaxError."""

NO_DATE = re.compile(r"Cell ([A-Z]+)(\d+) is marked as a date but the serial value (\S+) is outside")
"""How openpyxl warns of a number that is too great for a date, instead of which it gives an error value."""

ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
"""How a workbook writes a sign that XML does not allow, such as the carriage return _x000D_."""

EXACT = 2**53
"""A workbook's numbers are floating-point: beyond this, digits that are written are not kept by Excel."""


@dataclass(frozen=True, slots=True, repr=False)
class OpenpyxlBook:
    """A workbook opened by openpyxl, read-only, formulas as last worked out."""

    book: Workbook

    @classmethod
    def open(cls, content: bytes) -> OpenpyxlBook:
        """Open a workbook.

        Raises
        ------
        NotReadableError
            If the bytes are no .xlsx or .xlsm, or damaged.
        """
        from openpyxl import load_workbook  # noqa: PLC0415 - loaded only when used
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

        # What openpyxl warns of can quote a cell, and a warning ends on the console.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return cls(load_workbook(io.BytesIO(content), read_only=True, data_only=True))
            except (InvalidFileException, *DAMAGED) as error:
                raise NotReadableError from error

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its worksheets, in order."""
        return tuple(sheet.title for sheet in self.book.worksheets)

    def rows(self, sheet: str) -> Rows:
        """Return the values of a sheet.

        Raises
        ------
        NotReadableError
            If it is damaged.
        """
        from openpyxl.worksheet._read_only import ReadOnlyWorksheet  # noqa: PLC0415 - loaded only when used

        found = self.book[sheet]
        if isinstance(found, ReadOnlyWorksheet):
            # Some systems write a wrong size of the sheet; the rows themselves are right.
            found.reset_dimensions()
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            try:
                rows: Rows = [[_as_excel(value) for value in row] for row in found.iter_rows(values_only=True)]
            except DAMAGED as error:
                raise NotReadableError from error
        _put_back(rows, [str(warning.message) for warning in warned])
        return without_blank_end(rows)


def _as_excel(value: object) -> object:
    """Return a value as Excel itself, and calamine, read it."""
    if isinstance(value, str):
        return ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
    if isinstance(value, int) and abs(value) > EXACT:
        return float(value)
    return value


def _put_back(rows: Rows, warned: list[str]) -> None:
    """Put back the numbers that openpyxl took for dates that cannot be."""
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415 - loaded only when used

    for found in filter(None, map(NO_DATE.match, warned)):
        column, row, number = found.groups()
        changed = list(rows[int(row) - 1])
        changed[column_index_from_string(column) - 1] = float(number)
        rows[int(row) - 1] = changed
