"""Unknown whole numbers, each between two, and weighted sums of them that lie between two numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor, inf, isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

ROUND_OFF = 1e-6
MOST_ROUNDS = 60
"""How often one unknown may be narrowed: sums that go in a circle would be narrowed by one each time."""


class ContradictionError(Exception):
    """No whole numbers fit everything that is said."""


class Sums(NamedTuple):
    """Weighted sums, a row each, and between which numbers they lie."""

    matrix: csr_array
    least: Floats
    most: Floats


@dataclass(slots=True)
class System:
    """What is not known, and what is known of it.

    Parameters
    ----------
    places
        The place of each unknown by its name.
    low, high
        Between which numbers each lies.
    """

    places: dict[Hashable, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    _columns: list[int] = field(default_factory=list)
    _weights: list[float] = field(default_factory=list)
    _ends: list[int] = field(default_factory=lambda: [0])
    _least: list[float] = field(default_factory=list)
    _most: list[float] = field(default_factory=list)
    _sums: Sums | None = None

    def unknown(self, name: Hashable, *, least: float = 0.0) -> int:
        """Return the place of an unknown; it is made if it is not there."""
        place = self.places.setdefault(name, len(self.low))
        if place == len(self.low):
            self.low.append(least)
            self.high.append(inf)
        return place

    def between(self, place: int, low: float, high: float) -> None:
        """Say between which numbers an unknown lies.

        Raises
        ------
        ContradictionError
            If it cannot.
        """
        self.low[place] = max(self.low[place], ceil(low - ROUND_OFF) if isfinite(low) else low)
        self.high[place] = min(self.high[place], floor(high + ROUND_OFF) if isfinite(high) else high)
        if self.low[place] > self.high[place]:
            raise ContradictionError

    def row(self, terms: Iterable[tuple[float, int]], low: float, high: float) -> None:
        """Say between which numbers a weighted sum lies."""
        weights: dict[int, float] = {}
        for weight, place in terms:
            weights[place] = weights.get(place, 0.0) + weight
        before = len(self._columns)
        for place, weight in weights.items():
            if weight:
                self._columns.append(place)
                self._weights.append(weight)
        if len(self._columns) > before:
            self._ends.append(len(self._columns))
            self._least.append(low)
            self._most.append(high)

    def rows(
        self,
        columns: Sequence[int],
        weights: Sequence[float],
        *,
        ends: Sequence[int],
        low: list[float],
        high: list[float],
    ) -> None:
        """Say between which numbers weighted sums lie, one behind the other: no place is twice in one.

        Parameters
        ----------
        columns, weights
            Of each term the place of its unknown and its weight.
        ends
            Where each sum begins, and where the last one ends.
        low, high
            Between which numbers each lies.
        """
        before = len(self._columns)
        self._columns.extend(columns)
        self._weights.extend(weights)
        self._ends.extend(before + end for end in ends[1:])
        self._least.extend(low)
        self._most.extend(high)

    @property
    def sums(self) -> Sums:
        """Everything that was said of sums."""
        shape = len(self._least), len(self.low)
        if self._sums is None or self._sums.matrix.shape != shape:
            at = np.array(self._columns, dtype=np.int32), np.array(self._ends, dtype=np.int32)
            matrix = csr_array((np.array(self._weights, dtype=np.float64), *at), shape=shape)
            self._sums = Sums(matrix, np.array(self._least), np.array(self._most))
        return self._sums

    def narrow(self) -> None:
        """Narrow every unknown by all sums at once, again and again until nothing more follows.

        Raises
        ------
        ContradictionError
            If nothing is left for one of them.
        """
        low, high = np.array(self.low), np.array(self.high)
        narrow(self.sums, low, high)
        self.low, self.high = low.tolist(), high.tolist()


def narrow(sums: Sums, low: Floats, high: Floats, *, first: Places | None = None) -> None:
    """Narrow unknowns in place.

    Parameters
    ----------
    sums
        What is said of them together.
    low, high
        Between which numbers each lies.
    first
        The places of those that are narrower than before; left out, every sum is looked at.

    Raises
    ------
    ContradictionError
        If nothing is left for one of them.
    """
    matrix = sums.matrix
    by_column = matrix.tocsc()
    times = np.zeros(len(low), dtype=np.int64)
    rows = np.arange(matrix.shape[0]) if first is None else _of(by_column, first)
    while len(rows):
        changed = _narrowed(sums, rows, low, high)
        times[changed] += 1
        rows = _of(by_column, changed[times[changed] <= MOST_ROUNDS])


def _of(by_column: csc_array, places: Places) -> Places:
    """Return the sums that some unknowns are in."""
    found: Places = np.unique(by_column[:, places].indices) if len(places) else np.empty(0, dtype=np.intp)
    return found


def _narrowed(sums: Sums, rows: Places, low: Floats, high: Floats) -> Places:
    """Narrow the unknowns of some sums once; return the places of those that changed."""
    part = sums.matrix if len(rows) == sums.matrix.shape[0] else sums.matrix[rows]
    weight, column, starts = part.data, part.indices, part.indptr[:-1].astype(np.intp)
    row: Places = np.repeat(np.arange(len(rows)), np.diff(part.indptr))
    is_up = weight > 0
    downs = weight * np.where(is_up, low[column], high[column])
    ups = weight * np.where(is_up, high[column], low[column])
    with np.errstate(invalid="ignore"):
        from_low = (sums.least[rows][row] - _rest(ups, row, starts, endless=inf)) / weight
        from_high = (sums.most[rows][row] - _rest(downs, row, starts, endless=-inf)) / weight
    least = np.ceil(np.where(is_up, from_low, from_high) - ROUND_OFF)
    most = np.floor(np.where(is_up, from_high, from_low) + ROUND_OFF)
    order = np.argsort(column, kind="stable")
    places, firsts = np.unique(column[order], return_index=True)
    new_low = np.maximum(low[places], np.maximum.reduceat(least[order], firsts))
    new_high = np.minimum(high[places], np.minimum.reduceat(most[order], firsts))
    if (new_low > new_high).any():
        raise ContradictionError
    changed: Places = places.astype(np.intp)[(new_low > low[places]) | (new_high < high[places])]
    low[places], high[places] = new_low, new_high
    return changed


def _rest(ends: Floats, row: Places, starts: Places, *, endless: float) -> Floats:
    """Return for each term an end of the sum of all others: without end if one of these is."""
    is_endless = np.isinf(ends)
    finite = np.where(is_endless, 0.0, ends)
    totals, times = np.add.reduceat(finite, starts), np.add.reduceat(is_endless.astype(np.int64), starts)
    rest: Floats = np.where(times[row] - is_endless > 0, endless, totals[row] - finite)
    return rest
