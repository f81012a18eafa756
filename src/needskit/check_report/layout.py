"""The widths and heights of a worksheet of the report, worked out from what it holds."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from needskit.output.excel.measure_text import column_width, height_of, lines_of, pixels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.check_report.page import Block, Page

NARROWEST = 9.0
FILTER = 2.5
"""What the filter button takes of a header, in digits."""

MEASURED = 200
"""So many letters of a text settle how wide a column is."""

LONGEST = 3_000
"""So many letters fill the highest row that there is."""

SURELY_ONE_LINE = 0.55
"""A text with so many letters, as a share of the column's width in digits, is on one line even in capitals."""


def widths_of(page: Page) -> tuple[float, ...]:
    """Return the width of each column, in digits: that of the wider table where there are several."""
    widths = [_widths(block) for block in page.blocks]
    return tuple(max(those) for those in zip_longest(*widths, fillvalue=NARROWEST))


def _widths(block: Block) -> list[float]:
    found = []
    for place, column in enumerate(block.columns):
        texts = {_shown(row[place])[:MEASURED] for row in block.rows}
        cells = max(pixels(line) for text in texts for line in text.split("\n"))
        header = column_width(max(pixels(line, bold=True) for line in column.heading.split("\n"))) + FILTER
        found.append(max(min(max(column_width(cells), header), column.widest), NARROWEST))
    return found


class Heights:
    """The heights of the rows of a table: each distinct text of a column is measured once."""

    def __init__(self, widths: tuple[float, ...]) -> None:
        self._widths = widths
        self._lines: dict[tuple[int, str, bool], int] = {}

    def of(self, row: Sequence[str | int], *, bold: bool) -> float:
        """Return the height of a row, in points."""
        return height_of(max(self._of_cell(place, value, bold=bold) for place, value in enumerate(row)))

    def _of_cell(self, place: int, value: str | int, *, bold: bool) -> int:
        width = self._widths[place]
        if isinstance(value, int) or (len(value) <= SURELY_ONE_LINE * width and "\n" not in value and not bold):
            return 1
        key = (place, value, bold)
        if key not in self._lines:
            room = width - FILTER if bold else width
            self._lines[key] = lines_of(value[:LONGEST], width=room, bold=bold)
        return self._lines[key]


def _shown(value: str | int) -> str:
    return value if isinstance(value, str) else f"{value:,}"
