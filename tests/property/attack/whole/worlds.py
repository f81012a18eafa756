"""How low and how high unknowns can be: by narrowing, then by whole-number worlds that fit all that is said."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.property.attack.whole.ties import Rows

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
LARGE, NEARLY, ROUND_OFF, ROUNDS = 1e7, 1e-6, 1e-4, 60
LOOSE, LONGEST = 0.5, 20.0
"""Worlds are drawn for many targets together, as near the best as this, and no longer than so many seconds each."""

WIDER = ((3_000, 8), (8_000, 8), (100_000, 3))
"""How many unknowns around one are let go, each until so many worlds in turn settle nothing."""


@dataclass
class Worlds:
    """Unknowns, sums of them, and the worlds that were seen to fit."""

    matrix: csr_array
    least: Floats
    most: Floats
    low: Floats
    high: Floats
    true: Floats
    """The truth, where it is known: from it worlds are looked for, since there is room on all sides."""
    seen_low: Floats = field(init=False)
    seen_high: Floats = field(init=False)
    programs: int = 0

    def __post_init__(self) -> None:
        self.seen_low, self.seen_high = np.full(len(self.low), np.inf), np.full(len(self.low), -np.inf)

    @staticmethod
    def of(rows: Rows, low: Sequence[float], high: Sequence[float]) -> Worlds:
        where = np.array(rows.numbers, dtype=np.int32), np.array(rows.columns, dtype=np.int32)
        matrix = csr_array((np.array(rows.weights), where), shape=(len(rows.low), len(low)))
        return Worlds(
            matrix, np.array(rows.low), np.array(rows.high), np.array(low), np.array(high), np.full(len(low), np.nan)
        )

    def narrow(self) -> None:
        """Narrow every unknown by every sum at once, until nothing more follows or it has been done often enough."""
        data, columns, starts = self.matrix.data, self.matrix.indices, self.matrix.indptr
        rows = np.repeat(np.arange(len(self.least)), np.diff(starts))
        up = data > 0
        for _ in range(ROUNDS):
            before = self.low.copy(), self.high.copy()
            down_end = np.where(up, data * self.low[columns], data * self.high[columns])
            up_end = np.where(up, data * self.high[columns], data * self.low[columns])
            rest_low, rest_high = (_of_others(end, rows, len(self.least)) for end in (down_end, up_end))
            with np.errstate(invalid="ignore"):
                ends = (self.least[rows] - rest_high) / data, (self.most[rows] - rest_low) / data
            lower, upper = np.where(up, ends[0], ends[1]), np.where(up, ends[1], ends[0])
            np.maximum.at(self.low, columns, np.ceil(np.nan_to_num(lower, nan=-np.inf, neginf=-np.inf) - NEARLY))
            np.minimum.at(self.high, columns, np.floor(np.nan_to_num(upper, nan=np.inf, posinf=np.inf) + NEARLY))
            assert (self.low <= self.high).all(), "the printed figures contradict each other"
            if np.array_equal(before[0], self.low) and np.array_equal(before[1], self.high):
                return

    def parts(self) -> list[Places]:
        """Return the unknowns that are open, in parts that no sum ties to each other."""
        is_open = self.low < self.high
        kept = self.matrix[:, np.flatnonzero(is_open)]
        _, label = connected_components(csr_array(abs(kept.T @ kept) > 0), directed=False)
        places = np.flatnonzero(is_open)
        return [places[label == number] for number in range(int(label.max(initial=-1)) + 1)]

    def settle(self, targets: Places, *, small: int, until: float) -> None:
        """Look for worlds until each of the targets is safe, or its ends are seen, or there is no time left."""
        for part in sorted(self.parts(), key=len):
            inside = targets[np.isin(targets, part)]
            if len(inside):
                _Part(self, part).settle(inside, small=small, until=until)

    def is_safe(self, targets: Places, small: int) -> npt.NDArray[np.bool_]:
        """Tell of which targets three numbers are possible, one of them not small or nought."""
        low, high = self.seen_low[targets], self.seen_high[targets]
        return np.asarray((high - low >= 2) & ((low < 1) | (high >= small)))


def _of_others(end: Floats, rows: Places, size: int) -> Floats:
    """Return of each entry what the others of its row come to, endless where any of them is."""
    endless = ~np.isfinite(end)
    total = np.bincount(rows, np.where(endless, 0, end), size)
    times = np.bincount(rows, endless, size)
    others = total[rows] - np.where(endless, 0, end)
    sign = -np.inf if (end[endless] < 0).all() else np.inf
    return np.where(times[rows] - endless > 0, sign, others)


class _Part:
    """Unknowns that sums tie to each other."""

    def __init__(self, worlds: Worlds, places: Places) -> None:
        self.worlds, self.places = worlds, places
        inside = worlds.matrix[:, places]
        touched = np.flatnonzero(np.diff(inside.indptr))
        fixed = np.where(worlds.low == worlds.high, worlds.low, 0.0)
        others = np.asarray(worlds.matrix[touched] @ fixed)
        self.matrix = inside[touched]
        self.least, self.most = worlds.least[touched] - others, worlds.most[touched] - others
        self.by_column, self.by_row = self.matrix.tocsc(), self.matrix
        self.world: Floats | None = None
        self.middle: Floats | None = None
        self.low, self.high = worlds.low[places], np.minimum(worlds.high[places], LARGE)

    def settle(self, targets: Places, *, small: int, until: float) -> None:
        """Look for worlds that differ around targets from one that fits, ever wider, then anywhere for each left."""
        told = self.worlds.true[self.places]
        self._world(
            np.zeros(len(told)), until=until, gap=LOOSE, low=np.fmax(told, self.low), high=np.fmin(told, self.high)
        )
        self.middle = self.world
        draw = np.random.default_rng(1)
        for size, idle in WIDER:
            number = settled_nothing = 0
            while settled_nothing < idle and time.process_time() < until and len(left := self._left(targets, small)):
                self._together(left, draw, number, size, until=until)
                settled_nothing = settled_nothing + 1 if len(self._left(targets, small)) == len(left) else 0
                number += 1
        for place, sign in product(self._left(targets, small), (1.0, -1.0)):
            if time.process_time() < until and len(self._left(np.array([place]), small)):
                self._furthest(int(place), sign, until=until)

    def _together(self, left: Places, draw: np.random.Generator, number: int, size: int, *, until: float) -> None:
        """Look for a world that differs around one of the targets, for all of those that are near it at once."""
        free = self._around(int(draw.choice(left)), size)
        inside = left[free[np.searchsorted(self.places, left)]]
        signs = np.full(len(inside), 1.0 - 2 * (number % 2))
        signs = signs if number % 4 < 2 else draw.choice([-1.0, 1.0], len(inside))
        stays = None if self.middle is None else np.where(free, np.nan, self.middle)
        self._world(self._cost(inside, signs), until=min(until, time.process_time() + LONGEST), gap=LOOSE, stays=stays)

    def _cost(self, places: Places, signs: Floats) -> Floats:
        cost = np.zeros(len(self.places))
        cost[np.searchsorted(self.places, places)] = signs
        return cost

    def _around(self, place: int, size: int) -> npt.NDArray[np.bool_]:
        """Tell which unknowns are tied to one by the fewest sums."""
        free, edge = np.zeros(len(self.places), dtype=bool), np.array([np.searchsorted(self.places, place)])
        while len(edge) and free.sum() < size:
            free[edge] = True
            rows = np.unique(self.by_column[:, edge].indices)
            near = np.unique(self.by_row[rows].indices)
            edge = near[~free[near]][: size - int(free.sum())]
        return free

    def _left(self, targets: Places, small: int) -> Places:
        worlds = self.worlds
        told = (worlds.seen_low[targets] == worlds.low[targets]) & (worlds.seen_high[targets] == worlds.high[targets])
        left: Places = targets[~worlds.is_safe(targets, small) & ~told]
        return left

    def _furthest(self, place: int, sign: float, *, until: float) -> None:
        """Narrow an unknown by what fractions of people allow, then by whole people."""
        worlds, cost = self.worlds, self._cost(np.array([place]), np.array([sign]))
        for whole in (False, True):
            end = self._world(cost, until=until, gap=0.0, whole=whole)
            if end is None:
                continue
            if sign > 0:
                worlds.low[place] = max(worlds.low[place], np.ceil(end - NEARLY * 10))
            else:
                worlds.high[place] = min(worlds.high[place], np.floor(-end + NEARLY * 10))
            seen = (worlds.seen_low, worlds.low) if sign > 0 else (worlds.seen_high, worlds.high)
            if seen[0][place] == seen[1][place]:
                return

    def _world(
        self,
        cost: Floats,
        *,
        until: float,
        gap: float,
        whole: bool = True,
        stays: Floats | None = None,
        low: Floats | None = None,
        high: Floats | None = None,
    ) -> float | None:
        """Look for a world in which a cost is small; return the least that it can be, if that is proved."""
        self.worlds.programs += 1
        whole_range = gap == 0 and stays is None
        free = np.arange(len(cost)) if stays is None else np.flatnonzero(np.isnan(stays))
        matrix, least, most = self.matrix, self.least, self.most
        if stays is not None:
            inside = self.by_column[:, free]
            touched = np.unique(inside.indices)
            others = np.asarray(self.matrix[touched] @ np.nan_to_num(stays))
            matrix, least, most = inside.tocsr()[touched], least[touched] - others, most[touched] - others
        answer = milp(
            cost[free],
            constraints=[LinearConstraint(matrix, least, most)],
            bounds=Bounds((self.low if low is None else low)[free], (self.high if high is None else high)[free]),
            integrality=np.full(len(free), int(whole)),
            options={"time_limit": max(until - time.process_time(), 0.1), "mip_rel_gap": gap},
        )
        assert answer.status != 2, "the printed figures contradict each other"
        if answer.x is None:
            return None
        world = np.zeros(len(cost)) if stays is None else np.nan_to_num(stays)
        world[free] = np.rint(answer.x)
        if np.abs(answer.x - world[free]).max(initial=0) < ROUND_OFF:
            self._see(world)
        return float(answer.fun) if whole_range and not answer.status else None

    def _see(self, world: Floats) -> None:
        sums = np.asarray(self.matrix @ world)
        if (sums >= self.least - ROUND_OFF).all() and (sums <= self.most + ROUND_OFF).all():
            self.world = world
            seen_low, seen_high = self.worlds.seen_low, self.worlds.seen_high
            seen_low[self.places] = np.minimum(seen_low[self.places], world)
            seen_high[self.places] = np.maximum(seen_high[self.places], world)
