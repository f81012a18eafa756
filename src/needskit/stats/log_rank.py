"""The log-rank test: whether groups have a first event equally soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.survival import people_at_risk
from needskit.stats.tails import chi_squared_p_value

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


class LogRank(NamedTuple):
    """Whether groups have the event equally soon."""

    observed: Floats
    """Events of each group; shape ``(groups,)``."""
    expected: Floats
    """Those that it would have if people at risk on the same day had them alike, whatever their group."""
    statistic: float
    degrees: int
    """One less than the groups that were at risk together when there was an event."""
    p_value: float


def log_rank(events_at: npt.ArrayLike, left_at: npt.ArrayLike) -> LogRank:
    """Do people of each group have the event as soon as those of the others, or could that be chance?

    Everybody counts for as long as they were followed up. With strata, such as bands of risk, people are compared
    within theirs alone, and what was observed and expected is added up. A group of nobody says nothing. Without an
    event, or with one group alone, there is no figure.

    The test holds the order of events against chance and is most telling where one group has them at so many times the
    rate of the other throughout; where curves cross, it may see nothing.

    Parameters
    ----------
    events_at, left_at
        People with the event, and people whose follow-up ends without it, on each day; shape ``(groups, days)``, or
        ``(strata, groups, days)``.

    References
    ----------
    Mantel (1966), Cancer Chemotherapy Reports 50, 163-170.
    Peto and Peto (1972), Journal of the Royal Statistical Society A 135, 185-207.

    Examples
    --------
    >>> found = log_rank([[0, 2, 1, 1, 2], [0, 0, 1, 0, 1]], [[0, 0, 0, 0, 14], [0, 0, 0, 0, 18]])
    >>> found.observed.tolist(), found.expected.round(3).tolist()
    ([6.0, 2.0], [3.791, 4.209])
    >>> round(found.statistic, 3), found.degrees, round(found.p_value, 3)
    (2.538, 1, 0.111)
    """
    events = np.asarray(events_at, dtype=np.float64)
    at_risk = people_at_risk(events, left_at)
    events, at_risk = (each.reshape(-1, *events.shape[-2:]) for each in (events, at_risk))
    all_events, everybody = events.sum(axis=1), at_risk.sum(axis=1)
    part = at_risk / np.where(everybody == 0, 1, everybody)[:, None]
    observed, expected = events.sum(axis=(0, 2)), (part * all_events[:, None]).sum(axis=(0, 2))
    # Of one person at risk it is certain who has the event.
    to_spare = np.where(everybody > 1, everybody - 1, np.nan)
    spread = np.where(everybody > 1, all_events * (everybody - all_events) / to_spare, 0)
    covariance = np.diag((part * spread[:, None]).sum(axis=(0, 2))) - np.einsum("sgt,sht,st->gh", part, part, spread)
    statistic, degrees = _quadratic(observed - expected, covariance)
    return LogRank(observed, expected, statistic, degrees, float(chi_squared_p_value(statistic, degrees=degrees)))


def _quadratic(distance: Floats, covariance: Floats) -> tuple[float, int]:
    """Return the chi-squared figure of the distances, and its degrees of freedom."""
    varies = np.diag(covariance) > 0
    if not np.isfinite(distance).all() or not varies.any():
        return np.nan, 0
    # Distances add up to 0 within groups that are ever at risk together, so that the last of each says nothing new.
    inner = covariance[np.ix_(varies, varies)]
    scale = np.sqrt(np.diag(inner))
    rank = int(np.linalg.matrix_rank(inner / np.outer(scale, scale), tol=1e-9, hermitian=True))
    inverse = np.linalg.pinv(inner / np.outer(scale, scale), rcond=1e-9, hermitian=True)
    apart = distance[varies] / scale
    return float(apart @ inverse @ apart), rank
