"""Draws charts with a row for each point: names to the left, dots along an axis of figures, lines upright."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.chart import ChartKind
from needskit.output.excel.chart_axes import FIRST, SECOND, Axis, of_rows, of_span
from needskit.output.excel.chart_ends import apart_of, ends_of
from needskit.output.excel.chart_marks import marker, numbered
from needskit.output.excel.chart_series import series_of
from needskit.output.excel.chart_source import Role, Series
from needskit.output.excel.chart_xml import (
    BLACK,
    DARK_BLUE,
    DARK_GREY,
    ORANGE,
    c,
    inner_layout,
    labels,
    letters,
    line,
    shape,
    source,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Node

    from needskit.output.chart import Chart
    from needskit.output.excel.grid import Frame

ROW_PIXELS = 20
"""The height of a row of the worksheet."""

PIXELS_A_ROW = 28
"""From one row of the chart to the next: what a line of its letters needs, and air."""

TOP, LEGEND, BENEATH, RIGHT = 10, 40, 70, 30
"""What is left free above the plot, for the legend, beneath it and to its right, in pixels."""

LOOKS = {
    Role.FIGURES: {"code": DARK_BLUE, "size": 11},
    Role.BESIDE: {"code": ORANGE, "size": 13, "symbol": "diamond"},
    Role.APART: {"code": DARK_GREY, "size": 13, "symbol": "diamond"},
}
"""The dots. Those of a second figure differ in form and not in colour alone, and are wide enough to be seen behind one.

LibreOffice draws no hollow marks.
"""

IN_LEGEND = {Role.FIGURES, Role.BESIDE, Role.MARK}


def high_of_rows(chart: Chart) -> int:
    """Return how high a chart with rows is, in pixels."""
    return TOP + _legend_pixels(chart) + PIXELS_A_ROW * (len(chart.points) + 1) + BENEATH


def rows(frame: Frame, series: tuple[Series, ...]) -> tuple[Node, ...]:
    """Return dots in rows, the first on top, each with its name to the left."""
    chart = frame.chart
    first_mark = next((place for place, each in enumerate(series) if each.role is Role.MARK), 0)
    dots = c(
        "scatterChart",
        c("scatterStyle", val="lineMarker"),
        c("varyColors", val="0"),
        *(
            _in_row(place, each, dashed=place == first_mark and len(chart.marks) > 1)
            for place, each in enumerate(series)
        ),
        c("axId", val=FIRST),
        c("axId", val=SECOND),
    )
    least, most = ends_of(chart)
    apart = None if chart.of_ratios else apart_of(least, most)
    axis = Axis(
        "b",
        chart.title_of_values,
        DECIMALS_OF_PARTS if apart is not None and apart < 1 else 0,
        of_ratios=chart.of_ratios,
        crosses="max",
    )
    across = of_span(axis, least=least, most=most, apart=apart)
    return _place(frame), dots, across, of_rows(len(chart.points))


DECIMALS_OF_PARTS = 2
"""Of the numbers along an axis that are less than 1 apart."""


def legend(frame: Frame) -> Node | None:
    """Return what says which dots and lines are which; None for a chart whose words say it."""
    if frame.chart.kind is not ChartKind.BALANCE:
        return None
    hidden = [place for place, each in enumerate(series_of(frame)) if each.role not in IN_LEGEND]
    return c(
        "legend",
        c("legendPos", val="t"),
        *(c("legendEntry", c("idx", val=str(place)), c("delete", val="1")) for place in hidden),
        c("overlay", val="0"),
        letters(),
    )


def _legend_pixels(chart: Chart) -> int:
    return LEGEND if chart.kind is ChartKind.BALANCE else 0


def _place(frame: Frame) -> Node:
    high = frame.height * ROW_PIXELS
    top = TOP + _legend_pixels(frame.chart)
    return inner_layout(
        x=frame.left / frame.width,
        y=top / high,
        width=(frame.width - frame.left - RIGHT) / frame.width,
        height=(high - top - BENEATH) / high,
    )


def _in_row(place: int, series: Series, *, dashed: bool) -> Node:
    mark = line(DARK_GREY if dashed else BLACK, points=1.5, dashed=dashed)
    lines = {Role.LIMIT: line(DARK_BLUE, points=2.25), Role.MARK: mark}
    look = LOOKS.get(series.role)
    return c(
        "ser",
        *numbered(place, series),
        shape(lines.get(series.role, line(None))),
        marker(None) if look is None else marker(**look),  # type: ignore[arg-type]  # each as it is called
        labels("l", shows="showSerName") if series.role is Role.NEEDS else None,
        source("xVal", series.across),
        source("yVal", series.up),
        c("smooth", val="0"),
    )
