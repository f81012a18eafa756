"""The one gate that every value passes on its way into a cell."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from openpyxl.worksheet.hyperlink import Hyperlink

from needskit.errors import OutputError
from needskit.output.excel.grid import Kind
from needskit.output.plain_text import plain

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

    from needskit.output.excel.grid import Value

LONGEST = 32_767
"""What an Excel cell can hold, in UTF-16 units."""

LONGEST_HEADER = 255
"""What the name of a column of an Excel table can hold."""

CUT = " [cut]"
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_COULD_BECOME_FORMULA = ("=", "+", "-", "@", "'")


def cell_text(text: str, *, at_most: int = LONGEST) -> str:
    """Return the text as the file must hold it, so that Excel shows what was meant.

    Controls and broken characters go, ``_x0041_`` is escaped (Excel would show "A"), and what is too long is
    cut with a mark that says so.

    Examples
    --------
    >>> cell_text("=1 _x0041_")
    '=1 _x005F_x0041_'
    """
    return _short_enough(_LOOKS_ESCAPED.sub("_x005F_", plain(text)), at_most)


def _short_enough(text: str, at_most: int) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * at_most:
        return text
    kept = units[: 2 * (at_most - len(CUT))].decode("utf-16-le", errors="ignore")
    # Half an escape at the cut would be read as words.
    return re.sub("_x[0-9A-Fa-f]{0,4}$", "", kept) + CUT


def write(cell: Cell, value: Value, kind: Kind) -> None:
    """Put a value into a cell, which has its style already.

    Text is never a formula, whatever it begins with, also when somebody edits it later in Excel.

    Parameters
    ----------
    cell
        The cell.
    value
        Text, or a finite number.
    kind
        What the column holds. A column of counts or figures may hold text: a shorthand marker.

    Raises
    ------
    OutputError
        If the value is not text or a finite number, or is not of the kind.
    """
    if isinstance(value, str):
        _write_text(cell, cell_text(value))
    elif kind in {Kind.COUNT, Kind.FIGURE} and _is_number(value, kind):
        cell.value = value
    else:
        message = f"A cell of kind '{kind}' was given something else. Give text, or a finite number as a figure."
        raise OutputError(message)


def write_header(cell: Cell, heading: str) -> str:
    """Put a column's name into a cell of the header row and return it as written."""
    text = cell_text(heading, at_most=LONGEST_HEADER)
    _write_text(cell, text)
    return text


def write_link(cell: Cell, text: str, *, to: str) -> None:
    """Put words into a cell that lead to A1 of a worksheet of this workbook."""
    _write_text(cell, cell_text(text))
    # `cell.hyperlink = "#..."` would write a link to something outside the file.
    name = to.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1")


def _write_text(cell: Cell, text: str) -> None:
    cell.value = text
    cell.data_type = "s"  # openpyxl takes "=" for a formula and "#N/A" for an error
    if text.startswith(_COULD_BECOME_FORMULA):
        cell.quotePrefix = True


def _is_number(value: object, kind: Kind) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) if kind is Kind.COUNT else math.isfinite(value)
