"""The treated and the others: their weights, their weighted means and how many people they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError
from needskit.stats.proportion import newcombe, score_limits
from needskit.stats.tails import two_sided_p_value
from needskit.stats.weighting import effective_size, is_treated_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

FURTHEST_Z = 40.0
"""Beyond this many standard errors a p-value is 0 to every digit there is."""

HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Arm:
    """Everybody of one side who has a weight; shapes ``(people,)``."""

    value: Floats
    weight: Floats

    @property
    def total(self) -> float:
        """What the weights add up to; not a number if there is nobody."""
        return float(self.weight.sum()) if len(self.weight) else np.nan

    @property
    def mean(self) -> float:
        """The weighted mean; not a number if there is nobody."""
        if not len(self.value):
            return np.nan
        # Adding up in another order could put the mean of ones a last digit beyond 1.
        return float(np.clip(self.weight @ self.value / self.total, self.value.min(), self.value.max()))

    @property
    def largest(self) -> float:
        """How far the value farthest from 0 is from it."""
        return float(np.abs(self.value).max()) if len(self.value) else np.nan

    @property
    def effective(self) -> float:
        """How many people, each counting once, would tell as much."""
        return effective_size(self.weight)


def counted(weights: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return who has a weight.

    Parameters
    ----------
    weights
        At least 0; shape ``(people,)``.

    Raises
    ------
    UsageError
        If a weight is not known, or below 0.

    Examples
    --------
    >>> counted([1, 0, 0.5]).tolist()
    [True, False, True]
    """
    given = np.asarray(weights, dtype=np.float64)
    if not (np.isfinite(given) & (given >= 0)).all():
        message = "Every weight must be known, and 0 or more."
        raise UsageError(message)
    return given > 0


def arms(value: npt.ArrayLike, treated: npt.ArrayLike, weights: npt.ArrayLike) -> tuple[Arm, Arm]:
    """Return the treated and the others.

    Parameters
    ----------
    value, treated, weights
        Of each person: what the mean is of, 1 or true if treated, and how much they count; shape ``(people,)``.

    Raises
    ------
    UsageError
        If ``treated`` is not 0 or 1, or a weight is not known or below 0.

    Examples
    --------
    >>> treated, others = arms([5, 1, 3, 9], [1, 0, 0, 0], [1, 1, 3, 0])
    >>> treated.mean, others.mean, others.effective
    (5.0, 2.5, 1.6)
    """
    is_treated, has_weight = is_treated_of(treated), counted(weights)
    each, weight = np.asarray(value, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    ours, theirs = is_treated & has_weight, ~is_treated & has_weight
    return Arm(each[ours], weight[ours]), Arm(each[theirs], weight[theirs])


def wald_p_value(estimate: float, standard_error: float) -> float:
    """How often would chance alone bring an estimate this far from 0? Not a number where nothing varies.

    Parameters
    ----------
    estimate, standard_error
        Two numbers of the same unit.

    Examples
    --------
    >>> round(wald_p_value(1.959964, 1), 4)
    0.05
    """
    return float(two_sided_p_value(estimate / standard_error)) if standard_error > 0 else np.nan


def newcombe_p_value(treated: Arm, others: Arm) -> float:
    """How sure would Newcombe's limits have to be to hold 0 as well?

    The p-value that belongs to the limits: below 0.05 exactly where the 95% limits leave out 0. Found by halving, since
    the limits reach farther the surer they are.

    Parameters
    ----------
    treated, others
        Two groups with answers of 0 and 1.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> aid, none = (Arm(np.repeat([1.0, 0.0], (k, 216 - k)), np.ones(216)) for k in (48, 66))
    >>> round(newcombe_p_value(aid, none), 4)
    0.0496
    """
    high, low = (treated, others) if treated.mean >= others.mean else (others, treated)
    difference = high.mean - low.mean
    if np.isnan(difference) or difference == 0:
        return np.nan if np.isnan(difference) else 1.0
    near, far = 0.0, FURTHEST_Z
    for _ in range(HALVINGS):
        z = (near + far) / 2
        limits = [score_limits([each.effective * each.mean], [each.effective], z=z) for each in (high, low)]
        ends = newcombe(limits[0], np.array([high.mean]), against=limits[1], against_estimate=np.array([low.mean]))
        near, far = (z, far) if ends.lower[0] > 0 else (near, z)
    return float(two_sided_p_value(near))


def is_treated(treated: npt.ArrayLike, *, people: int) -> npt.NDArray[np.bool_]:
    """Who was treated, if that is known of everybody?

    Whoever is not is in the comparison arm. Nobody is put into an arm because it is not known where they belong.

    Parameters
    ----------
    treated
        True or false, or 1 or 0; shape ``(people,)``.
    people
        How many there are.

    Raises
    ------
    UsageError
        If anything else is among them, such as a missing value, or they are not of so many people.

    Examples
    --------
    >>> is_treated([1, 0, 0], people=3).tolist()
    [True, False, False]
    """
    given = np.asarray(treated)
    if given.shape != (people,):
        message = f"treated must have {people} values, one a person: the arrays must be of the same people."
        raise UsageError(message)
    # Of an empty list NumPy makes numbers; a text or an object is never an arm, though it may be called true.
    is_known = given.dtype.kind in "biuf" and bool(np.isin(given, (0, 1)).all())
    if not is_known:
        message = "treated must be true or false (1 or 0) for everybody; whoever has no arm is to be left out before."
        raise UsageError(message)
    return given.astype(np.bool_)
