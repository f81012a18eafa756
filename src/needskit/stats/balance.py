"""How alike two groups are in each covariate, before and after one of them is weighted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError
from needskit.stats.arms import who_is_treated

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from needskit.stats.proportion import Floats


ROUNDING = 1e-12
"""What part of a figure may be left of it by adding up alone."""

OF_OTHERS = "Columns and weights must be of the same people."


@dataclass(frozen=True, eq=False)
class Side:
    """The two groups set beside each other; arrays of shape ``(columns,)``."""

    treated: Floats
    """The mean; of an indicator the proportion."""
    comparison: Floats
    difference: Floats
    """Standardised: in standard deviations of everybody treated, whoever of them counts here."""
    variance_ratio: Floats
    """Of the treated to the comparison people; of numbers alone, and not a number for an indicator."""


@dataclass(frozen=True, eq=False)
class Balance:
    """How alike the groups are as they are, and weighted."""

    before: Side
    after: Side
    spread: Floats
    """The standard deviation of everybody treated, unweighted; shape ``(columns,)``."""
    in_one_arm: npt.NDArray[np.bool_]
    """Whether the column is an indicator of what one arm has and nobody of the other; shape ``(columns,)``."""


def balance(columns: npt.ArrayLike, treated: npt.ArrayLike, weights: npt.ArrayLike) -> Balance:
    """How far apart are the treated and the comparison people in each covariate, before weighting and after?

    Before, everybody of both arms is counted; after, everybody by their weight. Whoever has no value in a column is not
    counted in it. The standardised difference is the difference of means in standard deviations of everybody treated,
    before and after alike: a spread worked out again after matching would change the yardstick with what it measures.
    For an indicator that is the square root of p(1 - p).

    A level that one arm has and nobody of the other cannot be made alike by any weights. Its difference is infinite
    while it has weight in either arm; its means alone may look near.

    Not a number where an arm is of nobody. A column that is the same for everybody differs by 0.

    Parameters
    ----------
    columns
        Numbers, and an indicator of every level of a category, such as of ``needskit.stats.design.every_level``; shape
        ``(people, columns)``. A column of nothing but 0 and 1 is taken for an indicator.
    treated
        Who was treated, as true or 1; shape ``(people,)``.
    weights
        How much each person counts after, such as of ``needskit.stats.matching``; shape ``(people,)``.

    Raises
    ------
    UsageError
        If arrays are not of the same people with a known arm, or a weight is below 0 or missing.

    References
    ----------
    Stuart (2010), Statistical Science 25, 1-21, section 4.1. Austin (2009), Statistics in Medicine 28, 3083-3107.

    Examples
    --------
    >>> found = balance([[20], [30], [20], [40]], [1, 1, 0, 0], [1, 1, 1, 0])
    >>> found.before.difference.round(3).tolist(), found.after.difference.round(3).tolist()
    ([-0.707], [0.707])
    """
    x = np.asarray(columns, dtype=np.float64)
    if x.ndim != 2:  # noqa: PLR2004 - a matrix
        raise UsageError(OF_OTHERS)
    ours, w = _arms(treated, weights, people=len(x))
    known = ~np.isnan(x)
    is_indicator: npt.NDArray[np.bool_] = np.all(np.isin(x, (0, 1)) | ~known, axis=0)
    before = [_moments(x, 1.0 * known * arm[:, None]) for arm in (ours, ~ours)]
    after = [_moments(x, known * (w * arm)[:, None]) for arm in (ours, ~ours)]
    return _balance(before, after, is_indicator=is_indicator)


def balance_of_levels(codes: npt.ArrayLike, treated: npt.ArrayLike, weights: npt.ArrayLike, *, levels: int) -> Balance:
    """How far apart are the treated and the comparison people in each level of one characteristic?

    What ``balance`` finds of an indicator of each level, found by counting: nobody is looked at once for each level.
    Whoever has no level is counted, and in none.

    Parameters
    ----------
    codes
        The level of each person from 0, or a number below 0 for none; shape ``(people,)``.
    treated, weights
        As ``balance`` takes them.
    levels
        How many there are: the columns of what is found.

    Raises
    ------
    UsageError
        As ``balance`` does, or if a code is that of no level.

    Examples
    --------
    >>> found = balance_of_levels([0, 1, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], levels=2)
    >>> found.before.treated.tolist(), found.before.comparison.tolist(), found.in_one_arm.tolist()
    ([0.5, 0.5], [1.0, 0.0], [True, True])
    """
    given = np.asarray(codes)
    ours, w = _arms(treated, weights, people=given.size)
    if given.ndim != 1 or not (given < levels).all():
        message = f"Codes must be those of {levels} levels from 0, or below 0 for none, one a person."
        raise UsageError(message)
    # Whoever has none stands behind the last.
    place = np.where(given < 0, levels, given)
    before = [_shares(place[arm], None, levels) for arm in (ours, ~ours)]
    after = [_shares(place[arm], w[arm], levels) for arm in (ours, ~ours)]
    return _balance(before, after, is_indicator=np.ones(levels, dtype=bool))


def _arms(treated: npt.ArrayLike, weights: npt.ArrayLike, *, people: int) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Return who is treated, and what everybody weighs."""
    w = np.asarray(weights, dtype=np.float64)
    if w.shape != (people,):
        raise UsageError(OF_OTHERS)
    ours = who_is_treated(treated, people=people)
    if not (w >= 0).all():
        message = "Weights must be 0 or more, for everybody."
        raise UsageError(message)
    return ours, w


