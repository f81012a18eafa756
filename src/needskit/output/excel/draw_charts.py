"""Draws the charts of planned worksheets: the file of each is written here, for openpyxl leaves too much out.

Its charts have no copy of the numbers, no font of their own and a title that nobody asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.chart._chart import ChartBase
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker
from openpyxl.drawing.xdr import XDRPositiveSize2D

from needskit.output.chart import ChartKind
from needskit.output.excel.anchor import Anchor
from needskit.output.excel.chart_axes import FIRST, SECOND, Axis, along, of_days, of_figures, of_names, of_places
from needskit.output.excel.chart_marks import limits, marker, numbered
from needskit.output.excel.chart_series import series_of
from needskit.output.excel.chart_source import Role, Series
from needskit.output.excel.chart_xml import (
    DARK_BLUE,
    ORANGE,
    PALE_GREY,
    WHITE,
    c,
    colour,
    inner_layout,
    labels,
    letters,
    line,
    shape,
    source,
)
from needskit.output.excel.draw_curves import curves, legend_of_curves
from needskit.output.excel.draw_parts import legend_of_parts, parts
from needskit.output.excel.draw_passage import flow, pairs, years
from needskit.output.excel.draw_rows import legend, rows
from needskit.output.excel.repaint import repainted
from needskit.output.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element as Node

    from openpyxl.worksheet.worksheet import Worksheet

    from needskit.output.excel.grid import Frame, Sheet
    from needskit.output.theme import Theme

ROW_POINTS = 15.0
"""The height of the rows that charts stand on, so that one chart ends where the next begins."""

ROW_PIXELS = 20
UNITS_A_PIXEL = 9_525
RIGHT = 20
"""What is left free to the right of the columns, in pixels."""

SHORT = 0.12
"""A bar shorter than this share of the longest has no room for its label."""


def draw_charts(worksheet: Worksheet, sheet: Sheet, theme: Theme) -> None:
    """Put the charts of a worksheet under its words, each with its alternative text."""
    row, times = len(sheet.lines) + 2, theme.font.times
    for frame in sheet.charts:
        anchor = Anchor(
            _from=AnchorMarker(col=0, row=row),
            ext=XDRPositiveSize2D(
                round(frame.width * times * UNITS_A_PIXEL), round(frame.height * times * ROW_PIXELS * UNITS_A_PIXEL)
            ),
        )
        anchor.alt = plain(frame.chart.alt)
        chart = _Written(frame, theme)
        chart.anchor = anchor  # type: ignore[assignment]  # openpyxl takes an anchor; its types say text
        worksheet.add_chart(chart)
        for number_of_row in range(row + 1, row + frame.height + 1):
            worksheet.row_dimensions[number_of_row].height = ROW_POINTS * times
        row += frame.height


class _Written(ChartBase):
    """A chart that openpyxl packs, links and numbers, and that is written here."""

    tagname = "chart"

    def __init__(self, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.frame, self.theme = frame, theme

    def _write(self) -> Node:
        return repainted(chart_space(self.frame), self.theme)


def chart_space(frame: Frame) -> Node:
    """Return the file of one chart."""
    draw = _DRAWN[frame.chart.kind]
    chart = c(
        "chart",
        c("autoTitleDeleted", val="1"),  # the title is in A1; Excel would put the name of the series over one series
        c("plotArea", *draw(frame, series_of(frame))),
        legend_of_curves(frame),
        legend(frame),
        legend_of_parts(frame),
        c("plotVisOnly", val="1"),
        c("dispBlanksAs", val="gap"),
    )
    return c("chartSpace", c("roundedCorners", val="0"), chart, shape(colour(WHITE), line(None)), letters())


def _columns(frame: Frame, series: tuple[Series, ...]) -> tuple[Node, ...]:
    """Return upright columns; with dots beneath them, those name the categories."""
    chart = frame.chart
    above_dots = frame.left > 0
    bars = _bar_chart("col", series, labels("outEnd", shows="showVal"), gap=60)
    categories = of_names(Axis("b", chart.title_of_names, bare=above_dots))
    values = of_figures(Axis("l", chart.title_of_values, along(chart)))
    return (_in_line(frame, top=0.06, height=0.9) if above_dots else c("layout"), bars, categories, values)


def _bars(frame: Frame, series: tuple[Series, ...]) -> tuple[Node, ...]:
    """Return bars from left to right, the first category on top."""
    chart = frame.chart
    longest = max(point.value for point in chart.points)
    short = [place for place, point in enumerate(chart.points) if point.value <= SHORT * longest]
    # Beyond the end of a bar a label would stand on the line of the limits.
    limited = series[0].plus is not None
    shown = (
        labels("inBase", shows="showVal", code=WHITE, outside=short) if limited else labels("outEnd", shows="showVal")
    )
    bars = _bar_chart("bar", series, shown, gap=50)
    categories = of_names(Axis("l", chart.title_of_names, reverse=True))
    # The first category is on top, so what is beneath the plot is the far end of their axis.
    values = of_figures(Axis("b", chart.title_of_values, along(chart), crosses="max"))
    return c("layout"), bars, categories, values


def _bar_chart(direction: str, series: tuple[Series, ...], shown: Node, *, gap: int) -> Node:
    drawn = [
        c(
            "ser",
            *numbered(place, each),
            shape(colour(DARK_BLUE)),
            c("invertIfNegative", val="0"),
            shown,
            limits(each),
            source("cat", each.across),
            source("val", each.up),
        )
        for place, each in enumerate(series)
    ]
    return c(
        "barChart",
        c("barDir", val=direction),
        c("grouping", val="clustered"),
        c("varyColors", val="0"),
        *drawn,
        c("gapWidth", val=str(gap)),
        c("axId", val=FIRST),
        c("axId", val=SECOND),
    )


def _dots(frame: Frame, series: tuple[Series, ...]) -> tuple[Node, ...]:
    """Return the dots under columns: a row for each need, the names of the needs to the left."""
    chart = frame.chart
    dots = c(
        "scatterChart",
        c("scatterStyle", val="lineMarker"),
        c("varyColors", val="0"),
        *(_dotted(place, each) for place, each in enumerate(series)),
        c("axId", val=FIRST),
        c("axId", val=SECOND),
    )
    across = of_places(Axis("b", places=len(chart.points), bare=True, crosses="max"), own=FIRST)
    up = of_places(Axis("l", places=len(chart.needs), bare=True, reverse=True), own=SECOND)
    return _in_line(frame, top=0.02, height=0.96), dots, across, up


def _curve(frame: Frame, series: tuple[Series, ...]) -> tuple[Node, ...]:
    """Return a line through the points of its days, and thinner dashed ones through their limits."""
    chart = frame.chart
    lines = c(
        "scatterChart",
        c("scatterStyle", val="lineMarker"),
        c("varyColors", val="0"),
        *(_lined(place, each) for place, each in enumerate(series)),
        c("axId", val=FIRST),
        c("axId", val=SECOND),
    )
    across = of_days(Axis("b", chart.title_of_names, places=chart.points[-1].day))
    up = of_figures(Axis("l", chart.title_of_values, along(chart)), over_days=True)
    return c("layout"), lines, across, up


def _lined(place: int, series: Series) -> Node:
    limit = series.role is Role.LIMIT
    return c(
        "ser",
        *numbered(place, series),
        shape(line(ORANGE, points=1.25, dashed=True) if limit else line(DARK_BLUE, points=2.25)),
        marker(DARK_BLUE if series.role is Role.FIGURES else None, size=6),
        source("xVal", series.across),
        source("yVal", series.up),
        c("smooth", val="0"),
    )


def _dotted(place: int, series: Series) -> Node:
    held = series.role is Role.HELD
    mark = {Role.HELD: DARK_BLUE, Role.PALE: PALE_GREY}.get(series.role)
    return c(
        "ser",
        *numbered(place, series),
        shape(line(DARK_BLUE if held else None, points=3)),
        marker(mark),
        labels("l", shows="showSerName") if series.role is Role.NEEDS else None,
        source("xVal", series.across),
        source("yVal", series.up),
        c("smooth", val="0"),
    )


def _in_line(frame: Frame, *, top: float, height: float) -> Node:
    """Return a layout whose columns stand at the same pixels in each chart of the worksheet."""
    wide = (frame.width - frame.left - RIGHT) / frame.width
    return inner_layout(x=frame.left / frame.width, y=top, width=wide, height=height)


_DRAWN: dict[ChartKind, Callable[[Frame, tuple[Series, ...]], tuple[Node, ...]]] = {
    ChartKind.COLUMNS: _columns,
    ChartKind.BARS: _bars,
    ChartKind.DOTS: _dots,
    ChartKind.CURVE: _curve,
    ChartKind.CURVES: curves,
    ChartKind.FLOW: flow,
    ChartKind.YEARS: years,
    ChartKind.PAIRS: pairs,
    ChartKind.BALANCE: rows,
    ChartKind.FOREST: rows,
    ChartKind.PARTS: parts,
}
