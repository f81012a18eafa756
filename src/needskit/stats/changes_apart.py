"""By how much does the change of the treated differ from that of others who are weighted to be like them?

Each person is one draw with both windows, so that what one window tells of the other is in the limits. That is what a
linear and a Poisson regression on arm, window and both together give with errors clustered by person: the term for both
together is the difference of the differences, and the ratio of the ratios.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.arms import who_is_treated
from needskit.stats.effect import mean_difference
from needskit.stats.weighted_arms import arms

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.effect import Difference


@dataclass(frozen=True, slots=True)
class ChangesApart:
    """Both arms before and after, and what their changes differ by."""

    treated_before: float
    treated_after: float
    others_before: float
    others_after: float
    difference: Difference
    """The change of the treated less that of the others; its limits and P value are of the robust standard error."""
    ratio: float
    """After divided by before of the treated, over the same of the others."""
    ratio_standard_error: float
    """Of the logarithm of the ratio; not a number where an arm has nothing in a window."""


def changes_apart(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    weights: npt.ArrayLike,
    clusters: npt.ArrayLike | None = None,
) -> ChangesApart:
    """By how much does what changed for the treated differ from what changed for the others?

    Everybody with a weight counts. Standard errors are robust (HC1 of one row a person), or those of clusters, such as
    matched pairs; weights are taken as given. The others tell what would have become of the treated only if both would
    have changed alike.

    Parameters
    ----------
    before, after
        Events of each person in either window, or 1 for any and 0 for none; shape ``(people,)``.
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    weights
        How much each person counts; shape ``(people,)``, at least 0.
    clusters
        The cluster of each person, with all of both windows; shape ``(people,)``. Each person alone if not given.

    Raises
    ------
    UsageError
        If ``treated`` is not 0 or 1, or a weight is not known or below 0.

    References
    ----------
    Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2. Bertrand, Duflo and Mullainathan (2004),
    Quarterly Journal of Economics 119, 249-275: why each person, and not each window, is one draw. Liang and Zeger
    (1986), Biometrika 73, 13-22.

    Examples
    --------
    Two treated from 5 events to 3 together, and two others from 4 to 5:

    >>> found = changes_apart([2, 3, 1, 3], [1, 2, 2, 3], [1, 1, 0, 0], weights=[1, 1, 1, 1])
    >>> found.difference.difference, round(found.ratio, 3)
    (-1.5, 0.48)
    """
    first, second = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    difference = mean_difference(second - first, treated, weights=weights, clusters=clusters)
    (ours_before, theirs_before), (ours_after, theirs_after) = (
        arms(each, treated, weights) for each in (first, second)
    )
    means = (ours_before.mean, ours_after.mean, theirs_before.mean, theirs_after.mean)
    ratio, error = np.nan, np.nan
    if min(means) > 0:
        ratio = means[1] / means[0] / (means[3] / means[2])
        is_treated = who_is_treated(treated)
        # What each person adds to the logarithm of the ratio of their arm.
        added = second / np.where(is_treated, means[1], means[3]) - first / np.where(is_treated, means[0], means[2])
        error = mean_difference(added, treated, weights=weights, clusters=clusters).standard_error
    return ChangesApart(*means, difference=difference, ratio=float(ratio), ratio_standard_error=float(error))
