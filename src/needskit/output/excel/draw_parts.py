"""Draws bars that are divided into parts of 100, with a legend in the order of the parts."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from needskit.output.chart import ChartKind
from needskit.output.contrast import LETTERS, contrast
from needskit.output.excel.chart_axes import FIRST, SECOND, Axis, of_names, of_parts
from needskit.output.excel.chart_marks import numbered
from needskit.output.excel.chart_xml import (
    BLACK,
    DARK_GREY,
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
from needskit.output.excel.measure_text import pixels
from needskit.output.number import half_up
from needskit.output.palette import of_parts as colours_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Node

    from needskit.output.chart import Chart
    from needskit.output.excel.chart_source import Series
    from needskit.output.excel.grid import Frame

ROW_PIXELS, PIXELS_A_BAR = 20, 36
WIDEST_NAME = 300
BESIDE_NAMES, RIGHT, TOP, BENEATH = 14, 30, 10, 70
"""What is left free beside the names, to the right, above and beneath the plot, in pixels."""

LINE_OF_LEGEND, BESIDE_ENTRY = 26, 44
"""The height of a line of the legend, and what each of its entries wants beside its words, in pixels."""

IN_A_PART = 8
"""What a part wants beside its figure, in pixels, for the figure to stand in it."""

WHOLE = 100.0


def high_of_parts(chart: Chart, width: int) -> int:
    """Return how high a chart of parts is, in pixels."""
    return TOP + _legend_pixels(chart, width) + PIXELS_A_BAR * len(chart.points) + BENEATH


def parts(frame: Frame, series: tuple[Series, ...]) -> tuple[Node, ...]:
    """Return bars as long as each other, divided into parts, the first bar on top."""
    chart = frame.chart
    names = min(max(map(pixels, (point.name for point in chart.points))), WIDEST_NAME) + BESIDE_NAMES
    plot = frame.width - names - RIGHT
    fills = colours_of(len(series))
    drawn = c(
        "barChart",
        c("barDir", val="bar"),
        c("grouping", val="percentStacked"),
        c("varyColors", val="0"),
        *(_part(place, each, fills[place], plot) for place, each in enumerate(series)),
        c("gapWidth", val="40"),
        c("overlap", val="100"),
        c("axId", val=FIRST),
        c("axId", val=SECOND),
    )
    high, top = frame.height * ROW_PIXELS, TOP + _legend_pixels(chart, frame.width)
    where = inner_layout(
        x=names / frame.width,
        y=top / high,
        width=plot / frame.width,
        height=(high - top - BENEATH) / high,
    )
    categories = of_names(Axis("l", chart.title_of_names, reverse=True))
    return where, drawn, categories, of_parts(Axis("b", chart.title_of_values, crosses="max"))


def legend_of_parts(frame: Frame) -> Node | None:
    """Return what says which part is which; None for a chart that has none."""
    if frame.chart.kind is not ChartKind.PARTS:
        return None
    return c("legend", c("legendPos", val="t"), c("overlay", val="0"), letters())


def _part(place: int, series: Series, fill: str, plot: float) -> Node:
    """Return one part of every bar; figures that have no room in theirs are in the table, and not drawn."""
    short = [
        number
        for number, value in enumerate(series.up.values)
        if pixels(_said(value, series.up.decimals)) + IN_A_PART > float(value) / WHOLE * plot
    ]
    return c(
        "ser",
        *numbered(place, series),
        shape(colour(fill or WHITE), line(WHITE if fill else DARK_GREY, points=1.5 if fill else 1)),
        c("invertIfNegative", val="0"),
        labels("ctr", shows="showVal", code=letters_on(fill or WHITE), without=short),
        source("cat", series.across),
        source("val", series.up),
    )


def _said(value: str | float, decimals: int) -> str:
    return str(half_up(float(value), decimals))


def letters_on(fill: str) -> str:
    """Return the colour of letters that are read on a fill.

    Examples
    --------
    >>> letters_on("12436D"), letters_on("28A197")
    ('FFFFFF', '000000')
    """
    return WHITE if contrast(fill, WHITE) >= LETTERS else BLACK


def _legend_pixels(chart: Chart, width: int) -> int:
    wanted = sum(pixels(name) + BESIDE_ENTRY for name in chart.called)
    return ceil(wanted / (width * 0.9)) * LINE_OF_LEGEND + TOP
