"""Checks of heat maps: each cell shows what the long table shows, and colours are where they were planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.disclosure.shorthand import NOT_APPLICABLE
from needskit.output.excel.heat_map import FIGURE, WHITE, coloured
from needskit.output.excel.style import OPAQUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet.worksheet import Worksheet

    from needskit.disclosure.released import ReleasedTable
    from needskit.output.excel.grid import Sheet
    from needskit.output.excel.written import Written
    from needskit.output.theme import Colours


def heat_maps_show_what_tables_show(written: Written) -> Iterator[str]:
    """Find cells of a heat map that are not those of its table: the same number at the same precision, or its marker.

    That the table shows what was released is another check.
    """
    for sheet, table, _ in written.heat_maps():
        there = _in_the_table(written, table)
        first, second = table.dimensions
        not_there = (written.theme.said(NOT_APPLICABLE), "")
        wanted = [[there.get((row, column), not_there) for column in second.labels] for row in first.labels]
        read = [
            [(cell.value, cell.number_format if isinstance(cell.value, int | float) else "") for cell in row[1:]]
            for row in written.body(sheet)
        ]
        if read != wanted:
            yield f"'{sheet.tab}' shows a figure that is not the one of its table"


def _in_the_table(written: Written, table: ReleasedTable) -> dict[tuple[str, ...], tuple[object, str]]:
    """Return the figure, or the marker, and its number format for each place of the table as it was read back."""
    for sheet, shown, grid in written.tables():
        place = next((place for place, column in enumerate(grid.columns) if column.figure == FIGURE), None)
        if shown is table and place is not None:
            cells = [row[place] for row in written.body(sheet) if place < len(row)]
            return {
                released.at: (cell.value, cell.number_format if isinstance(cell.value, int | float) else "")
                for released, cell in zip(table.cells, cells, strict=False)
            }
    return {}


def colours_are_those_planned(written: Written) -> Iterator[str]:
    """Find rules that colour cells, but for the one of a heat map: from white to one colour, over its figures."""
    planned = {sheet.tab: sheet for sheet, _, _ in written.heat_maps()}
    for worksheet in written.book.worksheets:
        if _rules(worksheet) != _planned_rules(planned.get(worksheet.title), written.theme.colours):
            yield f"'{worksheet.title}' has conditional formatting that was not planned"


def _planned_rules(sheet: Sheet | None, colours: Colours) -> list[tuple[str, str, list[str]]]:
    return [] if sheet is None else [(coloured(sheet), "colorScale", [WHITE, OPAQUE + colours.heat_map])]


def _rules(worksheet: Worksheet) -> list[tuple[str, str, list[str]]]:
    return [
        (str(where.sqref), rule.type, [colour.rgb for colour in rule.colorScale.color] if rule.colorScale else [])
        for where in worksheet.conditional_formatting
        for rule in where.rules
    ]
