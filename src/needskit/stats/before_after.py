"""The same people in two windows of time: how many events before and after, and how far chance may move the change.

Each person is one draw, with all of both windows, so that neither the many events of some people nor what one window of
a person tells of the other is taken for more than it says. That there are fewer events after than before says nothing
of why: whoever is chosen for having many has fewer afterwards (``needskit.stats.regression_to_mean``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.proportion import normal_quantile
from needskit.stats.two_windows import EXACT, known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.stats.proportion import Floats
    from needskit.stats.two_windows import Moments, OffBy


@dataclass(frozen=True)
class Change:
    """What was before, what after, and the change; every figure of the shape of the cells."""

    people: Floats
    before: Floats
    after: Floats
    difference: Floats
    """After less before."""
    difference_lower: Floats
    difference_upper: Floats
    difference_standard_error: Floats
    ratio: Floats
    """After over before; less 1, it is the relative change."""
    ratio_lower: Floats
    ratio_upper: Floats
    standard_error: Floats
    """Of the logarithm of the ratio."""
    p_value: Floats
    """Two-sided, that the ratio is 1: below 0.05 where 95% limits that nothing was rounded for leave it out."""


@dataclass(frozen=True)
class DifferenceInDifferences:
    """The change of a group beside that of others; every figure of the shape of the cells."""

    group: Change
    others: Change
    difference: Floats
    """The difference of the group less that of the others."""
    difference_lower: Floats
    difference_upper: Floats
    ratio: Floats
    """The ratio of the group over that of the others: the interaction of a model of rates."""
    ratio_lower: Floats
    ratio_upper: Floats
    standard_error: Floats
    """Of the logarithm of the ratio."""
    p_value: Floats
    """Two-sided, that the ratio is 1: below 0.05 where 95% limits that nothing was rounded for leave it out."""


def changed(of: Moments, *, confidence: float = 0.95, off_by: OffBy = EXACT) -> Change:
    """How much more or less is there after than before, for the time at risk?

    Everybody counts whose two windows are known. The ratio and its standard error are those of a Poisson regression of
    the rates on the window with standard errors clustered by person: generalised estimating equations with an
    independent working correlation. Limits reach as far as Student's t of one less than the people, with the variance
    times people over one less, for the logarithm of the ratio and for the difference. There are none where all people
    changed alike, one person among them; there is no ratio without an event before, and without one after it is 0 and
    has no limits. Of 30 people who have few events 95% limits hold the true figure some 93 times in 100.

    Parameters
    ----------
    of
        From ``needskit.stats.two_windows``, or put together from sums that were counted.
    confidence
        0.95 for a 95% interval.
    off_by
        How far the sums may be from the true ones, because they were rounded. The limits then hold those of whatever
        the true ones were.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Liang and Zeger (1986), Biometrika 73, 13-22: the clustered variance. Cochran (1977), Sampling Techniques, chapter
    6: the variance of a ratio.

    Examples
    --------
    >>> from needskit.stats.two_windows import moments
    >>> found = changed(moments([4, 2, 3, 0, 1], [1, 2, 0, 1, 0], people=[10, 20, 20, 30, 20]))
    >>> [round(float(each), 3) for each in (found.before, found.after, found.difference, found.ratio)]
    [1.6, 0.8, -0.8, 0.5]
    >>> round(float(found.ratio_lower), 3), round(float(found.ratio_upper), 3)
    (0.385, 0.649)
    """
    normal_quantile(confidence)
    found = known(of, off_by=off_by)
    difference, ratio = found.difference, found.ratio
    away, reach = (_reach([each.largest_error], [found.fewest], confidence) for each in (difference, ratio))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return Change(
            people=found.people,
            before=found.before,
            after=found.after,
            difference=difference.estimate,
            difference_lower=difference.least - away,
            difference_upper=difference.most + away,
            difference_standard_error=difference.standard_error,
            ratio=ratio.estimate,
            ratio_lower=ratio.least * np.exp(-reach),
            ratio_upper=ratio.most * np.exp(reach),
            standard_error=ratio.standard_error,
            p_value=_p_value(np.log(ratio.estimate), [ratio.standard_error], [found.people]),
        )


def difference_in_differences(
    group: Moments,
    others: Moments,
    *,
    confidence: float = 0.95,
    off_by: OffBy = EXACT,
) -> DifferenceInDifferences:
    """By how much does the change of a group differ from that of others over the same windows?

    The others stand for what would have become of the group, which supposes that both would have changed alike: in
    proportion for the ratio, by as much for the difference. No person may be on both sides. The ratio and its standard
    error are those of the interaction of window and group in a Poisson regression clustered by person; limits reach as
    far as Student's t of one less than the people of the smaller side. No figure where either change has none.

    Parameters
    ----------
    group, others
        From ``needskit.stats.two_windows``. Where the others are weighted to be like the group, their weights are taken
        as given.
    confidence
        0.95 for a 95% interval.
    off_by
        As in ``changed``, for both sides.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Liang and Zeger (1986), Biometrika 73, 13-22. Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2.

    Examples
    --------
    A group from 1.6 to 0.8 events a person, and others from 1.667 to 1.333:

    >>> from needskit.stats.two_windows import moments
    >>> group = moments([4, 2, 3, 0, 1], [1, 2, 0, 1, 0], people=[10, 20, 20, 30, 20])
    >>> others = moments([3, 0, 2, 1], [2, 1, 1, 1], people=[30, 20, 20, 20])
    >>> found = difference_in_differences(group, others)
    >>> round(float(found.ratio), 3), round(float(found.difference), 3)
    (0.625, -0.467)
    """
    normal_quantile(confidence)
    one, other = known(group, off_by=off_by), known(others, off_by=off_by)
    sides, fewest = (one, other), (one.fewest, other.fewest)
    away = _reach([each.difference.largest_error for each in sides], fewest, confidence)
    reach = _reach([each.ratio.largest_error for each in sides], fewest, confidence)
    errors = [each.ratio.standard_error for each in sides]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = one.ratio.estimate / np.where(other.ratio.estimate > 0, other.ratio.estimate, np.nan)
        standard_error = np.hypot(*errors)
        return DifferenceInDifferences(
            group=changed(group, confidence=confidence, off_by=off_by),
            others=changed(others, confidence=confidence, off_by=off_by),
            difference=one.difference.estimate - other.difference.estimate,
            difference_lower=one.difference.least - other.difference.most - away,
            difference_upper=one.difference.most - other.difference.least + away,
            ratio=ratio,
            ratio_lower=one.ratio.least / other.ratio.most * np.exp(-reach),
            ratio_upper=one.ratio.most / other.ratio.least * np.exp(reach),
            standard_error=standard_error,
            p_value=_p_value(np.log(ratio), errors, [each.people for each in sides]),
        )


def _reach(errors: Sequence[Floats], people: Sequence[Floats], confidence: float) -> Floats:
    """Return how far limits reach from an estimate of one side, or of independent sides."""
    # Here, because loading scipy takes longer than a small job.
    from scipy.special import stdtrit  # noqa: PLC0415 - see above

    found: Floats = stdtrit(_degrees(people), (1 + confidence) / 2) * _corrected(errors, people)
    return found


def _p_value(estimate: Floats, errors: Sequence[Floats], people: Sequence[Floats]) -> Floats:
    from scipy.special import stdtr  # noqa: PLC0415 - see above

    found: Floats = 2 * stdtr(_degrees(people), -np.abs(estimate) / _corrected(errors, people))
    return found


def _degrees(people: Sequence[Floats]) -> Floats:
    fewest: Floats = np.min(np.stack(np.broadcast_arrays(*people)), axis=0)
    return np.where(fewest > 1, fewest - 1, np.nan)


def _corrected(errors: Sequence[Floats], people: Sequence[Floats]) -> Floats:
    """Return the standard error if the variance of each side is raised for its people being few."""
    variances = [error**2 * n / np.where(n > 1, n - 1, np.nan) for error, n in zip(errors, people, strict=True)]
    found: Floats = np.sqrt(np.sum(np.stack(np.broadcast_arrays(*variances)), axis=0))
    return found
