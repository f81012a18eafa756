"""The markers of a theme in place of the usual ones: on planned worksheets, before they are drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.output.excel.grid import Grid, Line, Sheet

if TYPE_CHECKING:
    from needskit.output.excel.grid import Column, Value
    from needskit.output.theme import Theme

OF_WORDS = ("Summary", "Notes", "Method_and_provenance")
"""Tables whose words speak of markers."""


def with_markers(sheet: Sheet, theme: Theme) -> Sheet:
    """Return a worksheet with the markers of the theme in its words and in its columns of figures."""
    if not theme.markers.renamed:
        return sheet
    lines = tuple(Line(theme.said(line.text), line.heading, line.to) for line in sheet.lines)
    return replace(sheet, lines=lines, grid=None if sheet.grid is None else grid_with_markers(sheet.grid, theme))


def grid_with_markers(grid: Grid, theme: Theme) -> Grid:
    """Return a table with the markers of the theme in its columns of figures, and in words that speak of markers."""
    if not theme.markers.renamed:
        return grid
    rows = tuple(
        tuple(_value(value, column, grid, theme) for value, column in zip(row, grid.columns, strict=True))
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def _value(value: Value, column: Column, grid: Grid, theme: Theme) -> Value:
    if not isinstance(value, str):
        return value
    if grid.name in OF_WORDS:
        return theme.said(value)
    return theme.markers.renamed.get(value, value) if column.figure else value
