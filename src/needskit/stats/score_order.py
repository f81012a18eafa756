"""People in the order of a score, so that who is near is looked up and never compared pair by pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from needskit.errors import DataError, UsageError
from needskit.stats.arms import who_is_treated

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.stats.proportion import Floats

NOBODY: Final = -1
"""The group of whoever is in none."""

ROUNDING = 1e-9
"""What part of a caliper people may be further apart: 0.30 and 0.29 are within 0.01, though not as held."""


@dataclass(frozen=True, eq=False, repr=False)
class Places:
    """The people of a stratum with both arms in it, in the order of their scores and then of their rows."""

    treated: npt.NDArray[np.intp]
    """Rows of those treated; shape ``(treated,)``, as are their scores and what is before them."""
    treated_score: Floats
    before: npt.NDArray[np.intp]
    """How many comparison people stand before each of them."""
    comparison: npt.NDArray[np.intp]
    """Rows of comparison people; shape ``(comparison,)``, as are their scores."""
    comparison_score: Floats

    def reached(self, reach: float) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Between which places are the comparison people within reach of each of those treated?"""
        low = np.searchsorted(self.comparison_score, self.treated_score - reach, side="left")
        high = np.searchsorted(self.comparison_score, self.treated_score + reach, side="right")
        return low, high


@dataclass(frozen=True, eq=False, repr=False)
class InScoreOrder:
    """Everybody, and the places of each stratum."""

    is_treated: npt.NDArray[np.bool_]
    """Shape ``(people,)``."""
    reach: float
    places: tuple[Places, ...]


def in_score_order(
    score: npt.ArrayLike, treated: npt.ArrayLike, *, within: float | None, exactly: npt.ArrayLike | None
) -> InScoreOrder:
    """Who stands where in the order of the score?

    Everybody is ordered by score, and where that is the same by row, within strata if there are any. A stratum without
    people of both arms has no places.

    Parameters
    ----------
    score
        What people are near to each other in; shape ``(people,)``.
    treated
        Who was treated, as true or 1; shape ``(people,)``.
    within
        How far apart people may be, in units of the score; None for any distance.
    exactly
        The number of each person's stratum, or None; shape ``(people,)``.

    Raises
    ------
    DataError
        If a score is missing or has no end.
    UsageError
        If ``within`` is below 0, or arrays are not of the same people.

    Examples
    --------
    >>> found = in_score_order([0.5, 0.6, 0.4, 0.5], [1, 0, 0, 0], within=None, exactly=None)
    >>> found.places[0].comparison.tolist(), found.places[0].before.tolist()
    ([2, 3, 1], [1])
    """
    scores, ours = scored(score, treated)
    strata = np.zeros(scores.shape) if exactly is None else np.asarray(exactly)
    if scores.shape != strata.shape:
        message = f"exactly must have {len(scores)} values, one a person."
        raise UsageError(message)
    if within is not None and not within >= 0:
        message = "within must be 0 or more: how far apart people may be."
        raise UsageError(message)
    reach = np.inf if within is None else within * (1 + ROUNDING)
    return InScoreOrder(ours, reach, tuple(_places(scores, ours, strata)))


def scored(score: npt.ArrayLike, treated: npt.ArrayLike) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Are these scores, and who was treated, of the same people, and does everybody have a score?

    Parameters
    ----------
    score, treated
        As given by a caller; shape ``(people,)``.

    Raises
    ------
    DataError
        If a score is missing or has no end.
    UsageError
        If arrays are not of the same people with a known arm.

    Examples
    --------
    >>> scored([1, 2], [0, 1])
    (array([1., 2.]), array([False,  True]))
    """
    scores = np.asarray(score, dtype=np.float64)
    if scores.ndim != 1:
        message = "Scores must have one value for each person."
        raise UsageError(message)
    ours = who_is_treated(treated, people=len(scores))
    unknown = int((~np.isfinite(scores)).sum())
    if unknown:
        message = f"The score is missing or has no end for {unknown} of {len(scores)} people: leave them out before."
        raise DataError(message)
    return scores, ours


def _places(scores: Floats, treated: npt.NDArray[np.bool_], strata: npt.NDArray[np.generic]) -> list[Places]:
    held, code = np.unique(strata, return_inverse=True)
    one = np.bincount(code[treated], minlength=len(held))
    other = np.bincount(code[~treated], minlength=len(held))
    rows = np.flatnonzero(((one > 0) & (other > 0))[code])
    rows = rows[np.lexsort((rows, scores[rows], code[rows]))]
    if not rows.size:
        return []
    ends = np.flatnonzero(np.diff(code[rows])) + 1
    found = []
    for each in np.split(rows, ends):
        is_ours = treated[each]
        before = np.cumsum(~is_ours, dtype=np.intp)[is_ours]
        found.append(Places(each[is_ours], scores[each[is_ours]], before, each[~is_ours], scores[each[~is_ours]]))
    return found
