"""Unknown whole numbers, each between two, and weighted sums of them that lie between two numbers."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import ceil, floor, inf, isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

ROUND_OFF = 1e-6
MOST_ROUNDS = 60
"""How often one unknown may be narrowed: sums that go in a circle would be narrowed by one each time."""

Terms = tuple[tuple[float, int], ...]


class ContradictionError(Exception):
    """No whole numbers fit everything that is said."""


@dataclass(slots=True)
class System:
    """What is not known, and what is known of it.

    Parameters
    ----------
    places
        The place of each unknown by its name.
    low, high
        Between which numbers each lies.
    rows
        Weighted sums, and between which numbers they lie.
    """

    places: dict[Hashable, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)

    def unknown(self, name: Hashable, *, least: float = 0.0) -> int:
        """Return the place of an unknown; it is made if it is not there."""
        if name not in self.places:
            self.places[name] = len(self.low)
            self.low.append(least)
            self.high.append(inf)
        return self.places[name]

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
        kept = tuple((weight, place) for place, weight in weights.items() if weight)
        if kept:
            self.rows.append((kept, low, high))

    def narrow(self) -> None:
        """Narrow every unknown by each sum in turn, until nothing more follows.

        Raises
        ------
        ContradictionError
            If nothing is left for one of them.
        """
        holds: list[list[int]] = [[] for _ in self.low]
        for number, (terms, _, _) in enumerate(self.rows):
            for _, place in terms:
                holds[place].append(number)
        waiting = deque(range(len(self.rows)))
        is_waiting = [True] * len(self.rows)
        times = [0] * len(self.low)
        while waiting:
            number = waiting.popleft()
            is_waiting[number] = False
            for place in self._narrow_by(number):
                times[place] += 1
                if times[place] > MOST_ROUNDS:
                    continue
                for other in holds[place]:
                    if not is_waiting[other]:
                        is_waiting[other] = True
                        waiting.append(other)

    def _narrow_by(self, number: int) -> list[int]:
        """Narrow the unknowns of one sum; return those that changed."""
        terms, low, high = self.rows[number]
        least, most = _ends(terms, self.low, self.high)
        changed = []
        for weight, place in terms:
            own = (weight * self.low[place], weight * self.high[place])
            rest_low = _without(least, min(own), endless=-inf)
            rest_high = _without(most, max(own), endless=inf)
            ends = ((low - rest_high) / weight, (high - rest_low) / weight)
            before = self.low[place], self.high[place]
            self.between(place, min(ends), max(ends))
            if (self.low[place], self.high[place]) != before:
                changed.append(place)
                least, most = _ends(terms, self.low, self.high)
        return changed


def _ends(terms: Terms, low: list[float], high: list[float]) -> tuple[tuple[float, int], tuple[float, int]]:
    """Return the least and the most that a sum can be, each as a finite part and how often it is without end."""
    least, most, none_low, none_high = 0.0, 0.0, 0, 0
    for weight, place in terms:
        down, up = (low[place], high[place]) if weight > 0 else (high[place], low[place])
        if isfinite(down):
            least += weight * down
        else:
            none_low += 1
        if isfinite(up):
            most += weight * up
        else:
            none_high += 1
    return (least, none_low), (most, none_high)


def _without(end: tuple[float, int], own: float, *, endless: float) -> float:
    """Return an end of a sum without one of its terms."""
    finite, times = end
    if isfinite(own):
        return endless if times else finite - own
    return finite if times == 1 else endless
