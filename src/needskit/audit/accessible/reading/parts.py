"""What the rules look at: a workbook, its worksheets, cells, tables, links and drawings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element as Node

    from needskit.audit.accessible.reading.package import Package
    from needskit.audit.accessible.reading.styles import Style

SHORTHAND = re.compile(r"(\[[^\[\]]+\] ?)+|less than 0?\.\d+|less than 1")
"""A cell of nothing but shorthand, or of the words for a figure too small to be shown, which 0 would belie."""

Place = tuple[int, int]
"""Row and column, from one."""


@dataclass(frozen=True, slots=True)
class Area:
    """Cells from a corner to another, both in it."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, place: Place) -> bool:
        """Tell whether a cell is in it."""
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right

    def meets(self, other: Area) -> bool:
        """Tell whether the two share a cell."""
        apart = self.bottom < other.top or other.bottom < self.top or self.right < other.left or other.right < self.left
        return not apart


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something."""

    row: int
    column: int
    text: str
    """Its text; that of a number is as the file has it."""
    number: float | None
    is_error: bool
    is_formula: bool
    is_superscript: bool
    """Whether a part of its text is raised."""
    style: Style

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.row, self.column

    @property
    def is_shorthand(self) -> bool:
        """Whether it holds nothing but shorthand, or words for a figure too small to be shown."""
        return self.number is None and SHORTHAND.fullmatch(self.text.strip()) is not None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a cell: to a place in the workbook, or to an address outside."""

    location: str
    address: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something that floats over the cells: a chart, a picture, or a shape such as a text box."""

    kind: str
    name: str
    alt: str
    is_decorative: bool
    chart: Node | None


@dataclass(frozen=True)
class Column:
    """A column of a table: its header and the cells below it, None where one is empty."""

    number: int
    header: Cell | None
    cells: tuple[Cell | None, ...]

    @cached_property
    def filled(self) -> list[Cell]:
        """Return the cells that hold something."""
        return [each for each in self.cells if each is not None]

    @cached_property
    def is_numeric(self) -> bool:
        """Tell whether more than half of the cells hold a number, of those that hold more than shorthand."""
        said = [each for each in self.filled if not each.is_shorthand]
        return bool(said) and sum(each.number is not None for each in said) * 2 > len(said)

    @cached_property
    def is_withheld(self) -> bool:
        """Tell whether every cell that holds something holds shorthand."""
        return all(each.is_shorthand for each in self.filled)

    @cached_property
    def is_words(self) -> bool:
        """Tell whether no cell holds a number."""
        return all(each.number is None for each in self.filled)


@dataclass(frozen=True)
class Grid:
    """A table: one that Excel knows, or one that only looks like it.

    Parameters
    ----------
    name
        As Excel knows it; empty for a grid that is no Excel table.
    area
        Header and body.
    names
        Of its columns, as the table has them and not as the cells do.
    headers, totals
        So many rows of either.
    filtered
        The area of the filter buttons as the file has it, or None.
    banded
        Whether its style shades rows or columns.
    columns
        Left to right.
    """

    name: str
    area: Area
    names: tuple[str, ...]
    headers: int
    totals: int
    filtered: str | None
    banded: bool
    columns: tuple[Column, ...]

    @property
    def rows(self) -> range:
        """Return the numbers of the rows of its body."""
        return range(self.area.top + self.headers, self.area.bottom + 1)

    @cached_property
    def body(self) -> tuple[Cell, ...]:
        """Return the cells below the header."""
        return tuple(cell for column in self.columns for cell in column.filled)


@dataclass(frozen=True)
class Sheet:
    """A worksheet as its part has it."""

    name: str
    state: str
    part: str
    tree: Node = field(repr=False)
    cells: Mapping[Place, Cell] = field(repr=False)
    disordered: bool
    """Whether rows or cells are given twice or out of their order."""
    wrong_styles: bool
    widths: Mapping[int, float]
    heights: Mapping[int, float]
    """Those that the file sets; Excel finds the others out."""
    hidden: tuple[str, ...]
    """Rows and columns, in words."""
    merged: tuple[Area, ...]
    tables: tuple[Grid, ...]
    loose: tuple[Grid, ...]
    """What looks like a table and is none."""
    links: Mapping[Place, Link]
    drawn: tuple[Drawn, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Return tables, and what looks like one."""
        return (*self.tables, *self.loose)

    @cached_property
    def above(self) -> tuple[Cell, ...]:
        """Return the cells of column A above the first table, or all of them where there is none."""
        top = min((grid.area.top for grid in self.grids), default=10**9)
        return tuple(cell for (row, column), cell in sorted(self.cells.items()) if column == 1 and row < top)

    def announces(self, *words: str) -> bool:
        """Tell whether column A above the table says one of these words."""
        said = "\n".join(cell.text for cell in self.above).casefold()
        return any(word in said for word in words)

    def within(self, place: Place) -> bool:
        """Tell whether a cell is in a table, or in what looks like one."""
        return any(grid.area.holds(place) for grid in self.grids)


@dataclass(frozen=True)
class Book:
    """A workbook as its file has it."""

    package: Package = field(repr=False)
    sheets: tuple[Sheet, ...]
    """Worksheets in the order of their tabs, the hidden ones among them."""
    styles: tuple[Style, ...] = field(repr=False)
    normal: Style
    properties: Mapping[str, str]
    names: tuple[tuple[str, str], ...]
    """Defined names and what they stand for."""
    active: int
    """Which tab is open, from zero."""

    @property
    def visible(self) -> tuple[Sheet, ...]:
        """Return the worksheets that a reader sees."""
        return tuple(sheet for sheet in self.sheets if sheet.state == "visible")

    @property
    def cover(self) -> Sheet | None:
        """Return the first worksheet where it has no table: words about the workbook."""
        first = self.visible[0] if self.visible else None
        return first if first is not None and not first.grids and first.cells else None

    @property
    def notes(self) -> Sheet | None:
        """Return the worksheet of the notes."""
        return next((sheet for sheet in self.visible if sheet.name.strip().casefold() in {"notes", "note"}), None)
