"""The treated and the others: their weights, their weighted means and how many people they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import UsageError
from needskit.stats.arms import who_is_treated
from needskit.stats.tails import two_sided_p_value
from needskit.stats.weighting import effective_size

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats


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
    >>> treated.mean, others.mean, round(others.effective, 12)
    (5.0, 2.5, 1.6)
    """
    is_treated, has_weight = who_is_treated(treated), counted(weights)
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
