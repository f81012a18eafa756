"""Where the axes of charts end: at round numbers that leave room for what is drawn."""

from __future__ import annotations

import math
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.output.chart import Chart, Point

ROOM_FOR_LABEL = 1.12
"""Beyond the end of the longest bar, as a share of it, so that its label stands within the plot."""

MOST_STEPS = 8
"""Numbers along an axis, that at 0 not counted."""

DOUBLING = 2
"""Along an axis of ratios each number is so many times the one before."""

FINEST = 0.05
"""Numbers along an axis are no nearer to each other than this."""


def end_of_axis(longest: float) -> float:
    """Return where an axis ends: a round number that leaves room beyond the longest.

    Examples
    --------
    >>> end_of_axis(225.0), end_of_axis(5.0), end_of_axis(12_345.0)
    (300.0, 6.0, 14000.0)
    """
    wanted = longest * ROOM_FOR_LABEL
    rounds = (size * 10**power for power in count() for size in (1, 2, 5))
    apart = next(size for size in rounds if size * MOST_STEPS >= wanted)
    return float(math.ceil(wanted / apart) * apart)


def ends_of(chart: Chart) -> tuple[float, float]:
    """Return where the axis of a chart with rows begins and ends: wide enough for all that is drawn."""
    drawn = [value for point in chart.points for value in _drawn(point)] + [at for at, _ in chart.marks]
    least, most = min(drawn), max(drawn)
    return _doublings(least, most) if chart.of_ratios else _rounds(least, most)


def _doublings(least: float, most: float) -> tuple[float, float]:
    """Return the ends of an axis of ratios, beyond what is drawn: programs may leave out what stands at its very end.

    Examples
    --------
    >>> _doublings(1.0, 4.0), _doublings(0.3, 12.2)
    ((0.5, 8.0), (0.25, 16.0))
    """
    below, above = math.ceil(math.log2(least)) - 1, math.floor(math.log2(most)) + 1
    return float(DOUBLING) ** below, float(DOUBLING) ** above


def _rounds(least: float, most: float) -> tuple[float, float]:
    """Return the ends of an axis at whole steps.

    Examples
    --------
    >>> _rounds(0.0, 1.1), _rounds(-17.0, 39.0)
    ((0.0, 1.2), (-20.0, 40.0))
    """
    apart = apart_of(least, most)
    below, above = math.floor(round(least / apart, 9)), math.ceil(round(most / apart, 9))
    return round(below * apart, 9), round(above * apart, 9)


def apart_of(least: float, most: float) -> float:
    """Return how far numbers along an axis are from each other.

    Examples
    --------
    >>> apart_of(0.0, 1.55), apart_of(-17.0, 42.0), apart_of(0.0, 0.1)
    (0.2, 10.0, 0.05)
    """
    rounds = (FINEST, *(size * 10.0**power for power in range(-1, 6) for size in (1, 2, 5)))
    return next((size for size in rounds if size * MOST_STEPS >= most - least), rounds[-1])


def _drawn(point: Point) -> Iterator[float]:
    yield from (value for value in (point.value, point.beside, point.lower, point.upper) if value is not None)
