"""Two groups and one answer: the difference between their risks, and the test of whether there is any.

The table is four arrays of counts of people, each of shape ``(cells,)``: of the first group ``a`` with the answer and
``b`` without, of the other ``c`` with it and ``d`` without. Ratios of the same table are in
``needskit.stats.association``, and several tables together in ``needskit.stats.stratified``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.association import phi
from needskit.stats.proportion import Interval, newcombe, wilson
from needskit.stats.tails import chi_squared_p_value

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


class ChiSquared(NamedTuple):
    """A test with one degree of freedom; arrays of shape ``(cells,)``."""

    statistic: Floats
    p_value: Floats


def pearson(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> ChiSquared:
    """Do the two groups differ in the answer, or could that be chance?

    Pearson's chi-squared test without continuity correction. Everybody with a known answer is counted. Not a number
    where a group is of nobody, or where all or none have the answer.

    Parameters
    ----------
    a, b, c, d
        People of the first group with the answer and without, and of the other with and without; shape ``(cells,)``.

    References
    ----------
    Pearson (1900), Philosophical Magazine, series 5, 50, 157-175.

    Examples
    --------
    >>> statistic, p_value = pearson([48], [168], [66], [150])  # Rossi, Berk and Lenihan (1980): rearrested
    >>> round(float(statistic[0]), 4), round(float(p_value[0]), 4)
    (3.861, 0.0494)
    """
    people = sum(np.asarray(each, dtype=np.float64) for each in (a, b, c, d))
    statistic = people * phi(a, b, c, d) ** 2
    return ChiSquared(statistic, chi_squared_p_value(statistic, degrees=1))


def risk_difference(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Floats:
    """By how much is the answer more common in the first group than in the other?

    A difference of proportions, from -1 to 1. Not a number where a group is of nobody.

    Parameters
    ----------
    a, b, c, d
        People of the first group with the answer and without, and of the other with and without; shape ``(cells,)``.

    Examples
    --------
    >>> round(float(risk_difference([48], [168], [66], [150])[0]), 4)
    -0.0833
    """
    found: Floats = _share(a, b) - _share(c, d)
    return found


def risk_difference_limits(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, *, confidence: float, off_by: int = 0
) -> Interval:
    """Between which differences does the one behind these counts lie?

    Newcombe's hybrid score limits. Each risk and its Wilson limits rise with the people who have the answer and fall
    with the others (``share_limits`` of ``needskit.stats.association``). If a risk ``p`` and its limit ``l`` rise, so
    does ``p - hypot(p - l, x)``: its slope is a mean of theirs. So the limits rise with ``a`` and ``d`` and fall with
    ``b`` and ``c``, and the corners bound what any true counts would give. Where a group is of nobody there are none.

    Parameters
    ----------
    a, b, c, d
        People of the first group with the answer and without, and of the other with and without; shape ``(cells,)``.
    confidence
        0.95 for a 95% interval.
    off_by
        How far each count may be from the true one, because it was rounded.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> lower, upper = risk_difference_limits([56], [14], [48], [32], confidence=0.95)  # Newcombe (1998), example (a)
    >>> round(float(lower[0]), 4), round(float(upper[0]), 4)
    (0.0524, 0.3339)
    """
    first, without, second, neither = (np.asarray(each, dtype=np.float64) for each in (a, b, c, d))
    nobody = (first + without == 0) | (second + neither == 0)
    low = _hybrid(_less(first, off_by), without + off_by, second + off_by, _less(neither, off_by), confidence)
    high = _hybrid(first + off_by, _less(without, off_by), _less(second, off_by), neither + off_by, confidence)
    return Interval(np.where(nobody, np.nan, low.lower), np.where(nobody, np.nan, high.upper))


def _hybrid(a: Floats, b: Floats, c: Floats, d: Floats, confidence: float) -> Interval:
    return newcombe(
        wilson(a, a + b, confidence=confidence),
        _share(a, b),
        against=wilson(c, c + d, confidence=confidence),
        against_estimate=_share(c, d),
    )


def _less(count: Floats, off_by: int) -> Floats:
    return np.maximum(count - off_by, 0)


def _share(having: npt.ArrayLike, rest: npt.ArrayLike) -> Floats:
    k, m = np.asarray(having, dtype=np.float64), np.asarray(rest, dtype=np.float64)
    found: Floats = k / np.where(k + m > 0, k + m, np.nan)
    return found
