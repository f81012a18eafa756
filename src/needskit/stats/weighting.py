"""Weights that make people without a treatment stand for those with it, and how many people weighted ones are worth.

The weights are to the treated: each of them counts once, and the others so that together they are like them. What is
then estimated is the effect on people like those treated, and on nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError
from needskit.stats.arms import who_is_treated
from needskit.stats.tall import blocks, triangle

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

TOLERANCE = 1e-6
MOST_STEPS = 200
SMALLEST_STEP = 1e-8
NOBODY_DIFFERS = 1e-10
"""A direction in which people differ by less than this part of the widest is one in which they do not."""

ARMIJO = 1e-4
"""The part of the fall that a slope promises which a step must at least bring."""


def effective_size(weights: npt.ArrayLike) -> float:
    """How many people, each counting once, would tell as much of a mean as these weighted ones?

    Kish's effective sample size: the square of the sum over the sum of the squares. People of weight 0 add nothing. Of
    nobody it is 0.

    Parameters
    ----------
    weights
        At least 0; shape ``(people,)``.

    References
    ----------
    Kish (1965), Survey Sampling, section 11.7.

    Examples
    --------
    >>> effective_size([1, 1, 1, 1]), effective_size([2, 1, 1, 0])
    (4.0, 2.6666666666666665)
    """
    given = np.asarray(weights, dtype=np.float64)
    most = given.max(initial=0.0)
    # In parts of the largest, so that no square is too large or too small to hold.
    parts = given / most if most > 0 else given
    return float(parts.sum() ** 2 / (parts**2).sum()) if most > 0 else 0.0


def weights_to_treated(treated: npt.ArrayLike, propensity: npt.ArrayLike) -> Floats:
    """How much does each person count, so that the others are like the treated?

    The treated count once, and the others by their odds of having been treated. No probability is moved: one near 1
    makes a weight that outdoes all others, which ``effective_size`` shows.

    Parameters
    ----------
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    propensity
        The probability of being treated, from a model; shape ``(people,)``, from 0 to 1.

    Raises
    ------
    UsageError
        If ``treated`` is not 0 or 1, a probability is not between 0 and 1, or that of somebody not treated is 1.

    References
    ----------
    Hirano, Imbens and Ridder (2003), Econometrica 71, 1161-1189. Morgan and Todd (2008), Sociological Methodology 38,
    231-281: weights to the treated.

    Examples
    --------
    >>> weights_to_treated([1, 0, 0], [0.3, 0.5, 0.2]).tolist()
    [1.0, 1.0, 0.25]
    """
    is_treated, likely = who_is_treated(treated), np.asarray(propensity, dtype=np.float64)
    if not ((likely >= 0) & (likely <= 1)).all():
        message = "A propensity is a probability: it must be known, and lie between 0 and 1."
        raise UsageError(message)
    if (likely[~is_treated] == 1).any():
        message = "Somebody not treated has a propensity of 1, and so no weight: the model tells who was treated."
        raise UsageError(message)
    odds = likely / np.where(likely < 1, 1 - likely, np.nan)
    return np.where(is_treated, 1.0, odds)


@dataclass(frozen=True, slots=True)
class Balanced:
    """Weights under which the others have the means of the treated, or why there are none."""

    weights: Floats
    """1 for the treated; those of the others add up to the number treated. Shape ``(people,)``. Where balance was not
    reached they are not numbers."""
    left: Floats
    """How far the mean of each term was from that of the treated at the end, in standard deviations of theirs; shape
    ``(terms,)``."""
    outside: npt.NDArray[np.bool_]
    """Terms that alone make balance impossible: the mean of the treated is beyond every one of the others. Where it is
    impossible and there are none, it is terms together that do. Shape ``(terms,)``."""
    reached: bool
    steps: int


def entropy_balance(
    treated: npt.ArrayLike,
    design: npt.ArrayLike,
    *,
    base: npt.ArrayLike | None = None,
    tolerance: float = TOLERANCE,
    most_steps: int = MOST_STEPS,
) -> Balanced:
    """Which weights, as even as can be, give the others the means that the treated have?

    Everybody counts. Of all weights under which the means agree, those with the largest entropy: they are found from
    the dual, a smooth convex function of as many numbers as there are terms, by Newton's method. A term that follows
    from others does no harm.

    There are no such weights where the treated lie outside what the others span: they are older than any of them on
    average, say, or a group is found among them alone. ``reached`` is then false. Where they lie on its edge, since
    nobody treated is of some group, the weights of that group are as near 0 as the tolerance wants.

    Parameters
    ----------
    treated
        1 or true for the treated, 0 for the others; shape ``(people,)``.
    design
        The value of each term whose mean is to agree, without an intercept; shape ``(people, terms)``. For a second
        moment, add the square.
    base
        Weights that the others have to begin with, above 0, such as those of a survey; shape ``(people,)``. Those of
        the treated are not looked at.
    tolerance
        How far a mean may be off, in standard deviations of the treated.
    most_steps
        Newton's steps to take at most.

    Raises
    ------
    UsageError
        If ``treated`` is not 0 or 1, nobody is treated or everybody, or a value of the design is not known.

    References
    ----------
    Hainmueller (2012), Political Analysis 20, 25-46.

    Examples
    --------
    >>> found = entropy_balance([1, 1, 0, 0, 0], [[30], [40], [20], [30], [40]])
    >>> found.reached, found.weights.round(3).tolist()
    (True, [1.0, 1.0, 0.232, 0.535, 1.232])
    >>> entropy_balance([1, 0, 0], [[50], [20], [40]]).reached
    False
    """
    is_treated, x = who_is_treated(treated), np.asarray(design, dtype=np.float64)
    if is_treated.all() or not is_treated.any():
        message = "Balance wants people who were treated, and others."
        raise UsageError(message)
    if not np.isfinite(x).all():
        message = "Every value of the design must be known."
        raise UsageError(message)
    away = x[~is_treated]
    away -= x[is_treated].mean(axis=0)
    away /= _scale(x, is_treated)
    start = np.ones(len(away)) if base is None else np.asarray(base, dtype=np.float64)[~is_treated]
    share, steps = _dual(away, start / start.sum(), tolerance=tolerance, most_steps=most_steps)
    left = np.abs(share @ away)
    reached = bool((left <= tolerance).all())
    weights = np.ones(len(x))
    weights[~is_treated] = share * is_treated.sum() if reached else np.nan
    outside = (away.min(axis=0) > tolerance) | (away.max(axis=0) < -tolerance)
    return Balanced(weights, left, outside, reached, steps)


def _scale(x: Floats, is_treated: npt.NDArray[np.bool_]) -> Floats:
    """Return the standard deviation of each term among the treated; where they are all alike, among everybody."""
    spread = x[is_treated].std(axis=0)
    same = ~(spread > 0)
    spread[same] = x[:, same].std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def _dual(away: Floats, start: Floats, *, tolerance: float, most_steps: int) -> tuple[Floats, int]:
    """Return the shares of the weight at the least of the dual, or as near to it as was come, and the steps taken.

    The dual is the logarithm of the mean of the exponentials; its slope is what the weighted means are off by.
    """
    # Terms that follow from others make directions in which nobody differs, and in which no weight can move a mean.
    _, size, directions = np.linalg.svd(triangle(away, less=away.mean(axis=0)), full_matrices=False)
    moved = away @ directions[size > NOBODY_DIFFERS * size.max(initial=0.0)].T
    tilt = np.zeros(moved.shape[1])
    value, share = _tilted(moved, start, tilt)
    # The least of the dual is how far the weights move from those at the start: no farther than onto one person.
    lowest = float(np.log(start.min())) - tolerance
    is_last = False
    for taken in range(most_steps):
        slope = share @ moved
        # One step beyond the tolerance: it costs little, and squares what is left.
        if is_last or value < lowest:
            return share, taken
        is_last = float(np.linalg.norm(slope)) <= tolerance
        spread = _products(moved, share) - np.outer(slope, slope)
        step = -np.linalg.lstsq(spread, slope, rcond=None)[0]
        part, promised = 1.0, float(slope @ step)
        tried, shares = _tilted(moved, start, tilt + step)
        while not tried <= value + ARMIJO * part * promised and part > SMALLEST_STEP:
            part /= 2
            tried, shares = _tilted(moved, start, tilt + part * step)
        if not tried <= value:
            return share, taken
        tilt, value, share = tilt + part * step, tried, shares
    return share, most_steps


def _products(moved: Floats, share: Floats) -> Floats:
    """Return the weighted sums of products of each two terms."""
    found = np.zeros((moved.shape[1], moved.shape[1]))
    for rows in blocks(len(moved)):
        each = moved[rows] * np.sqrt(share[rows])[:, None]
        found += each.T @ each
    return found


def _tilted(away: Floats, start: Floats, tilt: Floats) -> tuple[float, Floats]:
    """Return the dual and the shares of the weight."""
    height = away @ tilt
    highest = float(height.max())
    each = start * np.exp(height - highest)
    total = float(each.sum())
    return highest + float(np.log(total)), each / total
