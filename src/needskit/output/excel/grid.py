"""What stands on each worksheet, before any spreadsheet library is asked to draw it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from needskit.disclosure.released import ReleasedTable
    from needskit.output.chart import Chart
    from needskit.output.picture import Picture


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
class Frame:
    """A chart as it stands on a worksheet, and the cells it is drawn from.

    Parameters
    ----------
    chart
        What is drawn.
    tab
        The worksheet of the released table.
    rows
        The row of each point there, counted from 1.
    names, values
        The letters of the columns there that hold the names of the categories and the values.
    lower, upper
        Those of the columns that hold the limits of a curve or of years, which have them as literals; empty for any
        other chart.
    beside
        That of the column that holds the second figure; empty where the chart has none.
    shown
        The names of the categories as the cells hold them.
    width
        In pixels.
    height
        In rows of the worksheet it stands on.
    left
        What is left free for words to the left of the columns, in pixels, so that charts one above the other have
        their columns in line; 0 leaves it to the program.
    """

    chart: Chart
    tab: str
    rows: tuple[int, ...]
    names: str
    values: str
    shown: tuple[str, ...]
    width: int
    height: int
    left: int = 0
    lower: str = ""
    upper: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: a title in A1, lines of words under it, then at most one table, or charts.

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
        The released table that the grid shows, a row a cell; None for a table of words.
    wide
        The released table of pairs that the grid shows as a heat map: a row for each level of its first dimension, a
        column for each of its second.
    charts
        The charts that stand under the lines, from top to bottom.
    picture
        The picture that stands under the lines.
    """

    tab: str
    title: str
    lines: tuple[Line, ...]
    grid: Grid | None = None
    table: ReleasedTable | None = None
    wide: ReleasedTable | None = None
    charts: tuple[Frame, ...] = ()
    picture: Picture | None = None

    @property
    def header_row(self) -> int:
        """The row of the table's header, counted from 1."""
        return len(self.lines) + 2
