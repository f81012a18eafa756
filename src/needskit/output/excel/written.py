"""The file as it was read back from disk, beside what it should hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needskit.output.theme import Theme

if TYPE_CHECKING:
    from openpyxl import Workbook as Book
    from openpyxl.cell.cell import Cell, MergedCell

    from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable
    from needskit.output.excel.grid import Frame, Grid, Sheet


@dataclass(frozen=True, slots=True)
class Written:
    """What the checks look at.

    Parameters
    ----------
    release
        What may be seen.
    sheets
        What was planned.
    book
        The file, read back.
    parts
        The parts of the file by name.
    cells
        The rows of each worksheet, by its name.
    theme
        How it should look.
    """

    release: Release
    sheets: tuple[Sheet, ...]
    book: Book
    parts: Mapping[str, bytes]
    cells: Mapping[str, tuple[tuple[Cell | MergedCell, ...], ...]]
    theme: Theme = field(default_factory=Theme)

    def tables(self) -> Iterator[tuple[Sheet, ReleasedTable, Grid]]:
        """Go through the worksheets that show a released table."""
        for sheet in self.sheets:
            if sheet.table is not None and sheet.grid is not None:
                yield sheet, sheet.table, sheet.grid

    def heat_maps(self) -> Iterator[tuple[Sheet, ReleasedTable, Grid]]:
        """Go through the worksheets that show a released table of pairs as a heat map."""
        for sheet in self.sheets:
            if sheet.wide is not None and sheet.grid is not None:
                yield sheet, sheet.wide, sheet.grid

    def charts(self) -> Iterator[tuple[Sheet, Frame, bytes]]:
        """Go through the charts in their order, each with its part of the file; an empty one if that is not there."""
        frames = ((sheet, frame) for sheet in self.sheets for frame in sheet.charts)
        for number, (sheet, frame) in enumerate(frames, start=1):
            yield sheet, frame, self.parts.get(f"xl/charts/chart{number}.xml", b"")

    def body(self, sheet: Sheet) -> tuple[tuple[Cell | MergedCell, ...], ...]:
        """Return the rows under the header, as read back."""
        return self.cells.get(sheet.tab, ())[sheet.header_row :]

    def figures(self, sheet: Sheet) -> Iterator[tuple[ReleasedCell, dict[str, object]]]:
        """Go through a table's cells, each with the counts and the percentage that were read back."""
        if sheet.table is None or sheet.grid is None:
            return
        first_unit = next((c.unit for c in sheet.grid.columns if c.unit), "")
        places = {
            column.figure: place
            for place, column in enumerate(sheet.grid.columns)
            if column.figure and column.unit in {"", first_unit}
        }
        for cell, row in zip(sheet.table.cells, self.body(sheet), strict=False):
            yield cell, {name: row[place].value for name, place in places.items()}


Check = Callable[[Written], Iterable[str]]
"""From the file read back to what is wrong with it, in words that hold no value."""
