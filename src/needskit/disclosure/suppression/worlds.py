"""Other people that what is shown would fit as well: whole numbers that keep every sum.

That a reader cannot tell a count from another is proved by a world in which it is that other one, and in which no count
that is shown is different.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    from needskit.stats.proportion import Floats
    from needskit.table.whom import Whom

    Flags = npt.NDArray[np.bool_]
    Moves = npt.NDArray[np.int64]
    Places = npt.NDArray[np.int64]

GAP = 0.3
"""A world that moves a little more than it must does as well."""

NODES = 200
"""Where the search for one world ends: counted, not timed, so that every machine finds the same one."""


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """The counts of an extract, shown or following, and everything that a reader knows to hold between them.

    Parameters
    ----------
    cells
        In a fixed order.
    true
        How many each counts; shape ``(cells,)``.
    least, most
        Between what each may lie, as far as everybody knows; shape ``(cells,)``.
    equal, not_below
        Weights of sums that come to nought, and of sums that are not below it; shapes ``(sums, cells)``.
    """

    cells: Sequence[Whom]
    true: Moves
    least: Moves
    most: Floats
    equal: csr_array
    not_below: csr_array
    above: Moves = field(init=False)
    """What the sums that are not below nought come to; shape ``(sums,)``."""

    def __post_init__(self) -> None:
        """Work out by how much sums are above nought."""
        object.__setattr__(self, "above", self.not_below @ self.true)

    def another(self, at: int, to: int, *, places: Places, cost: Floats, cap: int | None) -> Moves | None:
        """Return by how much each count is another in a world where one of them is ``to``, at the least cost.

        Parameters
        ----------
        at
            Which count must be another.
        to
            What it is there.
        places
            Which counts may be others, in order; ``at`` is one of them.
        cost
            What each costs, for one by which it is another; shape ``(cells,)``.
        cap
            By how many a count may be another at the most.

        Returns
        -------
        array or None
            Whole numbers of shape ``(cells,)``; None if there is no such world.
        """
        from scipy.optimize import Bounds, milp  # noqa: PLC0415 - loaded only when used

        true = self.true[places].astype(np.float64)
        furthest = np.inf if cap is None else float(cap)
        up = np.minimum(self.most[places] - true, furthest)
        down = np.minimum(true - self.least[places], furthest)
        spot = int(np.searchsorted(places, at))
        by = float(to - self.true[at])
        low_up, low_down = np.zeros(len(places)), np.zeros(len(places))
        up[spot] = low_up[spot] = max(by, 0.0)
        down[spot] = low_down[spot] = max(-by, 0.0)
        answer = milp(
            np.concatenate([cost[places], cost[places]]),
            constraints=self._constraints(places),
            bounds=Bounds(np.concatenate([low_up, low_down]), np.concatenate([up, down])),
            integrality=np.ones(2 * len(places), dtype=np.int64),
            options={"mip_rel_gap": GAP, "node_limit": NODES},
        )
        if answer.x is None:
            return None
        found = np.zeros(len(self.cells), dtype=np.int64)
        whole = np.rint(answer.x).astype(np.int64)
        found[places] = whole[: len(places)] - whole[len(places) :]
        self.prove(found)
        return found

    def _constraints(self, places: Places) -> list[LinearConstraint]:
        """Return the sums that counts at these places are in; those that nothing moves in hold as they are."""
        from scipy.optimize import LinearConstraint  # noqa: PLC0415
        from scipy.sparse import hstack  # noqa: PLC0415

        found = []
        for rows, least in ((self.equal[:, places], None), (self.not_below[:, places], -self.above)):
            touched = np.flatnonzero(np.diff(rows.indptr))
            if len(touched):
                some = rows[touched]
                both = hstack([some, -some], format="csr")
                ends = (0.0, 0.0) if least is None else (least[touched].astype(np.float64), np.inf)
                found.append(LinearConstraint(both, *ends))
        return found

    def holds(self, moves: Moves) -> bool:
        """Tell whether people could be so as far as bounds and orders go; sums of worlds keep every equation."""
        world = self.true + moves
        inside = (world >= self.least).all() and (world <= self.most).all()
        return bool(inside and not ((self.above + self.not_below @ moves) < 0).any())

    def times(self, moves: Moves) -> int:
        """Return how many times over a world may be moved so."""
        changed = np.flatnonzero(moves)
        by, true = moves[changed], self.true[changed]
        most = np.minimum(self.most[changed], float(2**31))
        room = np.where(by < 0, true - self.least[changed], most - true)
        sums = self.not_below @ moves
        falls = np.flatnonzero(sums < 0)
        every = [room // np.abs(by), self.above[falls] // -sums[falls]]
        return int(min((float(each.min()) for each in every if len(each)), default=0.0))

    def prove(self, moves: Moves) -> None:
        """Raise unless the world is one that a reader cannot rule out, in whole numbers whatever the solver thought.

        Raises
        ------
        DisclosureError
            If a sum does not hold in it.
        """
        if (self.equal @ moves).any() or not self.holds(moves):
            message = "A world that should hide a count failed its own check. Nothing was released; please report this."
            raise DisclosureError(message)
