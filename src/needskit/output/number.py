"""The one rule of how a figure is shown: in a sheet, in a tidy file and in a sentence.

Half up, as Excel and people round; never "-0"; one precision a column.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from needskit.errors import OutputError
from needskit.table.figure import FURTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from needskit.disclosure.released import ReleasedCell, ReleasedTable
    from needskit.table.measure import Measure

FINE_OUT_OF = 1_000
"""Where counts are rounded a percentage has a decimal only where every denominator is at least this."""

_NOISE = Decimal("1e-12")
"""What a division in binary leaves behind, far below anything shown."""


def decimals_of(table: ReleasedTable, measure: Measure, *, rounded: bool) -> int:
    """Return how many decimals a column of estimates of this measure has in this table.

    Parameters
    ----------
    table
        All of its estimates in the unit of ``measure`` share one column, so one precision.
    measure
        One of the table's measures.
    rounded
        Whether counts are rounded. If so, percentages have a decimal only where every denominator shown
        with one is 1,000 or more, for ``percentage x denominator`` must not give a finer count back.

    Returns
    -------
    int
        0 for counts; 0 or 1 for percentages; 1 for means, 2 where counts are true ones.
    """
    if "estimate" not in measure.figures:
        return 0
    if measure.shown_per == 1:
        return 1 if rounded else 2
    column = [
        cell.figures
        for cell in table.cells
        if (cell.measure.unit, cell.measure.shown_per) == (measure.unit, measure.shown_per)
        and "estimate" in cell.figures
    ]
    return _decimals_of_percentages(column, rounded=rounded)


def decimals_beside(table: ReleasedTable, name: str, *, rounded: bool) -> int:
    """Return how many decimals the column of a figure beside the estimate has in this table.

    Parameters
    ----------
    table
        All of its figures of this name share one column, so one precision.
    name
        Of the figure, out of ``FURTHER``.
    rounded
        Whether counts are rounded: percentages are then as coarse as in ``decimals_of``.
    """
    kind = FURTHER[name]
    if kind.decimals is not None:
        return kind.decimals
    return _decimals_of_percentages([cell.figures for cell in table.cells if name in cell.figures], rounded=rounded)


def _decimals_of_percentages(column: Iterable[Mapping[str, float]], *, rounded: bool) -> int:
    denominators = (figures[name] for figures in column for name in ("out_of", "against_out_of") if name in figures)
    return decimals_of_parts(list(denominators), rounded=rounded)


def decimals_of_parts(denominators: Sequence[float], *, rounded: bool) -> int:
    """Return how many decimals percentages of these denominators have beside each other.

    Examples
    --------
    >>> decimals_of_parts([2_000, 400], rounded=True), decimals_of_parts([2_000], rounded=True)
    (0, 1)
    """
    if not rounded:
        return 1
    return 1 if denominators and min(denominators) >= FINE_OUT_OF else 0


def half_up(value: float, decimals: int, *, times: int = 1) -> Decimal:
    """Return ``value`` x ``times`` to so many decimals, half away from nought, never "-0".

    Raises
    ------
    OutputError
        If the value is not a finite number.

    Examples
    --------
    >>> half_up(0.125, 0, times=100), half_up(-0.001, 0, times=100)
    (Decimal('13'), Decimal('0'))
    """
    if not math.isfinite(value):
        message = "A figure is not a finite number, so it cannot be shown. Leave it out and give its status."
        raise OutputError(message)
    exact = Decimal(repr(float(value))) * times
    rounded = exact.quantize(_NOISE, ROUND_HALF_EVEN).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return rounded or abs(rounded)


def stored(value: float, measure: Measure, decimals: int) -> float:
    """Return what a cell stores for an estimate or a limit: 94.0 for a proportion of 0.94.

    Nothing finer than what is shown is stored: a number format hides, it does not remove.

    Examples
    --------
    >>> from needskit.table.measure import MEAN, PERCENTAGE
    >>> stored(0.9375, PERCENTAGE, 0), stored(4.65, MEAN, 1)
    (94.0, 4.7)
    """
    return float(half_up(value, decimals, times=measure.shown_per))


def stored_beside(name: str, value: float, decimals: int) -> float | str:
    """Return what a cell stores for a figure beside the estimate: a number as it is shown, or the words for it.

    Examples
    --------
    >>> stored_beside("lift", 1.126, 2), stored_beside("cumulative", 0.126, 0), stored_beside("beyond_chance", 1, 0)
    (1.13, 13.0, 'more often')
    >>> stored_beside("p_value", 0.0412, 3), stored_beside("p_value", 0.0000001, 3)
    (0.041, 'less than 0.001')
    """
    kind = FURTHER[name]
    if kind.words:
        return kind.words[whole(value)]
    shown = half_up(value, decimals, times=kind.shown_per)
    if kind.never_nought and not shown:
        return f"less than {Decimal(1).scaleb(-decimals)}"
    return float(shown)


def shown_in(table: ReleasedTable, cell: ReleasedCell, name: str, *, rounded: bool) -> float | str:
    """Return what the worksheet of a table stores for an estimate, a limit or a figure beside it.

    Parameters
    ----------
    table, cell
        The cell of the table that has the figure.
    name
        Of the figure.
    rounded
        Whether counts are rounded.
    """
    if name in FURTHER:
        return stored_beside(name, cell.figures[name], decimals_beside(table, name, rounded=rounded))
    return stored(cell.figures[name], cell.measure, decimals_of(table, cell.measure, rounded=rounded))


def whole(value: float) -> int:
    """Return a count as an integer.

    Raises
    ------
    OutputError
        If it is not a whole number.

    Examples
    --------
    >>> whole(375.0)
    375
    """
    if not float(value).is_integer():
        message = "A count is not a whole number, so it cannot be shown. Release whole counts."
        raise OutputError(message)
    return int(value)


def count_text(value: float) -> str:
    """Return a count as words hold it.

    Examples
    --------
    >>> count_text(12345)
    '12,345'
    """
    return f"{whole(value):,}"


def as_text(value: float, measure: Measure, decimals: int) -> str:
    """Return an estimate as words hold it, with its per cent sign if it is a percentage.

    Examples
    --------
    >>> from needskit.table.measure import COUNT, MEAN, PERCENTAGE
    >>> as_text(0.94, PERCENTAGE, 0), as_text(4.63, MEAN, 1), as_text(12345, COUNT, 0)
    ('94%', '4.6', '12,345')
    """
    shown = f"{half_up(value, decimals, times=measure.shown_per):,f}"
    return f"{shown}%" if measure.unit == "%" else shown
