"""What stands on each worksheet, before any spreadsheet library is asked to draw it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needskit.disclosure.released import ReleasedTable


class Kind(StrEnum):
    """What a cell holds, which decides how it is written, aligned and checked."""

    TEXT = "text"
    COUNT = "count"
    FIGURE = "figure"
    LINK = "link"


Value = str | int | float
"""Text, a count, or a figure rounded as it is shown. In a column of figures text is a shorthand marker."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    heading
        Its words, the unit in round brackets on a new line.
    kind
        Of its values.
    decimals
        Of its figures.
    figure
        The figure it shows, out of ``FIGURES``; empty for words.
    unit
        For an estimate and its limits, the unit of the measures that are shown in this column.
    """

    heading: str
    kind: Kind = Kind.TEXT
    decimals: int = 0
    figure: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One Excel table: its name, its columns, and rows as long as there are columns."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words in column A.

    Parameters
    ----------
    text
        The words.
    heading
        0 for plain words, 2 for a heading under the title.
    to
        The worksheet it is a link to; empty for none.
    """

    text: str
    heading: int = 0
    to: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: a title in A1, lines of words under it, then at most one table.

    Parameters
    ----------
    tab
        The name of the worksheet.
    title
        The words of A1.
    lines
        What stands in column A between the title and the table.
    grid
        The table; None for a page of words.
    table
        The released table that the grid shows; None for a table of words.
    """

    tab: str
    title: str
    lines: tuple[Line, ...]
    grid: Grid | None = None
    table: ReleasedTable | None = None

    @property
    def header_row(self) -> int:
        """The row of the table's header, counted from 1."""
        return len(self.lines) + 2
