"""How low and how high each unknown can be: by narrowing, then by whole worlds that fit everything that is said."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.audit.system import System

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

LARGE = 1e6
"""An unknown that nothing bounds is looked for up to here."""

WORLDS = 12
"""So many worlds are drawn for all unknowns together before they are asked one by one."""

SEED = 20_000_229


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


def bounds_of(system: System, targets: Sequence[int], *, small: int, seconds: float) -> dict[int, Bound]:
    """Bound each of these unknowns with whole numbers.

    Parameters
    ----------
    system
        Narrowed already.
    targets
        The places of the unknowns that are asked for.
    small
        Numbers below this, but not nought, are to be protected.
    seconds
        How long worlds are looked for; 0 for not at all.

    Returns
    -------
    dict
        A bound by place. What was not settled in time has no world, or too few.
    """
    low, high = np.array(system.low), np.array(system.high)
    open_ = np.array([place for place in dict.fromkeys(targets) if low[place] < high[place]], dtype=np.intp)
    seen_low, seen_high = np.where(low == high, low, np.nan), np.where(low == high, high, np.nan)
    until = time.monotonic() + seconds
    if len(open_) and seconds > 0:
        for of_it in _apart(system, low, high):
            inside = open_[np.isin(open_, of_it)]
            if len(inside):
                _Part(system, of_it, low, high, seen_low, seen_high).settle(inside, small=small, until=until)
    return {
        place: Bound(float(low[place]), float(high[place]), float(seen_low[place]), float(seen_high[place]))
        for place in dict.fromkeys(targets)
    }


def _apart(system: System, low: Floats, high: Floats) -> list[Places]:
    """Return the unknowns that are not settled, in parts that no sum ties to each other."""
    is_open = low < high
    pairs = [
        (inside[0], other)
        for terms, _, _ in system.rows
        if len(inside := [place for _, place in terms if is_open[place]]) > 1
        for other in inside[1:]
    ]
    size = len(low)
    one, other = np.array(pairs, dtype=np.int32).T if pairs else np.empty((2, 0), dtype=np.int32)
    tied = csr_array((np.ones(len(one)), (one, other)), shape=(size, size))
    _, label = connected_components(tied, directed=False)
    found = np.flatnonzero(is_open)
    ordered = found[np.argsort(label[found], kind="stable")]
    starts = np.flatnonzero(np.diff(label[ordered])) + 1
    return [part for part in np.split(ordered, starts) if len(part)]


class _Part:
    """Unknowns that sums tie to each other, with the worlds seen of them."""

    def __init__(
        self, system: System, places: Places, low: Floats, high: Floats, seen_low: Floats, seen_high: Floats
    ) -> None:
        self.places, self.low, self.high = places, low, high
        self.seen_low, self.seen_high = seen_low, seen_high
        at = {int(place): column for column, place in enumerate(places)}
        rows, columns, weights, least, most = [], [], [], [], []
        for terms, bottom, top in system.rows:
            inside = [(weight, at[place]) for weight, place in terms if place in at]
            if not inside:
                continue
            fixed = sum(weight * low[place] for weight, place in terms if place not in at)
            for weight, column in inside:
                rows.append(len(least))
                columns.append(column)
                weights.append(weight)
            least.append(bottom - fixed)
            most.append(top - fixed)
        matrix = csr_array(
            (weights, (np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32))),
            shape=(len(least), len(places)),
        )
        self.constraint = [LinearConstraint(matrix, least, most)] if least else []
        self.box = Bounds(low[places], np.minimum(high[places], LARGE))

    def settle(self, targets: Places, *, small: int, until: float) -> None:
        """Look for worlds until each of the unknowns is known to be safe, or its bounds are."""
        draw = np.random.default_rng(SEED)
        for number in range(WORLDS):
            left = self._left(targets, small)
            if not len(left) or time.monotonic() > until:
                return
            signs = np.ones(len(left)) if number == 0 else -np.ones(len(left))
            if number > 1:
                signs = draw.choice([-1.0, 1.0], len(left))
            cost = np.zeros(len(self.places))
            cost[np.searchsorted(self.places, left)] = signs
            self._world(cost, until=until, gap=0.3)
        for place in self._left(targets, small):
            for sign in (1.0, -1.0):
                if time.monotonic() > until or not len(self._left(np.array([place]), small)):
                    break
                cost = np.zeros(len(self.places))
                cost[np.searchsorted(self.places, place)] = sign
                end = self._world(cost, until=until, gap=0.0)
                if end is not None:
                    self._bound(int(place), sign, end)

    def _left(self, targets: Places, small: int) -> Places:
        bounds = (Bound(self.low[p], self.high[p], self.seen_low[p], self.seen_high[p]) for p in targets)
        settled = [b.is_safe(small) or (b.low == b.seen_low and b.high == b.seen_high) for b in bounds]
        return targets[~np.array(settled, dtype=bool)]

    def _world(self, cost: Floats, *, until: float, gap: float) -> float | None:
        """Look for a world in which a cost is small; return the least that the cost can be, if it is proved."""
        left = max(until - time.monotonic(), 0.05)
        options = {"time_limit": left, "mip_rel_gap": gap}
        integrality = np.ones(len(cost))
        answer = milp(cost, constraints=self.constraint, bounds=self.box, integrality=integrality, options=options)
        if answer.x is None:
            return None
        world = np.rint(answer.x)
        self.seen_low[self.places] = np.fmin(self.seen_low[self.places], world)
        self.seen_high[self.places] = np.fmax(self.seen_high[self.places], world)
        return float(np.rint(cost @ world)) if answer.status == 0 else None

    def _bound(self, place: int, sign: float, end: float) -> None:
        if sign > 0:
            self.low[place] = max(self.low[place], end)
        else:
            self.high[place] = min(self.high[place], -end)
