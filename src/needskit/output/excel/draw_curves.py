"""Draws the curves of two groups, with a legend, for near each other they have no room for names of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.chart import ChartKind
from needskit.output.excel.chart_axes import FIRST, SECOND, Axis, along, of_days, of_figures
from needskit.output.excel.chart_curves import WHOLE
from needskit.output.excel.chart_marks import marker, numbered
from needskit.output.excel.chart_source import Role, Series
from needskit.output.excel.chart_xml import DARK_BLUE, ORANGE, c, letters, line, shape, source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Node

    from needskit.output.excel.grid import Frame


def curves(frame: Frame, series: tuple[Series, ...]) -> tuple[Node, ...]:
    """Return a line through the points of each group: the first whole, the second dashed."""
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
    up = of_figures(Axis("l", chart.title_of_values, along(chart), most=WHOLE), over_days=True)
    return c("layout"), lines, across, up


def legend_of_curves(frame: Frame) -> Node | None:
    """Return the legend; None for a chart that needs none."""
    if frame.chart.kind is not ChartKind.CURVES:
        return None
    return c("legend", c("legendPos", val="t"), c("overlay", val="0"), letters())


def _lined(place: int, series: Series) -> Node:
    first = series.role is Role.FIGURES
    code = DARK_BLUE if first else ORANGE
    return c(
        "ser",
        *numbered(place, series),
        shape(line(code, points=2.25, dashed=not first)),
        marker(code, size=7),
        source("xVal", series.across),
        source("yVal", series.up),
        c("smooth", val="0"),
    )
