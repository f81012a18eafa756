"""The log-rank test of two groups of weighted people: whether they have a first event equally soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.log_rank import LogRank
from needskit.stats.tails import chi_squared_p_value

if TYPE_CHECKING:
    from needskit.stats.weighted_survival import WeightedByDay


def weighted_log_rank(people: WeightedByDay) -> LogRank:
    """Do weighted people of two groups have the event equally soon, or could the difference be chance?

    Everybody counts by their weight for as long as they were followed up. Observed and expected are weighted; their
    variance is that of Xie and Liu, by the number of people and the squares of their weights, so that a person who
    stands for many adds to it as one and not as many. Where all count alike it is the log-rank test. Without an event,
    or with one group alone, there is no figure.

    Parameters
    ----------
    people
        Of two groups, from ``weighted_by_day``.

    References
    ----------
    Xie and Liu (2005), Statistics in Medicine 24, 3089-3110, equation 7. Mantel (1966), Cancer Chemotherapy Reports 50,
    163-170.

    Examples
    --------
    >>> from needskit.stats.weighted_survival import of_counts
    >>> found = weighted_log_rank(of_counts([[0, 2, 1, 1, 2], [0, 0, 1, 0, 1]], [[0, 0, 0, 0, 14], [0, 0, 0, 0, 18]]))
    >>> found.observed.tolist(), found.expected.round(3).tolist()
    ([6.0, 2.0], [3.791, 4.209])
    >>> round(found.statistic, 3), round(found.p_value, 3)
    (2.538, 0.111)
    """
    at_risk, events = people.at_risk, people.events.weight
    everybody = at_risk.weight.sum(axis=0)
    part = at_risk.weight / np.where(everybody > 0, everybody, np.inf)
    observed, expected = events.sum(axis=1), (part * events.sum(axis=0)).sum(axis=1)
    heads, having = at_risk.number.sum(axis=0), people.events.number.sum(axis=0)
    # Of one person at risk it is certain who has the event.
    pairs = np.where(heads > 1, heads * (heads - 1), np.inf)
    spread = having * (heads - having) / pairs
    ours, theirs = at_risk.square
    variance = float((spread * (part[1] ** 2 * ours + part[0] ** 2 * theirs)).sum())
    both = bool((at_risk.number[:, 0] > 0).all())
    if not both or not variance > 0:
        return LogRank(observed, expected, np.nan, 0, np.nan)
    statistic = float((observed[0] - expected[0]) ** 2 / variance)
    return LogRank(observed, expected, statistic, 1, float(chi_squared_p_value(statistic, degrees=1)))
