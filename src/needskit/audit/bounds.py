"""How low and how high each unknown can be: by narrowing, then by whole worlds that fit everything that is said."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.audit.system import System

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

LARGE = 1e6
"""An unknown that nothing bounds is looked for up to here."""

WORLDS = 24
"""So many worlds are drawn for all unknowns together before they are asked one by one."""

LOOSE, HALF = 0.6, 0.5
"""Such a world need not be the furthest: any that fits tells as much."""

SIZES = (120, 600)
"""How many unknowns around one are let go at first, and then."""

NEAR_SECONDS, SHORTEST = 2.0, 0.05

TOLERANCE = 1e-6

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


def bounds_of(
    system: System, targets: Sequence[int], *, start: Mapping[int, float], small: int, seconds: float
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
        for of_it in sorted(_apart(system, low, high), key=len):
            inside = open_[np.isin(open_, of_it)]
            if len(inside):
                _Part(system, of_it, low, high, seen_low, seen_high).settle(
                    inside, start=start, small=small, until=until
                )
    return {
        place: Bound(float(low[place]), float(high[place]), float(seen_low[place]), float(seen_high[place]))
        for place in dict.fromkeys(targets)
    }


def always_nought(system: System, place: int) -> bool:
    """Tell whether an unknown is nought whatever the numbers are, because of whom it counts."""
    entries = [(row, of, weight) for row, (terms, _, _) in enumerate(system.rows) for weight, of in terms]
    if not entries:
        return False
    rows, columns, weights = (np.array(each) for each in zip(*entries, strict=True))
    matrix = csr_array((weights, (rows, columns)), shape=(len(system.rows), len(system.low)))
    # Sums of counts alone: all of them hold if everybody is nought, and whoever can be more is more.
    least, most = (np.array([row[end] for row in system.rows]) for end in (1, 2))
    cost = np.zeros(len(system.low))
    cost[place] = -1.0
    answer = milp(cost, constraints=[LinearConstraint(matrix, least, most)], bounds=Bounds(0, 1))
    return answer.x is not None and answer.x[place] < TOLERANCE


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
        rows: list[int] = []
        columns: list[int] = []
        weights: list[float] = []
        least: list[float] = []
        most: list[float] = []
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
        at_ends = np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32)
        self.matrix = csr_array((weights, at_ends), shape=(len(least), len(places)))
        self.widened = csr_array(
            (self.matrix.data, self.matrix.indices, self.matrix.indptr), shape=(len(least), len(places) + 1)
        )
        self.by_column = self.matrix.tocsc()
        self.least, self.most = np.array(least), np.array(most)
        self.bottom, self.top = low[places], np.minimum(high[places], LARGE)
        self.world: Floats | None = None
        self.middle: Floats | None = None

    def settle(self, targets: Places, *, start: Mapping[int, float], small: int, until: float) -> None:
        """Look for worlds until each of the unknowns is known to be safe, or its bounds are."""
        self._begin(start, until=until)
        self._together(targets, small=small, until=until)
        for size, place, sign in product(SIZES, [int(each) for each in self._left(targets, small)], (1.0, -1.0)):
            if self._is_wanted(place, small, until):
                self._near(place, sign, size)
        for place, sign in product([int(each) for each in self._left(targets, small)], (1.0, -1.0)):
            if self._is_wanted(place, small, until):
                end = self._world(self._cost(np.array([place]), np.array([sign])), until=until, gap=0.0)
                if end is not None:
                    self._bound(place, sign, end)

    def _begin(self, start: Mapping[int, float], *, until: float) -> None:
        """Look for the world in which everything is as it is shown, which leaves room on every side."""
        told = np.array([start.get(int(place), np.nan) for place in self.places])
        fits = (told >= self.bottom) & (told <= self.top)
        self._world(np.zeros(len(told)), until=until, gap=LOOSE, told=np.where(fits, told, np.nan))
        self.middle = self.world

    def _together(self, targets: Places, *, small: int, until: float) -> None:
        draw = np.random.default_rng(SEED)
        for number in range(WORLDS):
            left = self._left(targets, small)
            if not len(left) or time.monotonic() > until:
                return
            up = draw.random(len(left)) < HALF if number > 1 else np.full(len(left), number == 0)
            column = np.searchsorted(self.places, left)
            # What the unknowns have moved from their far ends is made large, so that a loose gap still moves them.
            offset = self.bottom[column][up].sum() - self.top[column][~up].sum()
            self._world(self._cost(left, np.where(up, -1.0, 1.0)), until=until, gap=LOOSE, offset=float(offset))

    def _is_wanted(self, place: int, small: int, until: float) -> bool:
        return time.monotonic() < until and len(self._left(np.array([place]), small)) > 0

    def _cost(self, places: Places, signs: Floats) -> Floats:
        cost = np.zeros(len(self.places))
        cost[np.searchsorted(self.places, places)] = signs
        return cost

    def _left(self, targets: Places, small: int) -> Places:
        bounds = (Bound(self.low[p], self.high[p], self.seen_low[p], self.seen_high[p]) for p in targets)
        settled = [b.is_safe(small) or (b.low == b.seen_low and b.high == b.seen_high) for b in bounds]
        left: Places = targets[~np.array(settled, dtype=bool)]
        return left

    def _world(
        self, cost: Floats, *, until: float, gap: float, offset: float = 0.0, told: Floats | None = None
    ) -> float | None:
        """Look for a world in which a cost is small; return the least that the cost can be, if it is proved."""
        low, high = (self.bottom, self.top) if told is None else self._held(told)
        # The cost of a last unknown, which is always one, is what is added to the cost of the others.
        answer = milp(
            np.append(cost, offset),
            constraints=[LinearConstraint(self.widened, self.least, self.most)] if len(self.least) else [],
            bounds=Bounds(np.append(low, 1.0), np.append(high, 1.0)),
            integrality=np.ones(len(cost) + 1, dtype=np.int64),
            options={"time_limit": max(until - time.monotonic(), SHORTEST), "mip_rel_gap": gap},
        )
        if answer.x is None:
            return None
        self._see(np.rint(answer.x[:-1]))
        if gap > 0 or answer.status:
            return None
        return float(np.rint(answer.fun))

    def _held(self, told: Floats) -> tuple[Floats, Floats]:
        return np.where(np.isnan(told), self.bottom, told), np.where(np.isnan(told), self.top, told)

    def _see(self, world: Floats) -> None:
        sums = np.asarray(self.matrix @ world)
        if (sums < self.least - TOLERANCE).any() or (sums > self.most + TOLERANCE).any():
            return
        self.world = world
        self.seen_low[self.places] = np.fmin(self.seen_low[self.places], world)
        self.seen_high[self.places] = np.fmax(self.seen_high[self.places], world)

    def _near(self, place: int, sign: float, size: int) -> None:
        """Look for a world that differs only near an unknown: quick, and mostly enough."""
        base = self.middle if self.middle is not None else self.world
        if base is None:
            return
        free = self._around(int(np.searchsorted(self.places, place)), size)
        inside = self.by_column[:, free]
        touched = np.unique(inside.indices)
        part = inside.tocsr()[touched]
        stays = self.matrix[touched] @ base - part @ base[free]
        answer = milp(
            sign * (self.places[free] == place),
            constraints=[LinearConstraint(part, self.least[touched] - stays, self.most[touched] - stays)],
            bounds=Bounds(self.bottom[free], self.top[free]),
            integrality=np.ones(len(free), dtype=np.int64),
            options={"time_limit": NEAR_SECONDS},
        )
        if answer.x is not None:
            world = base.copy()
            world[free] = np.rint(answer.x)
            self._see(world)

    def _around(self, column: int, size: int) -> Places:
        """Return the unknowns that are tied to one by the fewest sums."""
        found, edge = {column: None}, [column]
        while edge and len(found) < size:
            rows = np.unique(self.by_column[:, edge].indices)
            near = [int(each) for each in np.unique(self.matrix[rows].indices) if int(each) not in found]
            edge = near[: size - len(found)]
            found.update(dict.fromkeys(edge))
        return np.array(sorted(found), dtype=np.intp)

    def _bound(self, place: int, sign: float, end: float) -> None:
        if sign > 0:
            self.low[place] = max(self.low[place], end)
        else:
            self.high[place] = min(self.high[place], -end)
