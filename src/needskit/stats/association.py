"""How two yes-or-no answers go together: figures of a fourfold table and their limits.

The table is four arrays of counts of people, each of shape ``(cells,)``: ``a`` both, ``b`` the first only, ``c`` the
second only, ``d`` neither. Where a figure is not defined it is not a number, without a warning.

Limits may be asked to hold for counts that were rounded: ``off_by`` says how far each may be from the true one, and
the limits are then the lowest and the highest that any true counts would give.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from needskit.errors import UsageError
from needskit.stats.corners import lowest_katz, lowest_woolf
from needskit.stats.proportion import Floats, Interval, normal_quantile, wilson

Four = tuple[Floats, Floats, Floats, Floats]


def _four(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Four:
    both, first, second, neither = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in (a, b, c, d)))
    return both, first, second, neither


def _ratio(above: Floats, below: Floats) -> Floats:
    """Return one over the other; not a number where the lower one is 0."""
    found: Floats = above / np.where(below > 0, below, np.nan)
    return found


def expected_both(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Floats:
    """How many people would have both if having the one told nothing of having the other?

    Everybody with a known answer to both is counted. Of nobody there is no such number.

    Parameters
    ----------
    a, b, c, d
        People with both, the first only, the second only and neither; shape ``(cells,)``.

    Examples
    --------
    >>> float(expected_both([30], [20], [10], [40])[0])
    20.0
    """
    both, first, second, neither = _four(a, b, c, d)
    return _ratio((both + first) * (both + second), both + first + second + neither)


def lift(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Floats:
    """How many times as many people have both as would if the two were not related?

    1 where the two are not related. Not a number where nobody has the first, or nobody the second.

    Parameters
    ----------
    a, b, c, d
        People with both, the first only, the second only and neither; shape ``(cells,)``.

    Examples
    --------
    >>> float(lift([30], [20], [10], [40])[0])
    1.5
    """
    return _ratio(np.asarray(a, dtype=np.float64), expected_both(a, b, c, d))


def phi(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Floats:
    """How closely do the two go together, from -1 (never) over 0 (not related) to 1 (always)?

    The product-moment correlation of the two answers. Not a number where everybody or nobody has one of them.

    Parameters
    ----------
    a, b, c, d
        People with both, the first only, the second only and neither; shape ``(cells,)``.

    References
    ----------
    Yule (1912), Journal of the Royal Statistical Society 75, 579-652.

    Examples
    --------
    >>> round(float(phi([30], [20], [10], [40])[0]), 4)
    0.4082
    """
    both, first, second, neither = _four(a, b, c, d)
    # The root of each margin by itself: the product of four margins of a million people has 24 digits.
    margins = np.sqrt(both + first) * np.sqrt(second + neither) * np.sqrt(both + second) * np.sqrt(first + neither)
    return _ratio(both * neither - first * second, margins)


def odds_ratio(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Floats:
    """How many times as high are the odds of the second among people with the first as among those without?

    Not a number where ``b`` or ``c`` is 0: the odds ratio is then without an upper end, or not defined.

    Parameters
    ----------
    a, b, c, d
        People with both, the first only, the second only and neither; shape ``(cells,)``.

    Examples
    --------
    >>> float(odds_ratio([30], [20], [10], [40])[0])
    6.0
    """
    both, first, second, neither = _four(a, b, c, d)
    return _ratio(both, first) * _ratio(neither, second)


def odds_ratio_limits(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, *, confidence: float, off_by: int = 0
) -> Interval:
    """Between which odds ratios does the one behind these counts lie?

    Woolf's limits, on the logarithm. As a count goes to 0 they go to 0 and to infinity; so where a count is, or
    before rounding may have been, 0, the lower limit is 0 and the upper not a number: there is none. Of nobody there
    are no limits. ``needskit.stats.corners`` proves which true counts bound them.

    Parameters
    ----------
    a, b, c, d
        People with both, the first only, the second only and neither; shape ``(cells,)``.
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
    Woolf (1955), Annals of Human Genetics 19, 251-253.

    Examples
    --------
    >>> lower, upper = odds_ratio_limits([48], [168], [66], [150], confidence=0.95)  # Rossi and others (1980)
    >>> round(float(lower[0]), 4), round(float(upper[0]), 4)
    (0.4215, 1.0003)
    """
    z = normal_quantile(confidence)
    four = _four(a, b, c, d)
    both, first, second, neither = four
    low = lowest_woolf(both, first, second, neither, z=z, off_by=off_by)
    high = 1 / lowest_woolf(first, both, neither, second, z=z, off_by=off_by)
    return _without_noughts(Interval(low, high), four, smallest=np.minimum.reduce(four) - off_by)


def _without_noughts(limits: Interval, four: Four, *, smallest: Floats) -> Interval:
    """Return the limits with 0 and none where a count may be 0 that the logarithm was taken of."""
    nobody = np.where(sum(four) > 0, 0.0, np.nan)
    is_open = smallest <= 0
    return Interval(np.where(is_open, nobody, limits.lower), np.where(is_open, np.nan, limits.upper))


def risk_ratio(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Floats:
    """How many times as common is the second among people with the first as among those without?

    Not a number where nobody has the first, or nobody without the first has the second.

    Parameters
    ----------
    a, b, c, d
        People with both, the first only, the second only and neither; shape ``(cells,)``.

    Examples
    --------
    >>> round(float(risk_ratio([30], [20], [10], [40])[0]), 4)
    3.0
    """
    both, first, second, neither = _four(a, b, c, d)
    return _ratio(_ratio(both, both + first), _ratio(second, second + neither))


def risk_ratio_limits(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, *, confidence: float, off_by: int = 0
) -> Interval:
    """Between which risk ratios does the one behind these counts lie?

    Katz's limits, on the logarithm. Where ``a`` or ``c`` is, or before rounding may have been, 0, the lower limit is
    0 and the upper not a number: there is none. Of nobody there are no limits, nor where all people of both groups
    have the second, since the standard error is then 0 however few they are. ``needskit.stats.corners`` proves which
    true counts bound them.

    Parameters
    ----------
    a, b, c, d
        People with both, the first only, the second only and neither; shape ``(cells,)``.
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
    Katz, Baptista, Azen and Pike (1978), Biometrics 34, 469-474.

    Examples
    --------
    >>> lower, upper = risk_ratio_limits([48], [168], [66], [150], confidence=0.95)  # Rossi and others (1980)
    >>> round(float(lower[0]), 4), round(float(upper[0]), 4)
    (0.5279, 1.002)
    """
    z = normal_quantile(confidence)
    four = _four(a, b, c, d)
    both, first, second, neither = four
    low = lowest_katz(both, first, second, neither, z=z, off_by=off_by)
    high = 1 / lowest_katz(second, neither, both, first, z=z, off_by=off_by)
    return _without_noughts(Interval(low, high), four, smallest=np.minimum(both, second) - off_by)


def share_limits(count: npt.ArrayLike, rest: npt.ArrayLike, *, confidence: float, off_by: int = 0) -> Interval:
    """Between which shares does that of the first lie, if it and the rest make up the whole?

    Wilson's limits of ``count / (count + rest)``. Both of them are where ``(k q - m p) / sqrt((k + m) p q)`` is a
    given number, with ``k`` the count, ``m`` the rest and ``q = 1 - p``. Its slope in ``k`` has the sign of
    ``q k + 2 q m + m p`` and in ``m`` that of ``-(2 p k + p m + q k)``, so both limits rise with the count and fall
    with the rest, and the corners bound every true pair. Of nobody there are no limits.

    Parameters
    ----------
    count, rest
        People with the answer and people with another; shape ``(cells,)``.
    confidence
        0.95 for a 95% interval.
    off_by
        How far each of the two may be from the true one, because it was rounded.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> exact = share_limits([40], [60], confidence=0.95)
    >>> rounded = share_limits([40], [60], confidence=0.95, off_by=4)
    >>> [round(float(end[0]), 3) for end in (rounded.lower, exact.lower, exact.upper, rounded.upper)]
    [0.273, 0.309, 0.498, 0.538]
    """
    k, m = np.broadcast_arrays(np.asarray(count, dtype=np.float64), np.asarray(rest, dtype=np.float64))
    k = np.where(k + m > 0, k, np.nan)
    low = np.maximum(k - off_by, 0)
    high_rest = np.maximum(m - off_by, 0)
    return Interval(
        wilson(low, low + m + off_by, confidence=confidence).lower,
        wilson(k + off_by, k + off_by + high_rest, confidence=confidence).upper,
    )


def shared_confidence(confidence: float, comparisons: int) -> float:
    """How sure must each of so many comparisons be for all of them together to be as sure as wanted?

    Bonferroni's bound: what may go wrong is divided evenly, so that all intervals together hold at least as often as
    ``confidence`` says, however the comparisons are related.

    Parameters
    ----------
    confidence
        Of all comparisons together; 0.95 for 95%.
    comparisons
        How many there are, at least 1.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, or there is no comparison.

    References
    ----------
    Dunn (1961), Journal of the American Statistical Association 56, 52-64.

    Examples
    --------
    >>> round(shared_confidence(0.95, 28), 6)
    0.998214
    """
    normal_quantile(confidence)
    if comparisons < 1:
        message = f"There must be 1 comparison or more to share a confidence, but there were {comparisons}."
        raise UsageError(message)
    return 1 - (1 - confidence) / comparisons
