"""The same people asked twice: the difference between two proportions, and the test of whether there is any.

The table is four arrays of counts of people, each of shape ``(cells,)``: ``both`` with a yes at both times, ``lost``
with a yes at the first alone, ``gained`` with a yes at the second alone, ``neither`` with a no at both.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.stats.proportion import Interval, wilson

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


class McNemar(NamedTuple):
    """Two P values of one test, each of shape ``(cells,)``."""

    exact: Floats
    mid_p: Floats


def paired_difference(
    both: npt.ArrayLike, lost: npt.ArrayLike, gained: npt.ArrayLike, neither: npt.ArrayLike
) -> Floats:
    """By how much is a yes more common the second time than the first?

    A difference of proportions of the same people, from -1 to 1. Not a number where there is nobody.

    Parameters
    ----------
    both, lost, gained, neither
        People with a yes at both times, at the first alone, at the second alone, at neither; shape ``(cells,)``.

    Examples
    --------
    >>> round(float(paired_difference([14], [0], [5], [22])[0]), 3)  # Altman and others (2000), table 6.2
    0.122
    """
    fewer, more = (np.asarray(each, dtype=np.float64) for each in (lost, gained))
    people = np.asarray(both, dtype=np.float64) + np.asarray(neither, dtype=np.float64) + fewer + more
    found: Floats = (more - fewer) / np.where(people > 0, people, np.nan)
    return found


def paired_limits(
    both: npt.ArrayLike,
    lost: npt.ArrayLike,
    gained: npt.ArrayLike,
    neither: npt.ArrayLike,
    *,
    confidence: float,
    off_by: int = 0,
) -> Interval:
    """Between which differences does the one behind these counts lie?

    Newcombe's hybrid score limits for paired data: from the Wilson limits of both proportions and the correlation of
    the two answers. Where that is above 0, half of the people are taken off its numerator; where everybody or nobody
    has a yes at one time, it is 0. Where there is nobody there are no limits.

    Where counts may be off, the lower limit is the lowest of those of all tables that there may be. With more lost, the
    second proportion and the correlation fall and the first one rises, which all lower it; so ``lost`` is taken at its
    most, and every value of the others is tried, for with them it may turn. The upper limit is that of the two times
    changed over, with the other sign.

    Parameters
    ----------
    both, lost, gained, neither
        People with a yes at both times, at the first alone, at the second alone, at neither; shape ``(cells,)``.
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
    Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10.

    Examples
    --------
    >>> lower, upper = paired_limits([14], [0], [5], [22], confidence=0.95)  # Altman and others (2000), table 6.2
    >>> round(float(lower[0]), 3), round(float(upper[0]), 3)
    (0.011, 0.226)
    """
    yes, fewer, more, no = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.float64) for each in (both, lost, gained, neither))
    )
    nobody = yes + fewer + more + no == 0
    lower = _lowest(yes, fewer, more, no, confidence=confidence, off_by=off_by)
    upper = -_lowest(yes, more, fewer, no, confidence=confidence, off_by=off_by)
    return Interval(np.where(nobody, np.nan, lower), np.where(nobody, np.nan, upper))


def mcnemar(lost: npt.ArrayLike, gained: npt.ArrayLike) -> McNemar:
    """Do as many gain a yes as lose it, or could the difference be chance?

    McNemar's test, both sides: of those who changed, as many one way as the other are expected. The mid-p counts only
    half of the probability of what was found. Not a number where nobody changed.

    Parameters
    ----------
    lost, gained
        People with a yes at the first time alone, and at the second alone; shape ``(cells,)``.

    References
    ----------
    McNemar (1947), Psychometrika 12, 153-157; Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology
    13:91, for the mid-p.

    Examples
    --------
    >>> exact, mid_p = mcnemar([1], [7])  # Fagerland, Lydersen and Laake (2013), table 1
    >>> round(float(exact[0]), 3), round(float(mid_p[0]), 3)
    (0.07, 0.039)
    """
    pairs = np.broadcast_arrays(np.asarray(lost, dtype=np.float64), np.asarray(gained, dtype=np.float64))
    distinct, place = np.unique(np.stack([each.ravel() for each in pairs]), axis=1, return_inverse=True)
    values = np.array([_p_values(int(one), int(other)) for one, other in distinct.T]).reshape(-1, 2)
    exact, mid_p = values[place.ravel()].T
    return McNemar(exact.reshape(pairs[0].shape), mid_p.reshape(pairs[0].shape))


def _p_values(one: int, other: int) -> tuple[float, float]:
    changed, fewer = one + other, min(one, other)
    if not changed:
        return math.nan, math.nan
    # Each probability is the one before times the number left over the number taken.
    taken = np.arange(1, fewer + 1)
    logs = np.append(0.0, np.cumsum(np.log(changed - taken + 1) - np.log(taken))) - changed * math.log(2)
    found, tail = float(np.exp(logs[-1])), float(np.exp(logs).sum())
    # As many one way as the other: both tails hold what was found, which counts once.
    # Floating point may leave a little more than 1.
    return (1.0, 1 - found / 2) if one == other else (min(2 * tail, 1.0), 2 * tail - found)


def _lowest(both: Floats, lost: Floats, gained: Floats, neither: Floats, *, confidence: float, off_by: int) -> Floats:
    """Return the lowest of the lower limits of all tables with counts so near."""
    steps = np.arange(-off_by, off_by + 1)
    near_both, near_neither = (np.maximum(each[..., None] + steps, 0) for each in (both, neither))
    found = np.full(both.shape, np.inf)
    for step in steps:
        limits = _lower(
            near_both[..., None],
            (lost + off_by)[..., None, None],
            np.maximum(gained + step, 0)[..., None, None],
            near_neither[..., None, :],
            confidence,
        )
        # A table of nobody has no limit.
        found = np.minimum(found, np.where(np.isnan(limits), np.inf, limits).min(axis=(-2, -1)))
    return found


def _lower(both: Floats, lost: Floats, gained: Floats, neither: Floats, confidence: float) -> Floats:
    before, after, people = both + lost, both + gained, both + lost + gained + neither
    shape = people.shape
    whole = np.where(people > 0, people, np.nan)
    lower = wilson(np.broadcast_to(after, shape), people, confidence=confidence).lower
    upper = wilson(np.broadcast_to(before, shape), people, confidence=confidence).upper
    below, above = after / whole - lower, upper - before / whole
    cross = both * neither - lost * gained
    cross = np.where(cross > 0, np.maximum(cross - people / 2, 0), cross)
    # The root of each margin by itself: the product of four margins of a million people has 24 digits.
    margins = np.sqrt(before) * np.sqrt(gained + neither) * np.sqrt(after) * np.sqrt(lost + neither)
    together = np.where(margins > 0, cross / np.where(margins > 0, margins, 1), 0)
    # What is left of rounding may be below 0 where the two answers are always the same.
    reach = np.sqrt(np.maximum(below**2 - 2 * together * below * above + above**2, 0))
    found: Floats = (gained - lost) / whole - reach
    return found
