"""The heat map of pairs of needs: a table of them made wide, its figures coloured by how high they are.

Every cell keeps its number, so nothing is said by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter

from needskit.disclosure.shorthand import NOT_APPLICABLE
from needskit.output.excel.grid import Column, Grid, Kind, Sheet, Value
from needskit.output.excel.style import OPAQUE
from needskit.output.number import stored
from needskit.output.plain_text import plain
from needskit.output.theme import Colours

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from needskit.disclosure.released import ReleasedCell, ReleasedTable

WHITE, LIGHT_BLUE = OPAQUE + "FFFFFF", OPAQUE + Colours().heat_map
"""From 0 to the highest percentage. Black letters have a contrast of 8.7 to 1 on the blue; AA asks for 4.5.

Source: Analysis Function, Data visualisation: colours in charts, sequential data palette, its lightest blue.
"""

FIGURE = "estimate"


def wide_grid(table: ReleasedTable, long: Grid, *, name: str) -> Grid | None:
    """Return a table of pairs as a grid with a row for each first level and a column for each second.

    Parameters
    ----------
    table
        The released table of pairs.
    long
        The same as it stands on its own worksheet: it decides the precision.
    name
        Of the Excel table.

    Returns
    -------
    Grid or None
        None if no percentage of a pair is shown.
    """
    estimates = next((column for column in long.columns if column.figure == FIGURE), None)
    if estimates is None or not any(FIGURE in cell.figures for cell in table.cells):
        return None
    first, second = table.dimensions
    cells = {cell.at: cell for cell in table.cells}
    columns = tuple(
        Column(f"{_label(label)}\n({estimates.unit})", Kind.FIGURE, estimates.decimals, FIGURE, estimates.unit)
        for label in second.labels
    )
    rows = tuple(
        (_label(row), *(shown(cells.get((row, column)), estimates) for column in second.labels)) for row in first.labels
    )
    return Grid(name, (Column(_label(first.label)), *columns), rows)


def shown(cell: ReleasedCell | None, column: Column) -> Value:
    """Return what a cell of the heat map holds: the percentage as its table shows it, or the marker of why not."""
    if cell is None or FIGURE not in cell.measure.figures or cell.measure.unit != column.unit:
        return NOT_APPLICABLE
    if FIGURE not in cell.figures:
        return cell.status or NOT_APPLICABLE
    return stored(cell.figures[FIGURE], cell.measure, column.decimals)


def coloured(sheet: Sheet) -> str:
    """Return which cells of a heat map are coloured by their figure."""
    if sheet.grid is None:
        return ""
    first, last = sheet.header_row + 1, sheet.header_row + len(sheet.grid.rows)
    return f"B{first}:{get_column_letter(len(sheet.grid.columns))}{last}"


def colour_by_figure(worksheet: Worksheet, sheet: Sheet, colours: Colours) -> None:
    """Colour the figures from white to the colour of heat maps; markers stay white."""
    ends = [FormatObject(type="num", val=0), FormatObject(type="max")]
    scale = ColorScale(cfvo=ends, color=[Color(rgb=WHITE), Color(rgb=OPAQUE + colours.heat_map)])
    rule = Rule(type="colorScale", colorScale=scale)
    worksheet.conditional_formatting.add(coloured(sheet), rule)


def _label(words: str) -> str:
    text = plain(words)
    return (text[:1].upper() + text[1:]) or NOT_APPLICABLE
