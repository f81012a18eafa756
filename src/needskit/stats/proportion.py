"""Intervals for one proportion and for the difference between two.

Both are written out in closed form because a workbook needs thousands of them at once and importing a
statistics package takes longer than the rest of a small job; the tests hold them to statsmodels and to the
published tables.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from needskit.errors import UsageError

Floats = npt.NDArray[np.float64]


class Interval(NamedTuple):
    """The two ends of an interval, each an array of the shape of the counts it came from."""

    lower: Floats
    upper: Floats


def normal_quantile(confidence: float) -> float:
    """How many standard errors does an interval of this confidence reach to either side?

    Parameters
    ----------
    confidence
        Between 0.5 and 1, both excluded: 0.95 for the usual interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1; 0.05 is refused rather than taken for its complement.

    Examples
    --------
    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    if not 0.5 < confidence < 1:  # noqa: PLR2004 - the bounds are what the sentence says
        message = f"confidence must lie between 0.5 and 1 (such as 0.95), but was {confidence}."
        raise UsageError(message)
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(count: npt.ArrayLike, out_of: npt.ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Between which proportions does the one behind these counts lie?

    The Wilson score interval without continuity correction, the variant that public health analysts in
    England use. Where nobody was counted (``out_of`` of 0) both ends are not a number.

    Parameters
    ----------
    count, out_of
        People with the answer and people with any known answer; shape ``(cells,)``, ``count <= out_of``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    Newcombe (1998), Statistics in Medicine 17, 857-872, method 3.

    Examples
    --------
    >>> lower, upper = wilson([81], [263])  # Newcombe (1998), table I
    >>> round(float(lower[0]), 4), round(float(upper[0]), 4)
    (0.2553, 0.3662)
    """
    return score_limits(count, out_of, z=normal_quantile(confidence))


def score_limits(count: npt.ArrayLike, out_of: npt.ArrayLike, *, z: float | Floats) -> Interval:
    """Which proportions are no more than so many of their own standard errors away?

    Wilson's limits of a given reach: what ``wilson`` is made of, for whoever looks for the reach.

    Parameters
    ----------
    count, out_of
        As ``wilson`` has them; shape ``(cells,)``.
    z
        How many standard errors: 1.96 for a 95% interval; of each cell its own, or one of all.

    Examples
    --------
    >>> lower, upper = score_limits([81], [263], z=1.959964)
    >>> round(float(lower[0]), 4), round(float(upper[0]), 4)
    (0.2553, 0.3662)
    """
    k = np.asarray(count, dtype=np.float64)
    n = np.where(np.asarray(out_of, dtype=np.float64) > 0, out_of, np.nan)
    p = k / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    # At none and at all the end is exactly 0 or 1; floating point would leave a stray digit.
    lower = np.where(k == 0, np.where(np.isnan(n), np.nan, 0.0), middle - reach)
    upper = np.where(k == n, 1.0, middle + reach)
    return Interval(lower, upper)


def newcombe(proportion: Interval, estimate: Floats, *, against: Interval, against_estimate: Floats) -> Interval:
    """Between which values does the difference of two independent proportions lie?

    Newcombe's hybrid score interval, built from the Wilson limits of each proportion.

    Parameters
    ----------
    proportion, estimate
        Wilson limits and estimate of the first group, shape ``(cells,)``.
    against, against_estimate
        The same of the group that it is compared with.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> first, second = np.array([56 / 70]), np.array([48 / 80])  # Newcombe (1998), example (a)
    >>> ends = newcombe(wilson([56], [70]), first, against=wilson([48], [80]), against_estimate=second)
    >>> round(float(ends.lower[0]), 4), round(float(ends.upper[0]), 4)
    (0.0524, 0.3339)
    """
    difference = estimate - against_estimate
    below = np.hypot(estimate - proportion.lower, against.upper - against_estimate)
    above = np.hypot(proportion.upper - estimate, against_estimate - against.lower)
    return Interval(difference - below, difference + above)
