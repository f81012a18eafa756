"""A table as it stands in a file: words over columns, rows of what is stored, and where each thing is."""

from __future__ import annotations

import re
from dataclasses import dataclass

Value = str | float | None
"""What a cell stores: words, a number, or nothing."""

NOT_SHOWN = frozenset({"[c]", "[u]", "[x]", "[z]", "[low]", "c", "u", "x", "z", "*", "**", "~", ":", "..", "-", "na"})
"""What stands where a number is not shown, in the many ways in which people write it."""

HIDDEN = frozenset({"[c]", "c", "*", "**", "~", ":", "..", "[low]"})
"""Those that say that a number was hidden, so that a reader may try to work it out."""

_FEWER_THAN = re.compile(r"(?:<|&lt;|fewer than|less than|under)\s*(\d+)")
_RANGE = re.compile(r"(\d+)\s*(?:-|\u2013|to)\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands in a file.

    Parameters
    ----------
    name
        Of the sheet, or of the tidy file.
    header
        The words over its columns.
    rows
        What is stored under them, each row as long as the header.
    decimals
        Of each cell, how many decimals its number format shows; None where the file does not say.
    first_row
        The number, from 1, of its first row under the header.
    tidy
        Whether it is a tidy file, whose columns are named for figures and whose percentages are proportions.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    decimals: tuple[tuple[int | None, ...], ...]
    first_row: int
    tidy: bool = False

    def where(self, row: int, column: int | None = None) -> str:
        """Return where a cell is, in words: its sheet, the words of its row, those over its column."""
        labels = [str(value) for value in self.rows[row] if isinstance(value, str) and not is_marker(value)]
        at = f"{self.name}, row '{', '.join(labels[:3])}'" if labels else f"{self.name}, row {self.first_row + row}"
        return at if column is None else f"{at}, '{self.header[column].splitlines()[0]}'"


def is_marker(value: Value) -> bool:
    """Tell whether a text stands for a number that is not shown.

    Examples
    --------
    >>> is_marker("[c]"), is_marker("<5"), is_marker("Drugs"), is_marker(5.0)
    (True, True, False, False)
    """
    if not isinstance(value, str):
        return False
    words = value.strip().casefold()
    return words in NOT_SHOWN or between(value) is not None


def is_hidden(value: Value) -> bool:
    """Tell whether a text says that there is a number, which is hidden."""
    return isinstance(value, str) and (value.strip().casefold() in HIDDEN or between(value) is not None)


def between(value: Value) -> tuple[int, int] | None:
    """Return what a text such as "<5" or "1 to 4" says of the number that it stands for.

    Examples
    --------
    >>> between("<5"), between("1-4"), between("[c]")
    ((0, 4), (1, 4), None)
    """
    if not isinstance(value, str):
        return None
    words = value.strip().casefold()
    fewer, span = _FEWER_THAN.fullmatch(words), _RANGE.fullmatch(words)
    if fewer:
        return 0, int(fewer[1]) - 1
    return (int(span[1]), int(span[2])) if span else None