def _shares(place: npt.NDArray[np.intp], weights: Floats | None, levels: int) -> tuple[Floats, Floats]:
    """Return what part of an arm has each level, and no variances: nothing asks for that of an indicator."""
    held = np.bincount(place, weights, minlength=levels + 1).astype(np.float64)
    whole = held.sum()
    return held[:levels] / (whole if whole > 0 else np.nan), np.full(levels, np.nan)


def _balance(
    before: Sequence[tuple[Floats, Floats]],
    after: Sequence[tuple[Floats, Floats]],
    *,
    is_indicator: npt.NDArray[np.bool_],
) -> Balance:
    """Return the balance from the means and variances of both arms."""
    one, other = before
    spread = np.sqrt(np.where(is_indicator, one[0] * (1 - one[0]), one[1]))
    alone = is_indicator & (((one[0] == 0) != (other[0] == 0)) | ((one[0] == 1) != (other[0] == 1)))
    alone &= ~np.isnan(one[0] + other[0])
    sides = [_side(*each, spread=spread, alone=alone, is_indicator=is_indicator) for each in (before, after)]
    return Balance(before=sides[0], after=sides[1], spread=spread, in_one_arm=alone)


def _moments(x: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the weighted mean and variance of each column, the latter without bias where all weigh the same."""
    total = weights.sum(axis=0)
    whole = np.where(total > 0, total, np.nan)
    mean = np.where(weights > 0, x, 0)
    mean = (weights * mean).sum(axis=0) / whole
    apart = np.where(weights > 0, x - mean, 0)
    # Where all have the same value, or there is one person, nothing is left but rounding.
    apart = np.where(np.abs(apart) > ROUNDING * np.abs(mean), apart, 0)
    left = whole - (weights**2).sum(axis=0) / whole
    return mean, (weights * apart**2).sum(axis=0) / np.where(left > ROUNDING * whole, left, np.nan)


def _side(
    one: tuple[Floats, Floats],
    other: tuple[Floats, Floats],
    *,
    spread: Floats,
    alone: npt.NDArray[np.bool_],
    is_indicator: npt.NDArray[np.bool_],
) -> Side:
    apart = one[0] - other[0]
    apart = np.where(np.abs(apart) <= ROUNDING * np.abs(one[0]), 0, apart)
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = np.where(apart == 0, 0.0, apart / spread)
        ratio = np.where(is_indicator, np.nan, one[1] / other[1])
    difference = np.where(alone & (apart != 0) & ~np.isnan(apart), np.copysign(np.inf, apart), difference)
    return Side(one[0], other[0], difference, np.where(np.isfinite(ratio), ratio, np.nan))
