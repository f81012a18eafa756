"""Unknowns that sums tie to each other: worlds of whole numbers that fit, and bounds that no world passes."""

from __future__ import annotations

from math import ceil, floor, inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from needskit.audit.programs import LARGE, TOLERANCE, cheapest
from needskit.audit.system import Sums, narrow

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from needskit.audit.programs import Budget
    from needskit.audit.system import Floats, Places

TOGETHER = 12
"""So many worlds are drawn for all unknowns together before they are asked one by one."""

LOOSE, HALF = 0.6, 0.5
"""Such a world need not be the furthest: any that fits tells as much."""

SIZES = (60, 240)
"""How many unknowns around one are let go at first, and then; all of them in the end."""

SEED = 20_000_229


class Found(NamedTuple):
    """Between which numbers every unknown lies for certain, and the least and the most of it in any world seen."""

    low: Floats
    high: Floats
    seen_low: Floats
    seen_high: Floats


class Worlds:
    """Unknowns that sums tie to each other, with the worlds seen of them.

    Parameters
    ----------
    sums
        What is said of all unknowns.
    places
        Of those that are tied to each other and not settled.
    found
        What is known of all unknowns; it is changed in place.
    budget
        How many programs may be solved; it is shared, and taken from.
    small
        Numbers below this, but not nought, are to be protected.
    """

    def __init__(self, sums: Sums, places: Places, found: Found, budget: Budget, small: int) -> None:
        self.every, self.places, self.found, self.budget, self.small = sums, places, found, budget, small
        inside = sums.matrix[:, places]
        rows = np.flatnonzero(np.diff(inside.indptr))
        others = found.low.copy()
        others[places] = 0.0
        fixed = sums.matrix[rows] @ others
        self.sums = Sums(inside[rows], sums.least[rows] - fixed, sums.most[rows] - fixed)
        self.by_column = self.sums.matrix.tocsc()
        self.world: Floats | None = None
        # The first that was found, from which those near an unknown differ.

    def settle(self, targets: Places, *, shown: Floats) -> None:
        """Look for worlds until each of the unknowns is known to be safe, or its bounds are.

        Parameters
        ----------
        targets
            The places that are asked for.
        shown
            The numbers that are shown of the unknowns here; not a number where none is.
        """
        self._begin(shown)
        self._together(targets)
        for size in (*SIZES, len(self.places)):
            for place in map(int, self._left(targets)):
                for sign in (1.0, -1.0):
                    if size < len(self.places):
                        self._near(place, sign, size)
                for sign in (1.0, -1.0):
                    self._beyond(place, sign, size)

    def _begin(self, shown: Floats) -> None:
        """Look for a world in which everything is as it is shown, which leaves room on every side."""
        low, high = self._ends()
        fits = (shown >= low) & (shown <= high)
        for held in dict.fromkeys((bool(fits.any()), False)):
            if self.world is None and self.budget.spend(len(low)):
                ends = (np.where(fits, shown, low), np.where(fits, shown, high)) if held else (low, high)
                self._see(cheapest(np.zeros(len(low)), self.sums, *ends, gap=LOOSE).world)

    def _ends(self) -> tuple[Floats, Floats]:
        return self.found.low[self.places], self.found.high[self.places]

    def _together(self, targets: Places) -> None:
        draw = np.random.default_rng(SEED)
        for number in range(TOGETHER):
            left = self._left(targets)
            if not len(left) or self.world is None or not self.budget.spend(len(self.places)):
                return
            up = draw.random(len(left)) < HALF if number > 1 else np.full(len(left), number == 0)
            column = np.searchsorted(self.places, left)
            low, high = self._ends()
            # What the unknowns have moved from their far ends is made large, so that a loose gap still moves them.
            far = np.minimum(high[column][~up], LARGE).sum()
            cost = np.zeros(len(self.places))
            cost[column] = np.where(up, -1.0, 1.0)
            offset = float(low[column][up].sum() - far)
            self._see(cheapest(cost, self.sums, low, high, gap=LOOSE, offset=offset).world)

    def _left(self, targets: Places) -> Places:
        """Return the unknowns that are not settled, those of which most is known first."""
        low, high, seen_low, seen_high = (each[targets] for each in self.found)
        is_safe = (seen_high - seen_low >= 2) & ((seen_low < 1) | (seen_high >= self.small))  # noqa: PLR2004 - three
        left = targets[~(is_safe | ((low == seen_low) & (high == seen_high)))]
        ordered: Places = left[np.argsort((self.found.high - self.found.low)[left], kind="stable")]
        return ordered

    def _is_left(self, place: int) -> bool:
        return len(self._left(np.array([place]))) > 0

    def _see(self, world: Floats | None) -> None:
        if world is None:
            return
        self.world = world if self.world is None else self.world
        _, _, seen_low, seen_high = self.found
        seen_low[self.places] = np.fmin(seen_low[self.places], world)
        seen_high[self.places] = np.fmax(seen_high[self.places], world)

    def _near(self, place: int, sign: float, size: int) -> None:
        """Look for a world that differs only near an unknown: quick, and mostly enough."""
        base = self.world
        if base is None or not self._is_left(place) or not self.budget.spend(min(size, len(self.places))):
            return
        free, rows = self._around(int(np.searchsorted(self.places, place)), size)
        part = self.sums.matrix[rows][:, free]
        stays = self.sums.matrix[rows] @ base - part @ base[free]
        near = Sums(part, self.sums.least[rows] - stays, self.sums.most[rows] - stays)
        low, high = self._ends()
        cost = sign * (self.places[free] == place)
        found = cheapest(cost, near, low[free], high[free]).world
        if found is not None:
            world = base.copy()
            world[free] = found
            self._see(world)

    def _beyond(self, place: int, sign: float, size: int) -> None:
        """Prove how far an unknown can go at most, whatever those further off are within their own bounds."""
        if not self._is_left(place) or not self.budget.spend(min(size, len(self.places))):
            return
        free, rows = self._around(int(np.searchsorted(self.places, place)), size)
        low, high = self._ends()
        part, whole = self.sums.matrix[rows][:, free], self.sums.matrix[rows]
        least_off, most_off = _ends_of(whole, low, high, inside=free)
        wide = Sums(part, self.sums.least[rows] - most_off, self.sums.most[rows] - least_off)
        answer = cheapest(sign * (self.places[free] == place), wide, low[free], high[free])
        if len(free) == len(self.places):
            self._see(answer.world)
        self._bound(place, sign, answer.least)

    def _bound(self, place: int, sign: float, least: float) -> None:
        low, high = self.found.low, self.found.high
        before = low[place], high[place]
        if sign > 0 and least > -inf:
            low[place] = max(low[place], ceil(least - TOLERANCE))
        elif least > -inf:
            high[place] = min(high[place], floor(TOLERANCE - least))
        if (low[place], high[place]) != before:
            narrow(self.every, low, high, first=np.array([place]))

    def _around(self, column: int, size: int) -> tuple[Places, Places]:
        """Return the unknowns that are tied to one by the fewest sums, and every sum that they are in."""
        inside = np.zeros(len(self.places), dtype=bool)
        inside[column] = True
        edge = np.array([column])
        room = size - 1
        while len(edge) and room > 0:
            rows = np.unique(self.by_column[:, edge].indices)
            near = np.unique(self.sums.matrix[rows].indices)
            edge = near[~inside[near]][:room]
            inside[edge] = True
            room -= len(edge)
        free = np.flatnonzero(inside)
        return free, np.unique(self.by_column[:, free].indices)


def _ends_of(matrix: csr_array, low: Floats, high: Floats, *, inside: Places) -> tuple[Floats, Floats]:
    """Return the least and the most that each sum of those that are not inside can be."""
    is_outside = np.ones(len(low), dtype=bool)
    is_outside[inside] = False
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    kept = is_outside[matrix.indices]
    row, column, weight = row[kept], matrix.indices[kept], matrix.data[kept]
    downs = weight * np.where(weight > 0, low[column], high[column])
    ups = weight * np.where(weight > 0, high[column], low[column])
    size = matrix.shape[0]
    least: Floats = np.bincount(row, downs, minlength=size).astype(np.float64)
    most: Floats = np.bincount(row, ups, minlength=size).astype(np.float64)
    return least, most
