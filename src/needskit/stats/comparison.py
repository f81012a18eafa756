"""A comparison from its figures alone: proportions, means and sizes as they are published, and no rows of people.

What is published is rounded. A side is therefore given by the least and by the most that it may be, which are the same
where nothing is rounded, and limits are taken at the ends that make them widest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from needskit.stats.proportion import Floats, Interval, newcombe, normal_quantile, score_limits
from needskit.stats.tails import two_sided_p_value

FURTHEST_Z = 40.0
"""Beyond this many standard errors a p-value is 0 to every digit there is."""

HALVINGS = 60


@dataclass(frozen=True, slots=True)
class End:
    """A proportion that a side may have, and of how many people; shapes ``(cells,)``."""

    proportion: Floats
    size: Floats


@dataclass(frozen=True, slots=True)
class Side:
    """The least and the most common that an answer may be on a side."""

    least: End
    most: End


@dataclass(frozen=True, slots=True)
class Compared:
    """Limits and the p-value that belongs to them; shapes ``(cells,)``."""

    lower: Floats
    upper: Floats
    p_value: Floats
    """Two-sided; below 0.05 exactly where the 95% limits leave out 0. 1 where rounding alone reaches from one side of 0
    to the other."""


def compare_proportions(ours: Side, theirs: Side, *, confidence: float = 0.95) -> Compared:
    """Between which values does the difference of two proportions lie, given what they and their sizes may be?

    Newcombe's limits of Wilson's, at the ends that make them widest. A size may be an effective one, of weighted
    people. The p-value is that of the surest limits that leave out 0, found by halving.

    Parameters
    ----------
    ours, theirs
        The side whose proportion comes first, and the one that is taken off.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10. Dean and Pagano (2015), Journal of Survey Statistics
    and Methodology 3, 484-503: Wilson's limits of an effective number.

    Examples
    --------
    Rossi, Berk and Lenihan (1980): 48 of 216 people with financial aid were rearrested, and 66 of 216 without.

    >>> aid, none = (End(np.array([k / 216]), np.array([216.0])) for k in (48, 66))
    >>> found = compare_proportions(Side(aid, aid), Side(none, none))
    >>> [round(float(100 * end[0]), 2) for end in (found.lower, found.upper)], round(float(found.p_value[0]), 4)
    ([-16.5, -0.02], 0.0496)
    """
    ends = _limits(ours, theirs, np.full(ours.least.proportion.shape, normal_quantile(confidence)))
    near, far = np.zeros_like(ends.lower), np.full_like(ends.lower, FURTHEST_Z)
    for _ in range(HALVINGS):
        z = (near + far) / 2
        between = _limits(ours, theirs, z)
        leaves_out_0 = (between.lower > 0) | (between.upper < 0)
        near, far = np.where(leaves_out_0, z, near), np.where(leaves_out_0, far, z)
    known = ~np.isnan(ends.lower + ends.upper)
    return Compared(ends.lower, ends.upper, np.where(known, two_sided_p_value(near), np.nan))


def _limits(ours: Side, theirs: Side, z: Floats) -> Interval:
    """Return the lower limit at the lowest of ours and the highest of theirs, and the upper the other way round."""
    return Interval(_newcombe(ours.least, theirs.most, z).lower, _newcombe(ours.most, theirs.least, z).upper)


def _newcombe(first: End, second: End, z: Floats) -> Interval:
    one, other = (score_limits(each.proportion * each.size, each.size, z=z) for each in (first, second))
    return newcombe(one, first.proportion, against=other, against_estimate=second.proportion)


def compare_means(
    difference: Floats, standard_error: Floats, *, off_by: Floats | float = 0.0, confidence: float = 0.95
) -> Compared:
    """Between which values does a difference lie, given its standard error and how far rounding may have moved it?

    Parameters
    ----------
    difference
        Shape ``(cells,)``.
    standard_error
        The most that it may be; shape ``(cells,)``.
    off_by
        By how much the difference may be off because it was rounded; shape ``(cells,)``.
    confidence
        0.95 for a 95% interval.

    Raises
    ------
    UsageError
        If ``confidence`` is not between 0.5 and 1.

    Examples
    --------
    >>> found = compare_means(np.array([-0.5]), np.array([0.2]), off_by=0.1)
    >>> [round(float(end[0]), 3) for end in (found.lower, found.upper, found.p_value)]
    [-0.992, -0.008, 0.046]
    """
    reach = normal_quantile(confidence) * standard_error + off_by
    away = np.maximum(np.abs(difference) - off_by, 0) / np.where(standard_error > 0, standard_error, np.nan)
    known = standard_error > 0
    lower, upper = (np.where(known, difference + sign * reach, np.nan) for sign in (-1, 1))
    return Compared(lower, upper, two_sided_p_value(away))
