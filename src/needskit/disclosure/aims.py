"""Which multiple a count goes to if it can: the nearest, one that is drawn, or the one that it was shown as before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from needskit.disclosure.key import Key
    from needskit.stats.proportion import Floats
    from needskit.table.whom import Whom

    Flags = npt.NDArray[np.bool_]

FIRM = 100.0
"""So many times as dear as another is it to move a count away from what it was shown as before."""


@dataclass(frozen=True, slots=True)
class Aims:
    """Where counts go if they can, other than to the nearest multiple.

    Parameters
    ----------
    drawn_by
        The key by which each count draws whether it goes up: with the chance of how far it is on the way, so that over
        keys what it draws comes to what it is.
    pinned
        What counts were shown as before.
    """

    drawn_by: Key | None = None
    pinned: Mapping[Whom, int] = field(default_factory=dict)

    def of(self, cells: Sequence[Whom], exact: npt.NDArray[np.int64], base: int) -> tuple[Flags, Floats, Flags]:
        """Return which cells have an aim, which multiple it is, and which of them were shown before.

        Parameters
        ----------
        cells
            In order.
        exact
            True counts, -1 where they are not known; shape ``(cells,)``.
        base
            What counts become multiples of; aims are in units of it.
        """
        known = exact >= 0
        aim = np.where(known, exact / base, 0.0)
        aimed = np.zeros(len(cells), dtype=bool)
        if self.drawn_by is not None:
            chance = np.array([self.drawn_by.draw(whom) for whom in cells])
            aim = np.floor(aim) + (chance < exact % base / base)
            aimed = known & (exact % base > 0)
        pinned = np.array([whom in self.pinned for whom in cells], dtype=bool) & known
        aim[pinned] = [self.pinned[cells[place]] // base for place in np.flatnonzero(pinned).tolist()]
        return aimed | pinned, aim, pinned


ANY = Aims()
"""The nearest, of all counts."""
