"""Which counts are hidden so that no small one can be worked out: found a world at a time, then as few as will do.

References
----------
Fischetti and Salazar (2001), "Solving the cell suppression problem on tabular data with linear constraints", Management
Science 47, 1008-1027; ESSnet Handbook on Statistical Disclosure Control, second edition, chapter 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    from needskit.disclosure.suppression.worlds import System
    from needskit.stats.proportion import Floats

    Flags = npt.NDArray[np.bool_]
    Moves = npt.NDArray[np.int64]

FREE = 0.001
"""What it costs that a count that is not shown is another: nothing, but that fewer should."""

CAP = 3
"""So many thresholds a count may be another by, before more is tried."""

Target = tuple[int, int]
"""A count, and what a reader must hold possible that it is."""


@dataclass(slots=True)
class Search:
    """The counts of an extract that are hidden, and the worlds that prove that this is enough.

    Parameters
    ----------
    system
        What holds between the counts.
    required
        Between which numbers, at the least, a reader must not be able to tell a count, by its place.
    shown
        Which counts tables show; shape ``(cells,)``.
    value
        What each is worth to a reader; shape ``(cells,)``.
    fixed
        Which everybody knows; shape ``(cells,)``.
    threshold
        The first number that may be told.
    """

    system: System
    required: Mapping[int, tuple[int, int]]
    shown: Flags
    value: Floats
    fixed: Flags
    threshold: int
    hidden: Flags = field(init=False)
    worlds: list[Moves] = field(init=False, default_factory=list)
    certain: set[int] = field(init=False, default_factory=set)
    """Counts of nobody, whatever the people are."""
    alone: int = field(init=False, default=0)
    """How many counts somebody who is the one of another can work out."""

    def __post_init__(self) -> None:
        """Begin with the small counts themselves."""
        self.hidden = np.zeros(len(self.shown), dtype=bool)
        self.hidden[list(self.required)] = True
        self.hidden &= self.shown

    def run(self) -> None:
        """Hide as few as will do.

        Raises
        ------
        DisclosureError
            If a small count can be worked out whatever is hidden.
        """
        for target in self._targets():
            if not self._reached(target):
                self._hide_for(target)
        self._show_again()
        self._against_the_one()

    def _targets(self) -> list[Target]:
        """Return what must be held possible, the furthest from the truth first."""
        true = self.system.true
        ends = [(at, end) for at, (low, high) in self.required.items() for end in (high, low) if end != true[at]]
        return sorted(ends, key=lambda each: (-abs(each[1] - int(true[each[0]])), each))

    def _reached(self, target: Target) -> bool:
        return any(self._reaches(world, target) for world in self.worlds)

    def _reaches(self, world: Moves, target: Target) -> bool:
        at, to = target
        true = int(self.system.true[at])
        there = true + int(world[at])
        return there >= to if to > true else there <= to

    def _hide_for(self, target: Target, *, stays: int | None = None) -> None:
        """Hide what must be hidden so that a reader holds this possible."""
        found = self._among_hidden(target, stays=stays)
        if found is None:
            found = self._at_least_cost(target, stays=stays)
        if found is None and not self.system.true[target[0]]:
            # That there is nobody follows from what the words mean, and is no news of anybody.
            self.certain.add(target[0])
            return
        if found is None:
            message = (
                f"A number under {self.threshold} could be worked out whatever else is hidden. Release fewer tables "
                "together, coarser breakdowns (for example age_group in place of age_band), or under policy 'publish'."
            )
            raise DisclosureError(message)
        self._take(found)

    def _take(self, world: Moves) -> None:
        self.worlds.append(world)
        self.hidden |= self.shown & (world != 0)

    def _among_hidden(self, target: Target, *, stays: int | None = None, without: int | None = None) -> Moves | None:
        """Return a world in which only what is hidden is another."""
        may_move = (self.hidden | ~self.shown) & ~self.fixed
        if without is not None:
            may_move[without] = False
        return self._another(target, may_move, stays=stays)

    def _at_least_cost(self, target: Target, *, stays: int | None = None) -> Moves | None:
        return self._another(target, ~self.fixed, stays=stays)

    def _another(self, target: Target, may_move: Flags, *, stays: int | None) -> Moves | None:
        cost = np.where(self.hidden | ~self.shown, FREE, self.value)
        for cap in (CAP * self.threshold, None):
            found = self.system.another(*target, may_move=may_move, cost=cost, cap=cap, stays=stays)
            if found is not None:
                return found
        return None

    def _show_again(self) -> None:
        """Show again what need not be hidden, that first which is worth most."""
        needed = np.zeros(len(self.shown), dtype=bool)
        needed[list(self.required)] = True
        more = np.flatnonzero(self.hidden & ~needed)
        for place in sorted(more, key=lambda at: (-self.value[at], at)):
            found = self._worlds_without(int(place))
            if found is not None:
                self.worlds = found
                self.hidden[place] = False

    def _worlds_without(self, place: int) -> list[Moves] | None:
        """Return worlds that do without hiding a count; None if there are none."""
        stay = [world for world in self.worlds if not world[place]]
        gone = [world for world in self.worlds if world[place]]
        for target in self._targets():
            if any(self._reaches(world, target) for world in stay):
                continue
            if not any(self._reaches(world, target) for world in gone):
                continue
            found = self._among_hidden(target, without=place)
            if found is None:
                return None
            stay.append(found)
        return stay

    def _against_the_one(self) -> None:
        """Hide more where somebody who is the one of a count could work out another from it."""
        ones = [at for at in self.required if self.hidden[at] and self.system.true[at] == 1]
        places = np.array([at for at in self.required if at not in self.certain], dtype=np.int64)
        for one in ones:
            for at in self._exact_beside(one, places):
                self._hide_beside(int(at), one)

    def _exact_beside(self, one: int, places: npt.NDArray[np.int64]) -> Iterable[int]:
        """Return the small counts that no world has otherwise while the one stays."""
        open_to = np.zeros(len(places), dtype=bool)
        for world in self.worlds:
            if not world[one]:
                open_to |= world[places] != 0
        return [int(at) for at in places[~open_to] if at != one]

    def _hide_beside(self, at: int, one: int) -> None:
        true = int(self.system.true[at])
        for way in (self._among_hidden, self._at_least_cost):
            for to in (true + 1, true - 1):
                if any(not world[one] and world[at] for world in self.worlds):
                    return
                found = way((at, to), stays=one) if to >= 0 else None
                if found is not None:
                    self._take(found)
                    return
        self.alone += 1
