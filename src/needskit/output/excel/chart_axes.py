"""The axes of a chart in the words of its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.output.excel.chart_series import HALF
from needskit.output.excel.chart_xml import BLACK, PALE_GREY, a, c, letters, line, number, shape, title
from needskit.output.excel.style import number_format

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Node

    from needskit.output.chart import Chart

FIRST, SECOND = "500", "501"
"""What the axis of categories, or of places across, is called in its file, and the other."""

TWICE = "2"
"""How many times the one before each number along an axis of ratios is."""

OF_RATIOS = "[<1]0.00;#,##0"
"""The numbers along an axis of ratios: halves of 1 have decimals, and doubles none."""

TEN = 10
"""Along an axis that reaches so far, numbers are whole."""

MOST_NUMBERS = 13
"""Along an axis of days."""

_APART = (1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365)
"""How many days may be from one number along the axis to the next."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two axes of a chart.

    Parameters
    ----------
    position
        Where it stands, as the file says it: "b" beneath the plot, "l" to its left.
    title
        Its words; empty for none.
    decimals
        Of the numbers along it.
    places
        For an axis of places and not of figures, how many there are: it goes from a half to a half more, so that its
        places stand under the columns of a chart above. For an axis of days or of ages, the last of them.
    reverse
        Whether the first category or place is on top.
    most
        The last figure along it; None leaves it to the program.
    bare
        Whether nothing stands along it: no names, no numbers, no line. It is there all the same, for Excel wants two.
    of_ratios
        Whether each number along it is twice the one before.
    crosses
        Where on the other axis it stands, as the file says it.
    """

    position: str
    title: str = ""
    decimals: int = 0
    places: int = 0
    most: float | None = None
    reverse: bool = False
    bare: bool = False
    of_ratios: bool = False
    crosses: str = "autoZero"


def along(chart: Chart) -> int:
    """Return the decimals of the numbers along an axis of figures: 10 and not 10.0, whatever its figures have."""
    reach = max(max(point.value, point.upper or 0, point.beside or 0) for point in chart.points)
    return 0 if reach >= TEN else chart.decimals


def of_names(axis: Axis) -> Node:
    """Return the axis of categories."""
    more = (
        c("auto", val="1"),
        c("lblAlgn", val="ctr"),
        c("lblOffset", val="100"),
        c("noMultiLvlLbl", val="1"),
    )
    return c("catAx", *_start(axis, FIRST), *_look(axis, SECOND), *more)


def of_figures(axis: Axis, *, over_days: bool = False) -> Node:
    """Return the axis of figures, from 0 up, with lines across the plot; over days it stands at day 0."""
    lines = c("majorGridlines", shape(line(PALE_GREY, points=0.75)))
    between = c("crossBetween", val="midCat" if over_days else "between")
    return c("valAx", *_start(axis, SECOND, least=0.0, most=axis.most), lines, *_look(axis, FIRST), between)


def of_parts(axis: Axis) -> Node:
    """Return the axis of parts of 100; the program makes the parts of each bar add up to it."""
    lines = c("majorGridlines", shape(line(PALE_GREY, points=0.75)))
    parts = _look(axis, FIRST)
    for part in parts:
        if part.get("formatCode"):
            part.set("formatCode", "0%")
    return c("valAx", *_start(axis, SECOND), lines, *parts, c("crossBetween", val="between"))


def of_days(axis: Axis) -> Node:
    """Return the axis of days, from day 0 to the last, of which ``places`` says the number."""
    start = _start(axis, FIRST, least=0.0, most=float(axis.places))
    apart = next((days for days in _APART if axis.places <= days * MOST_NUMBERS), axis.places)
    return c(
        "valAx", *start, *_look(axis, SECOND), c("crossBetween", val="midCat"), c("majorUnit", val=number(float(apart)))
    )


def of_ages(axis: Axis, *, first: int) -> Node:
    """Return the axis of years of age, a number each, from a year before the first to a year after the last."""
    start = _start(axis, FIRST, least=float(first - 1), most=float(axis.places + 1))
    return c("valAx", *start, *_look(axis, SECOND), c("crossBetween", val="midCat"), c("majorUnit", val="1"))


def of_span(axis: Axis, *, least: float, most: float, apart: float | None) -> Node:
    """Return an axis of figures beneath rows, from one to another, with lines upright through the plot.

    Parameters
    ----------
    axis
        Where it stands, and its words.
    least, most
        Where it begins and ends.
    apart
        From one number along it to the next; None for an axis of ratios, where each is twice the one before.
    """
    doubled = None if apart is not None else c("logBase", val=TWICE)
    lines = c("majorGridlines", shape(line(PALE_GREY, points=0.75)))
    unit = c("majorUnit", val=TWICE if apart is None else number(apart))
    start = _start(axis, FIRST, least=least, most=most, base=doubled)
    return c("valAx", *start, lines, *_look(axis, SECOND), c("crossBetween", val="midCat"), unit)


def of_rows(rows: int) -> Node:
    """Return the axis of rows, the first on top, with a line across the plot through each."""
    axis = Axis("l", bare=True, reverse=True, crosses="min")
    lines = c("majorGridlines", shape(line(PALE_GREY, points=0.75)))
    start = _start(axis, SECOND, least=0.0, most=float(rows + 1))
    return c("valAx", *start, lines, *_look(axis, FIRST), c("crossBetween", val="midCat"), c("majorUnit", val="1"))


def of_places(axis: Axis, *, own: str) -> Node:
    """Return one of the two axes of a chart of dots."""
    start = _start(axis, own, least=HALF, most=axis.places + HALF)
    return c("valAx", *start, *_look(axis, SECOND if own == FIRST else FIRST), c("crossBetween", val="midCat"))


def _start(
    axis: Axis, own: str, *, least: float | None = None, most: float | None = None, base: Node | None = None
) -> tuple[Node, ...]:
    ends = [c(tag, val=number(end)) for tag, end in (("max", most), ("min", least)) if end is not None]
    return (
        c("axId", val=own),
        c("scaling", base, c("orientation", val="maxMin" if axis.reverse else "minMax"), *ends),
        c("delete", val="0"),
        c("axPos", val=axis.position),
    )


def _look(axis: Axis, other: str) -> tuple[Node, ...]:
    words = title(axis.title)
    return (
        *(() if words is None else (words,)),
        c("numFmt", formatCode=OF_RATIOS if axis.of_ratios else number_format(axis.decimals), sourceLinked="0"),
        c("majorTickMark", val="none"),
        c("minorTickMark", val="none"),
        c("tickLblPos", val="none" if axis.bare else "nextTo"),
        c("spPr", a("ln", a("noFill"))) if axis.bare else shape(line(BLACK, points=0.75)),
        letters(),
        c("crossAx", val=other),
        c("crosses", val=axis.crosses),
    )
