"""The series of curves over days, which hold their days and figures themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.excel.chart_source import Role, Series, Source
from needskit.output.excel.gate import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needskit.output.chart import Chart

LOWER, UPPER = "Lower limit", "Upper limit"
"""What the series of the limits of a curve are called."""

NOUGHT = 0.0
"""The day and the figure at which a curve and its limits begin: the start of the follow-up."""

WHOLE = 100.0
"""The figure at which curves of those still without the event begin."""


def curve(chart: Chart) -> tuple[Series, ...]:
    """Return a curve, from 0 on day 0 through its points, and its limits.

    The days are literals, for the cells hold words ("by day 91"), and so are the figures, for LibreOffice takes no
    literal days beside figures of cells: it would put the points at 1, 2, 3. The check of the file read back holds them
    to the cells all the same.
    """
    days = Source((NOUGHT, *(float(point.day) for point in chart.points)))

    def through(role: Role, name: str, figures: Iterable[float | None]) -> Series:
        up = tuple(figure for figure in figures if figure is not None)
        return Series(role, name, days, Source((NOUGHT, *up), decimals=chart.decimals))

    limits = (
        through(Role.LIMIT, LOWER, (point.lower for point in chart.points)),
        through(Role.LIMIT, UPPER, (point.upper for point in chart.points)),
    )
    line = through(Role.FIGURES, cell_text(chart.title_of_values), (point.value for point in chart.points))
    return (*(limits if chart.points[0].lower is not None else ()), line)


def curves(chart: Chart) -> tuple[Series, ...]:
    """Return a curve of each group, from 100 on day 0 through its points; literals, as those of one curve are."""
    first, second = map(cell_text, chart.called)
    both = [(float(point.day), point.beside) for point in chart.points if point.beside is not None]
    return (
        _from_all(Role.FIGURES, first, [(float(point.day), point.value) for point in chart.points], chart.decimals),
        _from_all(Role.BESIDE, second, both, chart.decimals_beside),
    )


def _from_all(role: Role, name: str, places: list[tuple[float, float]], decimals: int) -> Series:
    days, figures = zip((NOUGHT, WHOLE), *places, strict=True)
    return Series(role, name, Source(days), Source(figures, decimals=decimals))
