"""How low and how high each unknown can be: by narrowing, then by whole worlds that fit everything that is said."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from needskit.audit.programs import wider
from needskit.audit.worlds import Found, Worlds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.audit.programs import Budget
    from needskit.audit.system import Places, System

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Bound:
    """What is learnt of an unknown.

    Parameters
    ----------
    low, high
        Between these it lies for certain.
    seen_low, seen_high
        Both of these were found in worlds that fit everything; not a number where no world was looked for.
    """

    low: float
    high: float
    seen_low: float = np.nan
    seen_high: float = np.nan

    def is_safe(self, small: int) -> bool:
        """Tell whether a reader has three candidates at least, and cannot tell that it is above nought but small."""
        return self.seen_high - self.seen_low >= 2 and (self.seen_low < 1 or self.seen_high >= small)  # noqa: PLR2004


def bounds_of(
    system: System, targets: Sequence[int], *, start: Mapping[int, float], small: int, budget: Budget
) -> dict[int, Bound]:
    """Bound each of these unknowns with whole numbers.

    Parameters
    ----------
    system
        Narrowed already.
    targets
        The places of the unknowns that are asked for.
    start
        The numbers that are shown, by place.
    small
        Numbers below this, but not nought, are to be protected.
    budget
        How many whole-number programs may be solved; it is taken from.

    Returns
    -------
    dict
        A bound by place. What was not settled with so many programs has no world, or too few.
    """
    low, high = np.array(system.low), np.array(system.high)
    asked = np.array(list(dict.fromkeys(targets)), dtype=np.intp)
    open_ = asked[low[asked] < high[asked]]
    found = Found(low, high, np.where(low == high, low, np.nan), np.where(low == high, high, np.nan))
    if len(open_) and budget.left > 0:
        shown = np.full(len(low), np.nan)
        shown[list(start)] = list(start.values())
        for of_it in sorted(_apart(system.sums.matrix, low < high), key=len):
            inside = open_[np.isin(open_, of_it)]
            if len(inside):
                Worlds(system.sums, of_it, found, budget, small).settle(inside, shown=shown[of_it])
    ends = zip(found.low[asked], found.high[asked], found.seen_low[asked], found.seen_high[asked], strict=True)
    return {int(place): Bound(*map(float, four)) for place, four in zip(asked, ends, strict=True)}


def always_nought(system: System, places: Sequence[int]) -> set[int]:
    """Return which unknowns are nought whatever the numbers are, because of whom they count.

    Sums of counts alone: all of them hold if everybody is nought, and if any two worlds that fit are put together. So
    there is one world in which whoever can be anybody is somebody.

    Parameters
    ----------
    system
        Everything that is said.
    places
        Of the unknowns that are asked for.
    """
    wanted = sorted(set(places))
    if not wanted:
        return set()
    matrix, least, most = system.sums
    ones, at = np.ones(len(wanted)), np.arange(len(wanted))
    # A last unknown for each that is asked for is no more than it, and no more than one.
    last = matrix.shape[1] + at
    ends = np.concatenate([at, at]), np.concatenate([wanted, last])
    below = csr_array((np.concatenate([ones, -ones]), ends), shape=(len(wanted), matrix.shape[1] + len(wanted)))
    wide = wider(matrix, by=len(wanted))
    answer = milp(
        np.concatenate([np.zeros(matrix.shape[1]), -ones]),
        constraints=[
            LinearConstraint(
                vstack([wide, below]),
                np.concatenate([least, 0 * ones]),
                np.concatenate([most, inf * ones]),
            )
        ],
        bounds=Bounds(0, np.concatenate([np.full(matrix.shape[1], inf), ones])),
    )
    if answer.x is None:
        return set()
    return {place for place, most_of_it in zip(wanted, answer.x[matrix.shape[1] :], strict=True) if most_of_it < HALF}


def _apart(matrix: csr_array, is_open: npt.NDArray[np.bool_]) -> list[Places]:
    """Return the unknowns that are not settled, in parts that no sum ties to each other."""
    rows, columns = matrix.nonzero()
    tied = is_open[columns]
    height, width = matrix.shape
    size = height + width
    pairs = coo_array((np.ones(tied.sum()), (rows[tied], height + columns[tied])), shape=(size, size))
    _, label = connected_components(pairs, directed=False)
    found = np.flatnonzero(is_open)
    ordered = found[np.argsort(label[height + found], kind="stable")]
    starts = np.flatnonzero(np.diff(label[height + ordered])) + 1
    return [part for part in np.split(ordered, starts) if len(part)]
