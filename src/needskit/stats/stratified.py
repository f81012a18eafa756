"""Two groups and one answer within strata, such as bands of risk: one figure for all, after Mantel and Haenszel.

The tables are four arrays of counts of people, each of shape ``(cells, strata)``: of the first group ``a`` with the
answer and ``b`` without, of the other ``c`` with it and ``d`` without. Every stratum is compared within itself, so that
groups of different make-up are compared like with like. A stratum without either group says nothing. Where a figure is
not defined it is not a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.proportion import normal_quantile
from needskit.stats.tails import chi_squared_p_value
from needskit.stats.two_by_two import ChiSquared

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


class Pooled(NamedTuple):
    """One figure for all strata; arrays of shape ``(cells,)``."""

    estimate: Floats
    standard_error: Floats
    """Of the logarithm of a ratio; of a difference itself."""
    lower: Floats
    upper: Floats


class Homogeneity(NamedTuple):
    """Whether strata differ in the odds ratio; arrays of shape ``(cells,)``."""

    statistic: Floats
    degrees: Floats
    """One less than the strata in which both groups, and people with and without the answer, are found."""
    p_value: Floats


class _Strata(NamedTuple):
    """Counts of people of each stratum, and its totals."""

    a: Floats
    b: Floats
    c: Floats
    d: Floats
    first: Floats
    second: Floats
    answered: Floats
    people: Floats


def pooled_odds_ratio(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, *, confidence: float = 0.95
) -> Pooled:
    """How many times as high are the odds of the answer in the first group, within strata?

    The odds ratio of Mantel and Haenszel with the limits of Robins, Breslow and Greenland, which hold for few large
    strata and for many small ones. It supposes one odds ratio for all strata (``homogeneity``). No limits where the
    ratio is 0 or has no end.

    Parameters
    ----------
    a, b, c, d
        People of the first group with the answer and without, and of the other; shape ``(cells, strata)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Mantel and Haenszel (1959), Journal of the National Cancer Institute 22, 719-748.
    Robins, Breslow and Greenland (1986), Biometrics 42, 311-323.

    Examples
    --------
    Deaths with tolbutamide and with a placebo, below the age of 55 and above: Rothman and others (2008), Modern
    Epidemiology, third edition, table 15-1.

    >>> found = pooled_odds_ratio([[8, 22]], [[98, 76]], [[5, 16]], [[115, 69]], confidence=0.90)
    >>> round(float(found.estimate[0]), 4), round(float(found.lower[0]), 4), round(float(found.upper[0]), 4)
    (1.4031, 0.8411, 2.3409)
    """
    of = _strata(a, b, c, d)
    agreeing, crossing = of.a * of.d / of.people, of.b * of.c / of.people
    same, other = (of.a + of.d) / of.people, (of.b + of.c) / of.people
    r, s = _above_0(_sum(agreeing)), _above_0(_sum(crossing))
    variance = (
        _sum(same * agreeing) / r**2
        + _sum(same * crossing + other * agreeing) / (r * s)
        + _sum(other * crossing) / s**2
    ) / 2
    return _ratio(_sum(agreeing) / s, np.sqrt(variance), confidence)


def pooled_risk_ratio(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, *, confidence: float = 0.95
) -> Pooled:
    """How many times as common is the answer in the first group, within strata?

    The risk ratio of Mantel and Haenszel with the limits of Greenland and Robins. It supposes one risk ratio for all
    strata. No limits where the ratio is 0 or has no end, nor where everybody has the answer.

    Parameters
    ----------
    a, b, c, d
        People of the first group with the answer and without, and of the other; shape ``(cells, strata)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Greenland and Robins (1985), Biometrics 41, 55-68.

    Examples
    --------
    Deaths with tolbutamide and with a placebo, below the age of 55 and above: Rothman and others (2008), table 15-1.

    >>> found = pooled_risk_ratio([[8, 22]], [[98, 76]], [[5, 16]], [[115, 69]], confidence=0.90)
    >>> round(float(found.estimate[0]), 4), round(float(found.lower[0]), 4), round(float(found.upper[0]), 4)
    (1.3256, 0.8658, 2.0296)
    """
    of = _strata(a, b, c, d)
    ours, theirs = _sum(of.a * of.second / of.people), _sum(of.c * of.first / of.people)
    spread = _sum((of.first * of.second * of.answered - of.a * of.c * of.people) / of.people**2)
    variance = _above_0(spread) / (_above_0(ours) * _above_0(theirs))
    return _ratio(ours / _above_0(theirs), np.sqrt(variance), confidence)


def pooled_risk_difference(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, *, confidence: float = 0.95
) -> Pooled:
    """By how much is the answer more common in the first group, within strata?

    The risk difference of Mantel and Haenszel with the variance of Sato, which holds for few large strata and for many
    small ones. The limits are normal, and end at -1 and 1. It supposes one difference for all strata; where they
    differ, it is a mean of theirs, each counting by how many people tell of it.

    Parameters
    ----------
    a, b, c, d
        People of the first group with the answer and without, and of the other; shape ``(cells, strata)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Sato (1989), Biometrics 45, 1323-1324: in response to Greenland and Robins (1985).

    Examples
    --------
    Deaths with tolbutamide and with a placebo, below the age of 55 and above: Rothman and others (2008), table 15-1.

    >>> found = pooled_risk_difference([[8, 22]], [[98, 76]], [[5, 16]], [[115, 69]], confidence=0.90)
    >>> round(float(found.estimate[0]), 4), round(float(found.lower[0]), 4), round(float(found.upper[0]), 4)
    (0.0349, -0.0176, 0.0874)
    """
    z = normal_quantile(confidence)
    of = _strata(a, b, c, d)
    weight = _above_0(_sum(of.first * of.second / of.people))
    estimate = _sum((of.a * of.second - of.c * of.first) / of.people) / weight
    uneven = of.first * of.second * (of.second - of.first) / 2
    p = _sum((of.first**2 * of.c - of.second**2 * of.a + uneven) / of.people**2)
    q = _sum((of.a * of.d + of.c * of.b) / (2 * of.people))
    standard_error = np.sqrt(_above_0(estimate * p + q)) / weight
    reach = z * standard_error
    return Pooled(estimate, standard_error, np.maximum(estimate - reach, -1), np.minimum(estimate + reach, 1))


def mantel_haenszel(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> ChiSquared:
    """Do the two groups differ in the answer, within strata, or could that be chance?

    The test of Mantel and Haenszel without continuity correction. Not a number where no stratum has both groups, and
    people with and without the answer.

    Parameters
    ----------
    a, b, c, d
        People of the first group with the answer and without, and of the other; shape ``(cells, strata)``.

    References
    ----------
    Mantel and Haenszel (1959), Journal of the National Cancer Institute 22, 719-748.

    Examples
    --------
    Deaths with tolbutamide and with a placebo, below the age of 55 and above: Rothman and others (2008), table 15-1.

    >>> statistic, p_value = mantel_haenszel([[8, 22]], [[98, 76]], [[5, 16]], [[115, 69]])
    >>> round(float(statistic[0]), 4), round(float(p_value[0]), 4)
    (1.1914, 0.275)
    """
    of = _strata(a, b, c, d)
    beyond = _sum(of.a - of.first * of.answered / of.people)
    varies = of.first * of.second * of.answered * (of.people - of.answered) / of.people**2
    statistic = beyond**2 / _above_0(_sum(varies / np.maximum(of.people - 1, 1)))
    return ChiSquared(statistic, chi_squared_p_value(statistic, degrees=1))


def homogeneity(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Homogeneity:
    """Do strata differ in the odds ratio, or could that be chance?

    The test of Breslow and Day with Tarone's correction. It wants strata of some size: with few people in each it sees
    nothing. Not a number with fewer than two strata that have both groups, and people with and without the answer, or
    where there is no pooled odds ratio.

    Parameters
    ----------
    a, b, c, d
        People of the first group with the answer and without, and of the other; shape ``(cells, strata)``.

    References
    ----------
    Breslow and Day (1980), Statistical Methods in Cancer Research, volume I, IARC, page 142.
    Tarone (1985), Biometrika 72, 91-95.

    Examples
    --------
    Deaths with tolbutamide and with a placebo, below the age of 55 and above: Rothman and others (2008), table 15-1.

    >>> found = homogeneity([[8, 22]], [[98, 76]], [[5, 16]], [[115, 69]])
    >>> round(float(found.statistic[0]), 4), round(float(found.p_value[0]), 4)
    (0.3489, 0.5547)
    """
    of = _strata(a, b, c, d)
    ratio = _above_0(pooled_odds_ratio(a, b, c, d).estimate)[:, None]
    tells = of.first * of.second * of.answered * (of.people - of.answered) > 0
    fitted = _fitted(of, ratio)
    parts = fitted, of.first - fitted, of.answered - fitted, of.second - of.answered + fitted
    variance = np.where(tells, 1 / sum(1 / np.where(tells, part, 1) for part in parts), 0)
    beyond = np.where(tells, of.a - fitted, 0)
    statistic = _sum(beyond**2 / np.where(tells, variance, 1)) - _sum(beyond) ** 2 / _above_0(_sum(variance))
    degrees = np.maximum(tells.sum(axis=1) - 1, 0)
    statistic = np.where((degrees > 0) & np.isfinite(ratio[:, 0]), np.maximum(statistic, 0), np.nan)
    each = [chi_squared_p_value(one, degrees=int(free)) for one, free in zip(statistic, degrees, strict=True)]
    return Homogeneity(statistic, degrees.astype(np.float64), np.array(each, dtype=np.float64))


def _fitted(of: _Strata, ratio: Floats) -> Floats:
    """Return how many of the first group would have the answer with this odds ratio and these totals."""
    product = ratio * of.answered * of.first
    linear = of.second - of.answered + ratio * (of.answered + of.first)
    # The root of a quadratic, written so that it also holds where the ratio is 1 and the equation a straight line.
    below = linear + np.sqrt(np.maximum(linear**2 + 4 * (1 - ratio) * product, 0))
    found: Floats = 2 * product / _above_0(below)
    return found


def _strata(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> _Strata:
    a, b, c, d = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in (a, b, c, d)))
    people = a + b + c + d
    # Of nobody every count is 0, and so is whatever is divided by the people.
    return _Strata(a, b, c, d, a + b, c + d, a + c, np.where(people == 0, 1, people))


def _sum(each: Floats) -> Floats:
    found: Floats = each.sum(axis=1)
    return found


def _above_0(figure: Floats) -> Floats:
    """Return the figure; not a number where it is 0."""
    return np.where(figure > 0, figure, np.nan)


def _ratio(estimate: Floats, standard_error: Floats, confidence: float) -> Pooled:
    reach = np.exp(normal_quantile(confidence) * standard_error)
    return Pooled(estimate, standard_error, estimate / reach, estimate * reach)
