"""By how much do the treated differ from weighted others: in a proportion, in a mean, in a rate of events.

Weights come from ``needskit.stats.weighting`` or from a match; somebody of weight 0 is not counted at all. What is
estimated is an effect on the treated only if nothing else that matters differs between them and the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError
from needskit.stats.arms import who_is_treated
from needskit.stats.comparison import End, Side, compare_proportions
from needskit.stats.poisson import poisson
from needskit.stats.proportion import normal_quantile
from needskit.stats.robust import error_of, robust_covariance
from needskit.stats.weighted_arms import arms, counted, wald_p_value
from needskit.stats.weighting import effective_size

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Difference:
    """The treated, the weighted others, and what they differ by."""

    treated: float
    others: float
    difference: float
    standard_error: float
    """Not a number for proportions, whose limits are not made of one."""
    lower: float
    upper: float
    p_value: float
    """Two-sided; below 0.05 exactly where the 95% limits leave out 0."""
    effective_treated: float
    effective_others: float
    """How many people, each counting once, would tell as much (Kish)."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """The rates of the treated and of the weighted others, and how many times as high the first is."""

    treated: float
    others: float
    ratio: float
    standard_error: float
    """Of the logarithm of the ratio."""
    lower: float
    upper: float
    p_value: float
    """Two-sided; below 0.05 exactly where the 95% limits leave out 1."""
    effective_treated: float
    effective_others: float


def proportion_difference(
    answer: npt.ArrayLike, treated: npt.ArrayLike, *, weights: npt.ArrayLike, confidence: float = 0.95
) -> Difference:
    """By how much is the answer more common among the treated than among others who are weighted to be like them?

    Everybody with a weight counts. Newcombe's limits, made of Wilson's of each group, but for as many people as the
    weighted ones are worth: with how many there are of them, the limits would be too narrow. Weights are taken as
    given. The p-value is that of the widest limits that leave out 0, so that limits and test cannot disagree. Not
    numbers where a group has nobody, or an answer is not known.

    Parameters
    ----------
    answer
        1 with the answer, 0 without; shape ``(people,)``.
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    weights
        How much each person counts; shape ``(people,)``, at least 0.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, ``treated`` or ``answer`` is not 0 or 1, or a weight is not known or
        below 0.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10. Kish (1965), Survey Sampling, section 11.7.
    Dean and Pagano (2015), Journal of Survey Statistics and Methodology 3, 484-503: Wilson's limits of an effective
    number.

    Examples
    --------
    Rossi, Berk and Lenihan (1980): 48 of 216 people with financial aid were rearrested, and 66 of 216 without.

    >>> aid, rearrested = [1] * 216 + [0] * 216, [1] * 48 + [0] * 168 + [1] * 66 + [0] * 150
    >>> found = proportion_difference(rearrested, aid, weights=[1] * 432)
    >>> [round(100 * figure, 2) for figure in (found.difference, found.lower, found.upper)]
    [-8.33, -16.5, -0.02]
    """
    normal_quantile(confidence)
    ours, theirs = arms(answer, treated, weights)
    if not np.isin(np.concatenate([ours.value, theirs.value]), (0, 1)).all():
        message = "answer must be 0 or 1 for everybody with a weight."
        raise UsageError(message)
    one, other = (End(np.array([each.mean]), np.array([each.effective])) for each in (ours, theirs))
    found = compare_proportions(Side(one, one), Side(other, other), confidence=confidence)
    return Difference(
        treated=ours.mean,
        others=theirs.mean,
        difference=ours.mean - theirs.mean,
        standard_error=np.nan,
        lower=float(found.lower[0]),
        upper=float(found.upper[0]),
        p_value=float(found.p_value[0]),
        effective_treated=ours.effective,
        effective_others=theirs.effective,
    )


def mean_difference(
    value: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    weights: npt.ArrayLike,
    clusters: npt.ArrayLike | None = None,
    confidence: float = 0.95,
) -> Difference:
    """By how much is the mean of the treated higher than that of others who are weighted to be like them?

    Everybody with a weight counts. Normal limits of the robust standard error of weighted least squares: HC1, or that
    of clusters, such as matched pairs. Weights are taken as given: that they were estimated is not in the limits. Not
    numbers where a group has nobody, or a value is not known; no limits where nobody differs within the groups.

    Parameters
    ----------
    value
        What the mean is of; shape ``(people,)``.
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    weights
        How much each person counts; shape ``(people,)``, at least 0.
    clusters
        The cluster of each person; shape ``(people,)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, ``treated`` is not 0 or 1, or a weight is not known or below 0.

    References
    ----------
    White (1980), Econometrica 48, 817-838. Abadie and Spiess (2022), Journal of the American Statistical Association
    117, 983-995: clusters of matched people.

    Examples
    --------
    >>> found = mean_difference([1, 2, 6, 0, 1, 5], [1, 1, 1, 0, 0, 0], weights=[1, 1, 1, 1, 1, 0.5])
    >>> round(found.difference, 3), round(found.standard_error, 3)
    (1.6, 1.903)
    """
    quantile = normal_quantile(confidence)
    ours, theirs = arms(value, treated, weights)
    has_weight = counted(weights)
    is_treated = who_is_treated(treated)[has_weight]
    off = np.asarray(value, dtype=np.float64)[has_weight] - np.where(is_treated, ours.mean, theirs.mean)
    off *= np.asarray(weights, dtype=np.float64)[has_weight]
    # Each mean depends on its own group alone, so that the information is nought between them.
    scores = np.column_stack([is_treated, ~is_treated]) * off[:, None]
    of_row = None if clusters is None else np.asarray(clusters)[has_weight]
    covariance = robust_covariance(np.diag([1 / ours.total, 1 / theirs.total]), scores, clusters=of_row)
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    standard_error = float(error_of(variance, size=ours.largest + theirs.largest))
    difference = ours.mean - theirs.mean
    return Difference(
        treated=ours.mean,
        others=theirs.mean,
        difference=difference,
        standard_error=standard_error,
        lower=difference - quantile * standard_error,
        upper=difference + quantile * standard_error,
        p_value=wald_p_value(difference, standard_error),
        effective_treated=ours.effective,
        effective_others=theirs.effective,
    )


def rate_ratio(
    events: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    weights: npt.ArrayLike,
    time_at_risk: npt.ArrayLike | None = None,
    clusters: npt.ArrayLike | None = None,
    confidence: float = 0.95,
) -> Ratio:
    """How many times as often do events come to the treated as to others who are weighted to be like them?

    Everybody with a weight and time at risk counts. Weighted Poisson regression with the logarithm of the time as
    offset, and robust limits (HC1, or those of clusters), which hold where some people have many events. With an
    answer of 0 or 1 and no time it is a ratio of risks. Where a group has no event there is no ratio.

    Parameters
    ----------
    events
        Events of each person, at least 0; shape ``(people,)``.
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    weights
        How much each person counts; shape ``(people,)``, at least 0.
    time_at_risk
        The time in which each could have had events, in any unit; shape ``(people,)``. The same for all if not given.
    clusters
        The cluster of each person; shape ``(people,)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1, ``treated`` is not 0 or 1, or a weight is not known or below 0.

    References
    ----------
    Zou (2004), American Journal of Epidemiology 159, 702-706.

    Examples
    --------
    >>> found = rate_ratio([2, 0, 1, 3], [1, 1, 0, 0], weights=[1, 1, 1, 1], time_at_risk=[1, 0.5, 1, 1])
    >>> round(found.treated, 3), found.others, round(found.ratio, 3)
    (1.333, 2.0, 0.667)
    """
    k, weight = np.asarray(events, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    time = np.ones(len(k)) if time_at_risk is None else np.asarray(time_at_risk, dtype=np.float64)
    is_treated, weight = who_is_treated(treated), np.where(counted(weight) & ~(time <= 0), weight, 0.0)
    rates: list[float] = []
    for arm in (is_treated & (weight > 0), ~is_treated & (weight > 0)):
        at_risk = float(weight[arm] @ time[arm])
        rates.append(float(weight[arm] @ k[arm]) / (at_risk if at_risk != 0 else np.nan))
    found = poisson(
        np.column_stack([np.ones(len(k)), is_treated]),
        k,
        time,
        weights=weight,
        errors="robust",
        clusters=clusters,
        confidence=confidence,
    )
    return Ratio(
        treated=rates[0],
        others=rates[1],
        ratio=float(found.rate_ratio[1]),
        standard_error=float(found.standard_error[1]),
        lower=float(found.lower[1]),
        upper=float(found.upper[1]),
        p_value=float(found.p_value[1]),
        effective_treated=effective_size(weight[is_treated]),
        effective_others=effective_size(weight[~is_treated]),
    )
