"""The worlds that prove that small counts cannot be told, and which of them do without a count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from needskit.disclosure.suppression.worlds import System

    Flags = npt.NDArray[np.bool_]
    Moves = npt.NDArray[np.int64]

Target = tuple[int, int]
"""A count, and what a reader must hold possible that it is."""

SUMMED = 40
"""So many worlds are tried to be put together to one more."""


@dataclass(slots=True)
class Proofs:
    """Worlds, kept as by how much each count is another in them.

    Parameters
    ----------
    system
        What holds between the counts.
    threshold
        The first number that may be told: further than that no world need go.
    """

    system: System
    threshold: int
    worlds: list[Moves] = field(default_factory=list)
    highest: Moves = field(init=False)
    lowest: Moves = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the people as they are."""
        self.highest, self.lowest = np.zeros((2, len(self.system.true)), dtype=np.int64)

    def add(self, world: Moves) -> None:
        """Keep a world, and what else follows from it: the same several times over, and the other way round."""
        kept = [world]
        for sign in (1, -1):
            times = min(self.system.times(sign * world), self.threshold)
            kept += [sign * times * world] if times > (1 if sign == 1 else 0) else []
        for each in kept:
            self._keep(each)

    def _keep(self, world: Moves) -> None:
        self.worlds.append(world)
        np.maximum(self.highest, world, out=self.highest)
        np.minimum(self.lowest, world, out=self.lowest)

    def reach(self, target: Target) -> bool:
        """Tell whether a reader must hold this possible, or whether worlds put together show it."""
        at, to = target
        by = to - int(self.system.true[at])
        if (by > 0 and self.highest[at] >= by) or (by < 0 and self.lowest[at] <= by):
            return True
        return self._put_together(at, by)

    def _put_together(self, at: int, by: int) -> bool:
        sign = 1 if by > 0 else -1
        those = sorted((world for world in self.worlds if sign * world[at] > 0), key=lambda world: -sign * world[at])
        for first in range(min(len(those), 3)):
            so_far = those[first]
            for world in those[:SUMMED]:
                more = so_far + world
                if self.system.holds(more):
                    so_far = more
                    if sign * so_far[at] >= sign * by:
                        self._keep(so_far)
                        return True
        return False

    def covering(self, targets: Sequence[Target]) -> Flags:
        """Return which worlds show which to be possible; shape ``(targets, worlds)``."""
        at = np.array([place for place, _ in targets], dtype=np.int64)
        by = np.array([to for _, to in targets], dtype=np.int64) - self.system.true[at]
        moved = np.array([world[at] for world in self.worlds], dtype=np.int64).reshape(-1, len(at)).T
        return np.asarray(np.where(by[:, None] > 0, moved >= by[:, None], moved <= by[:, None]))

    def standing(self, place: int) -> Flags:
        """Return in which worlds a count stays as it is; shape ``(worlds,)``."""
        return np.array([not world[place] for world in self.worlds], dtype=bool)

    def only(self, kept: Flags) -> None:
        """Let go of the other worlds; shape ``(worlds,)``."""
        self.worlds = [world for world, stays in zip(self.worlds, kept, strict=True) if stays]
        nothing = np.zeros(len(self.system.true), dtype=np.int64)
        self.highest = np.max([nothing, *self.worlds], axis=0)
        self.lowest = np.min([nothing, *self.worlds], axis=0)

    def moved_beside(self, one: int, places: Moves) -> Flags:
        """Return which counts at these places are others in a world where one stays as it is."""
        found = np.zeros(len(places), dtype=bool)
        for world in self.worlds:
            if not world[one]:
                found |= world[places] != 0
        return found
