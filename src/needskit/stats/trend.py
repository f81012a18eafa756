"""How a proportion changes over scores 0, 1, 2 ...: the slope of a straight line, and the test of a trend."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.proportion import normal_quantile
from needskit.stats.tails import two_sided_p_value

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


class Trend(NamedTuple):
    """What proportions at each score say of a straight trend; arrays of shape ``(cells,)``."""

    slope: Floats
    """Change of the proportion for one more on the score."""
    standard_error: Floats
    """Of the slope if there were no trend, from one proportion for all scores."""
    z: Floats
    p_value: Floats
    """Two-sided."""
    lower: Floats
    upper: Floats
    """Limits of the slope, from the proportion of each score."""


def proportion_trend(yes: npt.ArrayLike, out_of: npt.ArrayLike, *, confidence: float = 0.95) -> Trend:
    """By how much does the proportion change for one more on the score, and could that be chance?

    The people of each score are counted who have a known answer; a score that nobody has says nothing. The slope is
    that of the least-squares line through all people,
    ``sum(n (x - mean x) (p - mean p)) / sum(n (x - mean x)**2)``, and ``z`` the test of Cochran and Armitage,
    with the variance that divides by the number of people (a permutation test would divide by one less).

    The limits do not suppose that there is no trend: their standard error is the root of
    ``sum(n (x - mean x)**2 p (1 - p)) / sum(n (x - mean x)**2)**2``, and they end at -1 and 1. So ``z`` and the limits
    may differ on a knife's edge.

    Where all people have one score, nothing is known; where all or none have the answer, the slope is 0 and
    the rest not a number; where the proportion of each score is 0 or 1, there are no limits.

    Parameters
    ----------
    yes, out_of
        People with the answer, and with any known answer, at each score 0, 1, 2 ...; shape ``(cells, scores)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Cochran (1954), Biometrics 10, 417-451.
    Armitage (1955), Biometrics 11, 375-386.

    Examples
    --------
    >>> found = proportion_trend([[6, 7, 9, 14, 23]], [[32, 33, 32, 32, 32]])  # SAS/STAT, example of PROC FREQ
    >>> round(float(found.slope[0]), 4), round(float(found.z[0]), 4)
    (0.1289, 4.7918)
    >>> round(float(found.lower[0]), 3), round(float(found.upper[0]), 3)
    (0.082, 0.176)
    """
    quantile = normal_quantile(confidence)
    k, n = (np.asarray(each, dtype=np.float64) for each in (yes, out_of))
    people = _above_0(n.sum(axis=1))
    scores = np.arange(n.shape[1], dtype=np.float64)
    away = scores - (n @ scores / people)[:, None]
    squares = _above_0((n * away**2).sum(axis=1))
    overall = k.sum(axis=1) / people
    slope = (k * away).sum(axis=1) / squares
    # All or none have the answer: what is left of the sum above is the rounding of its terms.
    slope = np.where((overall == 0) | (overall == 1), 0 * squares, slope)
    standard_error = np.sqrt(_above_0(overall * (1 - overall)) / squares)
    z = slope / standard_error
    each = k / np.where(n > 0, n, 1)
    reach = quantile * np.sqrt(_above_0((n * away**2 * each * (1 - each)).sum(axis=1))) / squares
    return Trend(
        slope=slope,
        standard_error=standard_error,
        z=z,
        p_value=two_sided_p_value(z),
        lower=np.maximum(slope - reach, -1),
        upper=np.minimum(slope + reach, 1),
    )


def _above_0(figure: Floats) -> Floats:
    """Return the figure; not a number where it is 0."""
    return np.where(figure > 0, figure, np.nan)
