"""Draws the charts of a passage: a flow that divides step by step, years of age, and two groups beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.chart import Step
from needskit.output.excel.chart_axes import FIRST, SECOND, Axis, along, of_ages, of_figures, of_names
from needskit.output.excel.chart_ends import end_of_axis
from needskit.output.excel.chart_marks import limits_upright, marker, numbered
from needskit.output.excel.chart_source import Role, Series
from needskit.output.excel.chart_xml import (
    BETWEEN,
    BLACK,
    DARK_BLUE,
    DARK_GREY,
    ORANGE,
    TURQUOISE,
    WHITE,
    a,
    c,
    colour,
    inner_layout,
    labels,
    line,
    shape,
    source,
)
from needskit.output.excel.measure_text import pixels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element as Node

    from needskit.output.chart import Point
    from needskit.output.excel.grid import Frame

LOOKS = {
    Step.DIVIDED: (DARK_BLUE, WHITE),
    Step.END: (TURQUOISE, WHITE),
    Step.NOT_TOLD: (WHITE, DARK_GREY),
}
"""What each bar of a flow is filled and lined with: those of whom it is not told are hollow."""

MOST_PIXELS_OF_NAMES = 430
"""What the names to the left of a flow may take; longer ones go over two lines."""

BESIDE_NAMES, RIGHT, TOP, BENEATH = 12, 20, 10, 70
"""What is left free beside the names, to the right, above and beneath the plot, in pixels."""

ROW_PIXELS = 20
SHARE_OF_PLOT = 0.6
"""How much of the width of a chart the plot takes at the least, where names stand to its left."""

WHOLE = 100
"""Per cent."""


def flow(frame: Frame, series: tuple[Series, ...]) -> tuple[Node, ...]:
    """Return bars from left to right, each beginning where the one that it follows ends, the first on top."""
    chart = frame.chart
    drawn = c(
        "barChart",
        c("barDir", val="bar"),
        c("grouping", val="stacked"),
        c("varyColors", val="0"),
        *(_of_flow(place, each, chart.points) for place, each in enumerate(series)),
        c("gapWidth", val="30"),
        c("overlap", val="100"),
        c("axId", val=FIRST),
        c("axId", val=SECOND),
    )
    categories = of_names(Axis("l", chart.title_of_names, reverse=True))
    most = end_of_axis(max(point.value for point in chart.points))
    values = of_figures(Axis("b", chart.title_of_values, along(chart), crosses="max", most=most))
    names = min(max(map(pixels, frame.shown)), MOST_PIXELS_OF_NAMES) + BESIDE_NAMES
    high = frame.height * ROW_PIXELS
    where = inner_layout(
        x=names / frame.width,
        y=TOP / high,
        width=(frame.width - names - RIGHT) / frame.width,
        height=(high - TOP - BENEATH) / high,
    )
    return where, drawn, categories, values


def _of_flow(place: int, series: Series, points: Sequence[Point]) -> Node:
    seen = series.role is Role.FIGURES
    return c(
        "ser",
        *numbered(place, series),
        shape(colour(TURQUOISE), line(WHITE)) if seen else shape(a("noFill"), line(None)),
        c("invertIfNegative", val="0"),
        *((_coloured(number, point) for number, point in enumerate(points)) if seen else ()),
        labels("inBase", shows="showVal") if series.role is Role.LABELS else None,
        source("cat", series.across),
        source("val", series.up),
    )


def _coloured(number: int, point: Point) -> Node:
    fill, edge = LOOKS[point.step]
    look = shape(colour(fill), line(edge))
    return c("dPt", c("idx", val=str(number)), c("invertIfNegative", val="0"), c("bubble3D", val="0"), look)


def years(frame: Frame, series: tuple[Series, ...]) -> tuple[Node, ...]:
    """Return a dot for each year of age, a line upright through each from limit to limit, and a line of means."""
    chart = frame.chart
    drawn = c(
        "scatterChart",
        c("scatterStyle", val="lineMarker"),
        c("varyColors", val="0"),
        *(_of_years(place, each) for place, each in enumerate(series)),
        c("axId", val=FIRST),
        c("axId", val=SECOND),
    )
    ages = [point.day for point in chart.points]
    across = of_ages(Axis("b", chart.title_of_names, places=ages[-1]), first=ages[0])
    # Programs leave no room for the limits of their own accord.
    highest = max(max(point.value, point.upper or 0, point.beside or 0) for point in chart.points)
    most = min(end_of_axis(highest), float(WHOLE))
    up = of_figures(Axis("l", chart.title_of_values, along(chart), crosses="min", most=most), over_days=True)
    return c("layout"), drawn, across, up


def _of_years(place: int, series: Series) -> Node:
    dots = series.role is Role.FIGURES
    return c(
        "ser",
        *numbered(place, series),
        shape(line(None) if dots else line(ORANGE, points=2.25)),
        marker(DARK_BLUE if dots else None, size=9),
        limits_upright(series),
        source("xVal", series.across),
        source("yVal", series.up),
        c("smooth", val="0"),
    )


def pairs(frame: Frame, series: tuple[Series, ...]) -> tuple[Node, ...]:
    """Return two bars for each category, each named and with its figure, the first on top."""
    chart = frame.chart
    drawn = c(
        "barChart",
        c("barDir", val="bar"),
        c("grouping", val="clustered"),
        c("varyColors", val="0"),
        *(_of_pairs(place, each, outside=_short(each, frame)) for place, each in enumerate(series)),
        c("gapWidth", val="40"),
        c("axId", val=FIRST),
        c("axId", val=SECOND),
    )
    categories = of_names(Axis("l", chart.title_of_names, reverse=True))
    return (
        c("layout"),
        drawn,
        categories,
        of_figures(Axis("b", chart.title_of_values, along(chart), crosses="max", most=_most_of_pairs(frame))),
    )


def _short(series: Series, frame: Frame) -> list[int]:
    """Return the places of bars that have no room for the name of their group and their figure."""
    figures = [float(value) for value in series.up.values]
    needed = pixels(f"{series.name}{BETWEEN}100.0") / (frame.width * SHARE_OF_PLOT)
    return [place for place, value in enumerate(figures) if value <= needed * _most_of_pairs(frame)]


def _most_of_pairs(frame: Frame) -> float:
    longest = max(max(point.value, point.beside or 0) for point in frame.chart.points)
    return min(end_of_axis(longest), float(WHOLE))


def _of_pairs(place: int, series: Series, *, outside: list[int]) -> Node:
    first = series.role is Role.FIGURES
    return c(
        "ser",
        *numbered(place, series),
        shape(colour(DARK_BLUE if first else TURQUOISE), line(WHITE)),
        c("invertIfNegative", val="0"),
        labels("inBase", shows="showVal showSerName", code=WHITE if first else BLACK, outside=outside),
        source("cat", series.across),
        source("val", series.up),
    )
