"""What the series of charts are made of in the words of their file: their number and name, markers, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.excel.chart_xml import DARK_BLUE, ORANGE, c, colour, line, shape, source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Node

    from needskit.output.excel.chart_source import Series


def numbered(place: int, series: Series) -> tuple[Node, ...]:
    """Return how the file tells series apart, and the name of this one."""
    return c("idx", val=str(place)), c("order", val=str(place)), c("tx", c("v", text=series.name))


def marker(code: str | None, *, size: int = 11, symbol: str = "circle") -> Node:
    """Return the mark at each point of a line, round unless told otherwise; none if there is no colour."""
    if code is None:
        return c("marker", c("symbol", val="none"))
    return c("marker", c("symbol", val=symbol), c("size", val=str(size)), shape(colour(code), line(None)))


def limits(series: Series) -> Node | None:
    """Return the lines across the ends of bars, from the lower to the upper limit; None where there are none."""
    return _error_bars(series, None, line(ORANGE, points=2.25))


def limits_upright(series: Series) -> Node | None:
    """Return the lines through dots, from the lower to the upper limit; None where there are none."""
    return _error_bars(series, c("errDir", val="y"), line(DARK_BLUE, points=1.25))


def _error_bars(series: Series, direction: Node | None, drawn: Node) -> Node | None:
    if series.plus is None or series.minus is None:
        return None
    return c(
        "errBars",
        direction,
        c("errBarType", val="both"),
        c("errValType", val="cust"),
        c("noEndCap", val="0"),
        source("plus", series.plus),
        source("minus", series.minus),
        shape(drawn),
    )
