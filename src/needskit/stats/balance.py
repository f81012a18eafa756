"""How alike two groups are in each covariate, before and after one of them is weighted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError
from needskit.stats.arms import who_is_treated

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


ROUNDING = 1e-12
"""What part of a figure may be left of it by adding up alone."""


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
    x, w = np.asarray(columns, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if x.ndim != 2 or w.shape != x.shape[:1]:  # noqa: PLR2004 - a matrix
        message = "Columns and weights must be of the same people."
        raise UsageError(message)
    ours = who_is_treated(treated, people=len(x))
    if not (w >= 0).all():
        message = "Weights must be 0 or more, for everybody."
        raise UsageError(message)
    known = ~np.isnan(x)
    is_indicator: npt.NDArray[np.bool_] = np.all(np.isin(x, (0, 1)) | ~known, axis=0)
    one, other = (_moments(x, 1.0 * known * arm[:, None]) for arm in (ours, ~ours))
    spread = np.sqrt(np.where(is_indicator, one[0] * (1 - one[0]), one[1]))
    alone = is_indicator & (((one[0] == 0) != (other[0] == 0)) | ((one[0] == 1) != (other[0] == 1)))
    alone &= ~np.isnan(one[0] + other[0])
    before = _side(one, other, spread=spread, alone=alone, is_indicator=is_indicator)
    after = [_moments(x, known * (w * arm)[:, None]) for arm in (ours, ~ours)]
    return Balance(
        before=before,
        after=_side(*after, spread=spread, alone=alone, is_indicator=is_indicator),
        spread=spread,
        in_one_arm=alone,
    )


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
