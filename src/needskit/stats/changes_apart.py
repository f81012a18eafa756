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


@dataclass(frozen=True, slots=True)
class ChangesApart:
    """Both arms before and after, and what their changes differ by."""

    treated_before: float
    treated_after: float
    others_before: float
    others_after: float
    difference: float
    """The change of the treated less that of the others."""
    standard_error: float
    ratio: float
    """After divided by before of the treated, over the same of the others."""
    ratio_standard_error: float
    """Of the logarithm of the ratio; not a number where an arm has nothing in a window."""
    effective_treated: float
    effective_others: float
    """How many people, each counting once, would tell as much (Kish)."""


def changes_apart(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    weights: npt.ArrayLike,
    time_before: npt.ArrayLike = 1.0,
    time_after: npt.ArrayLike = 1.0,
    clusters: npt.ArrayLike | None = None,
) -> ChangesApart:
    """By how much does what changed for the treated differ from what changed for the others?

    Everybody with a weight counts. A rate is a sum over a sum of times. Standard errors are robust (HC1 of one row a
    person), or those of clusters, such as matched pairs; weights are taken as given. The others tell what would have
    become of the treated only if both would have changed alike.

    Parameters
    ----------
    before, after
        Events of each person in either window, or 1 for any and 0 for none; shape ``(people,)``.
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    weights
        How much each person counts; shape ``(people,)``, at least 0.
    time_before, time_after
        Time at risk in either window, such as years out of custody; shape ``(people,)``, or one for all.
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
    >>> found.difference, round(found.ratio, 3)
    (-1.5, 0.48)
    """
    four = (before, time_before, after, time_after)
    first, first_time, second, second_time = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in four))
    is_treated = who_is_treated(treated)
    sums = [[arm.mean for arm in arms(each, treated, weights)] for each in (first, first_time, second, second_time)]
    of_arm = [np.where(is_treated, *both) for both in sums]
    (a, b), (a_time, b_time), (c, d), (c_time, d_time) = sums
    rates = [k / t if t > 0 else np.nan for k, t in ((a, a_time), (c, c_time), (b, b_time), (d, d_time))]
    # What each person adds to the rate of their arm in either window.
    before_added = (first - of_arm[0] / of_arm[1] * first_time) / of_arm[1]
    after_added = (second - of_arm[2] / of_arm[3] * second_time) / of_arm[3]
    found = mean_difference(after_added - before_added, treated, weights=weights, clusters=clusters)
    ratio, error = np.nan, np.nan
    if min(rates) > 0:
        ratio = rates[1] / rates[0] / (rates[3] / rates[2])
        added = after_added / (of_arm[2] / of_arm[3]) - before_added / (of_arm[0] / of_arm[1])
        error = mean_difference(added, treated, weights=weights, clusters=clusters).standard_error
    return ChangesApart(
        treated_before=rates[0],
        treated_after=rates[1],
        others_before=rates[2],
        others_after=rates[3],
        difference=rates[1] - rates[0] - (rates[3] - rates[2]),
        standard_error=found.standard_error,
        ratio=ratio,
        ratio_standard_error=error,
        effective_treated=found.effective_treated,
        effective_others=found.effective_others,
    )
