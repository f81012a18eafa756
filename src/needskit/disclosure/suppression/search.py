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

from needskit.disclosure.suppression.near import Near
from needskit.disclosure.suppression.proofs import Proofs, Target
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from needskit.disclosure.suppression.worlds import System
    from needskit.stats.proportion import Floats

    Flags = npt.NDArray[np.bool_]
    Moves = npt.NDArray[np.int64]

FREE = 0.001
"""What it costs that a count that is not shown is another: nothing, but that fewer should."""

CAP = 3
"""So many thresholds a count may be another by, before more is tried."""

SIZES = (500, 1_500, None)
"""How many of the nearest counts may be others, before more is tried."""

FEW = 8
"""A count is shown again only where no more worlds than these must be found anew for it."""

TRIES = 600
"""So many worlds are looked for to show counts again: counted, not timed, so that every machine hides the same."""


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
    proofs: Proofs = field(init=False)
    near: Near = field(init=False)
    certain: set[int] = field(init=False, default_factory=set)
    """Counts of nobody, whatever the people are."""
    alone: int = field(init=False, default=0)
    """How many counts somebody who is the one of another can work out."""

    def __post_init__(self) -> None:
        """Begin with the small counts themselves."""
        self.hidden = np.zeros(len(self.shown), dtype=bool)
        self.hidden[list(self.required)] = True
        self.hidden &= self.shown
        self.proofs = Proofs(self.system, self.threshold)
        self.near = Near.by(self.system.equal)

    def run(self) -> None:
        """Hide as few as will do.

        Raises
        ------
        DisclosureError
            If a small count can be worked out whatever is hidden.
        """
        targets = self._targets()
        for target in targets:
            if not self.proofs.reach(target):
                self._hide_for(target)
        self._show_again([target for target in targets if target[0] not in self.certain])
        self._against_the_one()

    def _targets(self) -> list[Target]:
        """Return what must be held possible, the furthest from the truth first."""
        true = self.system.true
        ends = [(at, end) for at, (low, high) in self.required.items() for end in (high, low) if end != true[at]]
        return sorted(ends, key=lambda each: (-abs(each[1] - int(true[each[0]])), each))

    def _hide_for(self, target: Target) -> None:
        """Hide what must be hidden so that a reader holds this possible."""
        found = self._another(target, ~self.fixed)
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
        self.proofs.add(world)
        self.hidden |= self.shown & (world != 0)

    def _another(
        self, target: Target, may_move: Flags, *, stays: int | None = None, sizes: tuple[int | None, ...] = SIZES
    ) -> Moves | None:
        """Return the world that hides least of what is near, or of everything where nothing near will do."""
        at, to = target
        cost = np.where(self.hidden | ~self.shown, FREE, self.value)
        for size in sizes:
            moving = may_move & self.near.nearest(at, size)
            if stays is not None:
                moving[stays] = False
            moving[at] = True
            for cap in (CAP * self.threshold, None) if size is None else (CAP * self.threshold,):
                found = self.system.another(at, to, places=np.flatnonzero(moving), cost=cost, cap=cap)
                if found is not None:
                    return found
        return None

    def _show_again(self, targets: list[Target]) -> None:
        """Show again what need not be hidden, that first which is worth most."""
        needed = np.zeros(len(self.shown), dtype=bool)
        needed[list(self.required)] = True
        more = np.flatnonzero(self.hidden & ~needed)
        left = TRIES
        for place in sorted(more.tolist(), key=lambda at: (-self.value[at], at)):
            covering = self.proofs.covering(targets)
            without = self.proofs.standing(place)
            open_ = [targets[row] for row in np.flatnonzero(~covering[:, without].any(axis=1)).tolist()]
            if len(open_) > min(FEW, left):
                continue
            left -= len(open_)
            found = self._worlds_without(place, open_)
            if found is not None:
                self.proofs.only(without)
                self.hidden[place] = False
                for world in found:
                    self.proofs.add(world)

    def _worlds_without(self, place: int, targets: list[Target]) -> list[Moves] | None:
        """Return worlds that do without hiding a count; None if there are none near."""
        may_move = (self.hidden | ~self.shown) & ~self.fixed
        may_move[place] = False
        found = []
        for target in targets:
            world = self._another(target, may_move, sizes=SIZES[:-1])
            if world is None:
                return None
            found.append(world)
        return found

    def _against_the_one(self) -> None:
        """Hide more where somebody who is the one of a count could work out another from it."""
        ones = [at for at in self.required if self.hidden[at] and self.system.true[at] == 1]
        places = np.array([at for at in self.required if at not in self.certain], dtype=np.int64)
        for one in ones:
            for at in places[~self.proofs.moved_beside(one, places)].tolist():
                if at != one and not self.proofs.moved_beside(one, np.array([at]))[0]:
                    self._hide_beside(at, one)

    def _hide_beside(self, at: int, one: int) -> None:
        true = int(self.system.true[at])
        among_hidden = (self.hidden | ~self.shown) & ~self.fixed
        for may_move in (among_hidden, ~self.fixed):
            for to in (true + 1, true - 1):
                found = self._another((at, to), may_move, stays=one) if to >= 0 else None
                if found is not None:
                    self._take(found)
                    return
        self.alone += 1
