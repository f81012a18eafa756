"""Other people that what is shown would fit as well: whole numbers that keep every sum.

That a reader cannot tell a count from another is proved by a world in which it is that other one, and in which no count
that is shown is different.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    from scipy.sparse import csr_array

    from needskit.disclosure.linked import LinkedCells
    from needskit.disclosure.relations import Equation
    from needskit.stats.proportion import Floats
    from needskit.table.whom import Whom

    Flags = npt.NDArray[np.bool_]
    Moves = npt.NDArray[np.int64]

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
    most
        What each may come to at the most, as far as everybody knows; shape ``(cells,)``.
    equal, not_below
        Weights of sums that come to nought, and of sums that are not below it; shapes ``(sums, cells)``.
    """

    cells: tuple[Whom, ...]
    true: Moves
    most: Floats
    equal: csr_array
    not_below: csr_array

    def another(
        self, at: int, to: int, *, may_move: Flags, cost: Floats, cap: int | None, stays: int | None = None
    ) -> Moves | None:
        """Return by how much each count is another in a world where one of them is ``to``, at the least cost.

        Parameters
        ----------
        at
            Which count must be another.
        to
            What it is there.
        may_move
            Which counts may be others; shape ``(cells,)``.
        cost
            What each costs, for one by which it is another; shape ``(cells,)``.
        cap
            By how many a count may be another at the most.
        stays
            One that must stay as it is besides.

        Returns
        -------
        array or None
            Whole numbers of shape ``(cells,)``; None if there is no such world.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - loaded only when used
        from scipy.sparse import hstack  # noqa: PLC0415

        moving = may_move.copy()
        if stays is not None:
            moving[stays] = False
        moving[at] = True
        places = np.flatnonzero(moving)
        true = self.true[places].astype(np.float64)
        up = np.minimum(self.most[places] - true, np.inf if cap is None else cap)
        down = np.minimum(true, np.inf if cap is None else cap)
        spot = int(np.searchsorted(places, at))
        by = float(to - self.true[at])
        low_up, low_down = np.zeros(len(places)), np.zeros(len(places))
        up[spot] = low_up[spot] = max(by, 0.0)
        down[spot] = low_down[spot] = max(-by, 0.0)
        equal, above = self.equal[:, places], self.not_below[:, places]
        constraints = []
        # Sums that nothing moves in hold as they are.
        for rows, least in ((equal, None), (above, -(self.not_below @ self.true).astype(np.float64))):
            touched = np.flatnonzero(np.diff(rows.indptr))
            if len(touched):
                some = rows[touched]
                both = hstack([some, -some], format="csr")
                if least is None:
                    constraints.append(LinearConstraint(both, 0.0, 0.0))
                else:
                    constraints.append(LinearConstraint(both, least[touched], np.inf))
        answer = milp(
            np.concatenate([cost[places], cost[places]]),
            constraints=constraints,
            bounds=Bounds(np.concatenate([low_up, low_down]), np.concatenate([up, down])),
            integrality=np.ones(2 * len(places)),
            options={"mip_rel_gap": GAP, "node_limit": NODES},
        )
        if answer.x is None:
            return None
        found = np.zeros(len(self.cells), dtype=np.int64)
        whole = np.rint(answer.x).astype(np.int64)
        found[places] = whole[: len(places)] - whole[len(places) :]
        self.prove(found)
        return found

    def prove(self, moves: Moves) -> None:
        """Raise unless the world is one that a reader cannot rule out, in whole numbers whatever the solver thought.

        Raises
        ------
        DisclosureError
            If a sum does not hold in it.
        """
        world = self.true + moves
        holds = not (self.equal @ moves).any() and not ((self.not_below @ world) < 0).any()
        if not holds or (world < 0).any() or (world > self.most).any():
            message = "A world that should hide a count failed its own check. Nothing was released; please report this."
            raise DisclosureError(message)


def system_of(linked: LinkedCells, counts: Mapping[Whom, int], most: Mapping[Whom, int]) -> System:
    """Return the counts with everything that holds between them.

    Parameters
    ----------
    linked
        What is shown, and what follows.
    counts
        True counts, as far as they are known.
    most
        What counts that are not listed come to at the most, as everybody knows.

    Raises
    ------
    DisclosureError
        If the counts do not add up.
    """
    place = {whom: number for number, whom in enumerate(linked.cells)}
    relations = linked.relations
    known = [each for each in relations.if_true if all(whom in counts for _, whom in each)]
    equations = _that_hold((*linked.parts, *relations.always, *known), counts)
    not_below = _that_hold(relations.not_below, counts, at_least=True)
    equal, above = _rows(equations, place), _rows(not_below, place)
    top = np.array([most.get(whom, np.inf) for whom in linked.cells], dtype=np.float64)
    true = _whole_world(linked.cells, counts, equal, above, top)
    return System(linked.cells, true, np.maximum(top, true), equal, above)


def _that_hold(equations: Sequence[Equation], counts: Mapping[Whom, int], *, at_least: bool = False) -> list[Equation]:
    """Return those that the true counts do not contradict: one that they do is no reader's to use."""
    found = []
    for equation in equations:
        if all(whom in counts for _, whom in equation):
            comes_to = sum(k * counts[whom] for k, whom in equation)
            if comes_to < 0 or (comes_to and not at_least):
                continue
        found.append(equation)
    return found


def _rows(equations: Sequence[Equation], place: Mapping[Whom, int]) -> csr_array:
    from scipy.sparse import csr_array  # noqa: PLC0415

    terms = [(row, place[whom], k) for row, equation in enumerate(equations) for k, whom in equation]
    rows, columns, weights = np.array(terms, dtype=np.int32).reshape(-1, 3).T
    return csr_array((weights.astype(np.int64), (rows, columns)), shape=(len(equations), len(place)))


def _whole_world(
    cells: Sequence[Whom], counts: Mapping[Whom, int], equal: csr_array, not_below: csr_array, most: Floats
) -> Moves:
    """Return a count of every cell: the true one where it is known, and elsewhere one that fits."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415

    known = np.array([counts.get(whom, -1) for whom in cells], dtype=np.int64)
    if (known >= 0).all():
        return known
    everybody = float(known.max(initial=0))
    lower = np.where(known >= 0, known, 0).astype(np.float64)
    upper = np.where(known >= 0, known, np.minimum(most, everybody)).astype(np.float64)
    constraints = [
        LinearConstraint(rows.astype(np.float64), 0.0, top)
        for rows, top in ((equal, 0.0), (not_below, np.inf))
        if rows.shape[0]
    ]
    answer = milp(
        np.zeros(len(cells)), constraints=constraints, bounds=Bounds(lower, upper), integrality=np.ones(len(cells))
    )
    if answer.x is None:
        message = (
            "The true counts of these tables do not add up. "
            "Make them from one extract, or give each extract its own population in words."
        )
        raise DisclosureError(message)
    return np.rint(answer.x).astype(np.int64)
