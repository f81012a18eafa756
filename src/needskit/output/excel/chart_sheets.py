"""The worksheets of charts: what stands above each chart, and which cells it is drawn from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from needskit.output.chart import Chart, ChartKind, Page
from needskit.output.charts import is_heat_map, is_mostly_hidden, page_of, page_of_parts
from needskit.output.excel.draw_parts import high_of_parts
from needskit.output.excel.draw_rows import ROW_PIXELS, high_of_rows
from needskit.output.excel.grid import Frame, Line, Sheet
from needskit.output.excel.heat_map import wide_grid
from needskit.output.excel.measure_text import pixels
from needskit.output.excel.names import table_names
from needskit.output.excel.sheets import (
    ONE_TABLE,
    TO_CONTENTS,
    internal_lines,
    of_population,
    protection_lines,
    shorthand_line,
    titled,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.disclosure.released import Release, ReleasedTable
    from needskit.output.excel.grid import Column

NUMBERS = {1: "one chart", 2: "two charts, one above the other"}
WIDTH = 960
"""Of a chart, in pixels: what a screen shows beside the row numbers."""

COLUMN_PIXELS = 48
"""What a column needs for the number over it."""

LITERAL = {ChartKind.CURVE, ChartKind.YEARS, ChartKind.FOREST}
"""Charts whose limits are held by the chart itself."""

NARROWEST_PLOT = 480
NARROWEST_NEED, WIDEST_NEED = 70, 560
BESIDE_NEED = 40
"""Between the name of a need and its dots, in pixels; the numbers along the axis above find room there too."""

ROWS_OF_COLUMNS, ROWS_ABOVE_DOTS, ROWS_ROUND_BARS, ROWS_ROUND_DOTS = 22, 18, 5, 1
ROWS_A_BAR, ROWS_A_NEED = {ChartKind.BARS: 2, ChartKind.FLOW: 2, ChartKind.PAIRS: 3}, 1.4
WIDEST_NAME, WIDEST_PLOT = 1_000, 560
"""Of a chart with rows, in pixels: the names stand to the left of the plot and are on one line."""


def chart_sheets(release: Release, sheets: Iterable[Sheet], *, synthetic: bool) -> tuple[Sheet, ...]:
    """Plan the worksheets of charts, in the order of their tables; those of parts of 100 after all others.

    Parameters
    ----------
    release
        What may be seen.
    sheets
        The planned worksheets; charts are drawn from the cells of those that show a released table.
    synthetic
        Whether the people are made up.
    """
    of_tables = [(sheet, sheet.table) for sheet in sheets if sheet.table is not None]
    planned: list[Sheet] = []
    for sheet, table in of_tables:
        planned.extend(_of_table(table, sheet, f"Chart {len(planned) + 1}", release, synthetic=synthetic))
    for sheet, table in of_tables:
        page = page_of_parts(table, policy=release.policy)
        if page is not None:
            planned.append(_of_page(page, sheet, f"Chart {len(planned) + 1}", release, synthetic=synthetic))
    return tuple(planned)


def _of_table(table: ReleasedTable, sheet: Sheet, tab: str, release: Release, *, synthetic: bool) -> tuple[Sheet, ...]:
    """Return the worksheet of charts of one table; none if it is not one that charts are drawn of."""
    if is_heat_map(table):
        return _heat_map(table, sheet, tab, release, _title(table, sheet, tab, synthetic=synthetic))
    page = page_of(table, policy=release.policy)
    return () if page is None else (_of_page(page, sheet, tab, release, synthetic=synthetic),)


def _title(table: ReleasedTable, sheet: Sheet, tab: str, *, synthetic: bool, shows: str = "") -> str:
    words = table.caption.title.removeprefix(f"{sheet.tab}: ")
    more = f", {shows}" if shows else ""
    return titled(f"{tab}: {words[:1].upper()}{words[1:]}{more}, of {of_population(table)}", synthetic=synthetic)


def _of_page(page: Page, sheet: Sheet, tab: str, release: Release, *, synthetic: bool) -> Sheet:
    """Return the worksheet of one page of charts."""
    lines = (
        *internal_lines(release),
        Line(f"This worksheet contains {NUMBERS[len(page.charts)]}."),
        *_drawn_from(sheet, release),
        *map(Line, page.lines),
        TO_CONTENTS,
    )
    title = _title(page.table, sheet, tab, synthetic=synthetic, shows=page.shows)
    return Sheet(tab, title, lines, charts=_frames(page, sheet))


def _heat_map(table: ReleasedTable, sheet: Sheet, tab: str, release: Release, title: str) -> tuple[Sheet, ...]:
    (name,) = table_names([f"Heat map {tab}"])
    drawn = sheet.grid is not None and not is_mostly_hidden(table)
    grid = wide_grid(table, sheet.grid, name=name) if drawn and sheet.grid is not None else None
    if grid is None:
        return ()
    first, second = (dimension.label.lower() for dimension in table.dimensions)
    lines = (
        *internal_lines(release),
        Line(ONE_TABLE),
        Line("Heat map: the higher a percentage, the darker the blue of its cell. Every cell holds its number."),
        Line(
            f"Each row is about those with the {first} that it begins with: the percentage of them with the "
            f"{second} over the column as well."
        ),
        *shorthand_line(grid),
        *_drawn_from(sheet, release),
        TO_CONTENTS,
    )
    return (Sheet(tab, title, lines, grid, wide=table),)


def _drawn_from(sheet: Sheet, release: Release) -> tuple[Line, ...]:
    """Say how the counts are protected, and lead to the table."""
    words = f"Drawn from {sheet.tab}, which has the counts and the notes. Go to {sheet.tab}"
    return (*protection_lines(release), Line(words, to=sheet.tab))


def _frames(page: Page, sheet: Sheet) -> tuple[Frame, ...]:
    left = max((_left(chart) for chart in page.charts), default=0)
    return tuple(_frame(chart, sheet, left) for chart in page.charts)


def _left(chart: Chart) -> int:
    """Return what the names of needs, or of rows, want to the left of their dots; 0 for a chart without dots."""
    if chart.kind.has_rows:
        return round(min(max(pixels(point.name) for point in chart.points), WIDEST_NAME)) + BESIDE_NEED
    widest = max((pixels(need) for need in chart.needs), default=0)
    return round(min(max(widest, NARROWEST_NEED), WIDEST_NEED)) + BESIDE_NEED if chart.needs else 0


def _frame(chart: Chart, sheet: Sheet, left: int) -> Frame:
    columns = sheet.grid.columns if sheet.grid is not None else ()
    rows = sheet.grid.rows if sheet.grid is not None else ()
    words = [place for place, column in enumerate(columns) if not column.figure]
    lines = chart.kind in LITERAL and chart.points[0].lower is not None
    lower, upper = (_letter(columns, name, chart.unit) if lines else "" for name in chart.limits)
    plot = WIDEST_PLOT if chart.kind.has_rows else max(len(chart.points) * COLUMN_PIXELS, NARROWEST_PLOT)
    return Frame(
        chart,
        tab=sheet.tab,
        rows=tuple(sheet.header_row + 1 + point.row for point in chart.points),
        names=get_column_letter(words[-1] + 1),
        values=_letter(
            columns, *(("count", "") if chart.kind is ChartKind.PARTS else (chart.figure or "count", chart.unit))
        ),
        shown=tuple(str(rows[point.row][words[-1]]) for point in chart.points),
        width=left + plot if left else WIDTH,
        height=_height(chart, left),
        left=left,
        lower=lower,
        upper=upper,
        beside=_letter(columns, chart.beside) if chart.beside else "",
    )


def _letter(columns: tuple[Column, ...], figure: str, unit: str | None = None) -> str:
    """Return the letter of the column that holds a figure, in a unit where it has several."""
    held = ((column.figure, column.unit if unit is not None else None) for column in columns)
    return get_column_letter(list(held).index((figure, unit)) + 1)


def _height(chart: Chart, left: int) -> int:
    """Return how many rows of the worksheet a chart stands on."""
    if chart.kind is ChartKind.DOTS:
        return round(ROWS_A_NEED * len(chart.needs)) + ROWS_ROUND_DOTS
    if chart.kind.has_rows:
        return math.ceil(high_of_rows(chart) / ROW_PIXELS)
    if chart.kind is ChartKind.PARTS:
        return math.ceil(high_of_parts(chart, WIDTH) / ROW_PIXELS)
    if chart.kind in ROWS_A_BAR:
        return ROWS_A_BAR[chart.kind] * len(chart.points) + ROWS_ROUND_BARS
    return ROWS_ABOVE_DOTS if left else ROWS_OF_COLUMNS
