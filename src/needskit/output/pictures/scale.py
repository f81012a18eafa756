"""The axis of a picture: from figures to pixels, and the numbers along it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from needskit.output.chart import Chart, ChartKind
from needskit.output.excel.chart_ends import DOUBLING, apart_of, end_of_axis, ends_of

WHOLE = 100.0
"""Where an axis of percentages ends at the furthest."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from its least figure at one place to its most at another.

    Parameters
    ----------
    least, most
        The figures at its ends.
    start, end
        Where they stand, in pixels.
    by_doubling
        Whether each number is twice the one before.
    """

    least: float
    most: float
    start: float
    end: float
    by_doubling: bool = False

    def at(self, value: float) -> float:
        """Return where a figure stands; beyond an end it stands at the end."""
        if self.by_doubling:
            low, high, here = (log2(each) for each in (self.least, self.most, value))
        else:
            low, high, here = self.least, self.most, value
        part = (here - low) / (high - low)
        return self.start + min(max(part, 0.0), 1.0) * (self.end - self.start)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """The numbers along it, each with its words."""
        if self.by_doubling:
            values = [self.least]
            while values[-1] < self.most:
                values.append(values[-1] * DOUBLING)
            return tuple((value, f"{value:g}") for value in values)
        apart = apart_of(self.least, self.most)
        steps = round((self.most - self.least) / apart)
        values = [round(self.least + apart * step, 9) for step in range(steps + 1)]
        return tuple((value, f"{value:,.10g}") for value in values)


def scale_of(chart: Chart, *, start: float, end: float) -> Scale:
    """Return the axis of the figures of a chart: of bars from 0, of rows from wherever they begin."""
    if chart.kind.has_rows:
        least, most = ends_of(chart)
        return Scale(least, most, start, end, by_doubling=chart.of_ratios)
    if chart.kind is ChartKind.CURVES:
        return Scale(0.0, WHOLE, start, end)
    reach = [value for point in chart.points for value in (point.value, point.upper, point.beside) if value is not None]
    if chart.kind is ChartKind.FLOW:
        reach = [point.value + begins_at(chart, place) for place, point in enumerate(chart.points)]
    most = end_of_axis(max(*reach, 1.0))
    return Scale(0.0, min(most, WHOLE) if chart.unit == "%" else most, start, end)


def begins_at(chart: Chart, place: int) -> float:
    """Return where a bar of a flow begins: the sum of those that end before it."""
    counts = {point.row: point.value for point in chart.points}
    return sum(counts[row] for row in chart.points[place].after)


def figure(chart: Chart, value: float, *, beside: bool = False) -> str:
    """Return a figure as its table shows it.

    Parameters
    ----------
    chart
        It has the decimals and the unit.
    value
        A figure of one of its points.
    beside
        Whether it is the second figure.
    """
    decimals = chart.decimals_beside if beside else chart.decimals
    return f"{value:,.{decimals}f}{chart.unit if chart.unit == '%' else ''}"
