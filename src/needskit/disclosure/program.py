"""The integer program that finds a rounding: what is asked of it, how it is posed, and the check of what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from needskit.disclosure.aims import ANY, FIRM
from needskit.disclosure.weight import order_of
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scipy.sparse import csr_array

    from needskit.disclosure.aims import Aims
    from needskit.disclosure.linked import LinkedCells
    from needskit.disclosure.relations import Equation
    from needskit.stats.proportion import Floats
    from needskit.table.whom import Attribute, Sum, Whom

GAP = 0.02
"""The search stops within 2% of the least possible distance: looking longer changes few counts."""

NODES = 5_000
"""Where the search for one rounding ends: counted, not timed, so that every machine finds the same one."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is asked of a rounding, and by how many multiples beyond the nearest two counts may go.

    A count that is a multiple, and not nought, stays as it is unless it may become the one below or above. Counts that
    were shown before stay what they were shown as where pins hold, and are only kept near that where they do not.
    """

    equations: tuple[Equation, ...]
    not_below: tuple[Equation, ...] = ()
    left_over: Sequence[Sum] = ()
    implied_steps: int = 0
    shown_steps: int = 0
    multiples_stay: bool = True
    most_holds: bool = True
    pins_hold: bool = False


class Program:
    """One integer program over the linked cells; counts are in units of the base."""

    def __init__(
        self,
        linked: LinkedCells,
        true: Mapping[Whom, int],
        attributes: Mapping[str, Attribute],
        base: int,
        attempt: Attempt,
        ends: tuple[Mapping[Whom, int], Mapping[Whom, int]],
        aims: Aims = ANY,
    ) -> None:
        self.cells = linked.cells
        self.index = {whom: i for i, whom in enumerate(self.cells)}
        self.base = base
        shown = np.arange(len(self.cells)) < len(linked.shown)
        exact = np.array([true.get(whom, -1) for whom in self.cells], dtype=np.int64)
        known = exact >= 0
        floor = np.where(known, exact // base, 0)
        whole = known & (exact % base == 0)
        steps = np.where(shown, attempt.shown_steps, attempt.implied_steps)
        steps[shown & whole & (floor > 0)] += int(not attempt.multiples_stay)
        self.exact, self.known = exact, known
        self.lower = np.where(known, np.maximum(floor - steps, 0), 0).astype(np.float64)
        self.upper = np.where(known, np.where(whole, floor, floor + 1) + steps, np.inf)
        # What is not known is at most all that is known together: a whole of which parts are shown, say.
        everything = exact[known].sum(initial=0) // base + len(exact)
        self.upper = np.where(known, self.upper, everything)
        self._keep_between(*ends, most_holds=attempt.most_holds)
        self.weight = np.array([_weight(whom, attributes) for whom in self.cells]) * shown
        self.aimed, self.aim, pinned = aims.of(self.cells, np.where(known, exact, -1), base)
        self.weight[pinned] = np.maximum(self.weight[pinned], 1.0) * FIRM
        if attempt.pins_hold:
            # What only followed from what was shown before may be further off than what is shown may be.
            holds = pinned & (self.aim >= self.lower) & (self.aim <= self.upper)
            self.lower[holds] = self.upper[holds] = self.aim[holds]
        self.gaps: dict[Equation, tuple[float, float]] = dict.fromkeys(attempt.not_below, (0, np.inf))
        for terms in attempt.left_over:
            gap = int(sum(k * exact[self.index[whom]] for k, whom in terms))
            self.gaps[terms] = (gap // base, -(-gap // base))

    def _keep_between(self, least: Mapping[Whom, int], most: Mapping[Whom, int], *, most_holds: bool) -> None:
        """Keep counts that are listed large, and those that are not listed for want of people small."""
        for whom in least.keys() & self.index.keys():
            place = self.index[whom]
            self.lower[place] = max(self.lower[place], least[whom] // self.base)
        for whom in most.keys() & self.index.keys() if most_holds else ():
            place = self.index[whom]
            self.upper[place] = min(self.upper[place], most[whom] // self.base)

    def solve(self, equations: Sequence[Equation]) -> dict[Whom, int] | None:
        """Return the rounded counts; None if none are found that satisfy the equations."""
        from scipy.optimize import milp  # noqa: PLC0415 - loaded only when used

        if (self.lower > self.upper).any():
            return None
        two_choices = not bool((self.upper - self.lower > 1)[self.known].any())
        posed, start = self._beside(equations) if two_choices else self._further(equations)
        answer = milp(**posed, options={"mip_rel_gap": GAP, "node_limit": NODES})
        if answer.x is None:
            return None
        units = np.rint(answer.x[: len(self.cells)] + start).astype(np.int64)
        return self._proved(units, equations)

    def _relations(self, equations: Sequence[Equation]) -> tuple[csr_array, Floats, Floats]:
        """Return equations and gaps as rows over the cells, with the least and the most that each may come to."""
        from scipy.sparse import csr_array  # noqa: PLC0415

        relations = [*equations, *self.gaps]
        terms = [(r, self.index[w], k) for r, relation in enumerate(relations) for k, w in relation]
        # Older versions of the solver take no wider positions than these.
        r, c, k = np.array(terms, dtype=np.int32).reshape(-1, 3).T
        rows = csr_array((k.astype(np.float64), (r, c)), shape=(len(relations), len(self.cells)))
        least, most = np.zeros((2, len(relations)))
        if self.gaps:
            least[len(equations) :], most[len(equations) :] = np.array(list(self.gaps.values())).T
        return rows, least, most

    def _beside(self, equations: Sequence[Equation]) -> tuple[dict[str, Any], Floats]:
        """Pose it with two choices a cell, so that the distance is linear in the choice.

        Counted from the lower multiple, so that the gap of the search is one of distance and not of the counts.
        """
        from scipy.optimize import Bounds, LinearConstraint  # noqa: PLC0415

        start = self.lower
        rows, least, most = self._relations(equations)
        below = np.asarray(rows @ start, dtype=np.float64)
        posed = {
            "c": self.weight * self._step_cost(),
            "constraints": [LinearConstraint(rows, least - below, most - below)] if rows.shape[0] else [],
            "bounds": Bounds(np.zeros(len(start)), self.upper - start),
            "integrality": np.ones(len(start), dtype=np.int64),
        }
        return posed, start

    def _further(self, equations: Sequence[Equation]) -> tuple[dict[str, Any], Floats]:
        """Pose it with several choices a cell: a second half of variables are the distances."""
        from scipy.optimize import Bounds, LinearConstraint  # noqa: PLC0415
        from scipy.sparse import csr_array, hstack, identity, vstack  # noqa: PLC0415

        size = len(self.cells)
        rows, least, most = self._relations(equations)
        eye = identity(size, format="csr")
        # Each distance is at least the count less the truth, and the truth less the count.
        distances = vstack([hstack([eye, eye]), hstack([-eye, eye])])
        truth = np.where(self.aimed, self.aim, self.exact / self.base)
        beyond = np.where(self.known, np.array([truth, -truth]), -np.inf).ravel()
        constraints = [LinearConstraint(distances, beyond, np.inf)]
        if rows.shape[0]:
            none = csr_array((rows.shape[0], size), dtype=np.float64)
            constraints.append(LinearConstraint(hstack([rows, none]), least, most))
        posed = {
            "c": np.concatenate([np.zeros(size), self.base * np.maximum(self.weight, 0.01)]),
            "constraints": constraints,
            "bounds": Bounds(
                np.concatenate([self.lower, np.zeros(size)]), np.concatenate([self.upper, np.full(size, np.inf)])
            ),
            "integrality": np.repeat(np.array([1, 0]), size),
        }
        return posed, np.zeros(size)

    def _step_cost(self) -> Floats:
        """How much further from the truth, or from what is aimed at, is the upper multiple than the lower one?"""
        remainder = np.where(self.known, self.exact % self.base, 0)
        # Ties cannot happen with an odd base; a hair for the order of the cells settles them for an even one.
        hair = np.arange(len(self.cells)) / (1000.0 * max(len(self.cells), 1))
        nearer = self.base - 2.0 * remainder
        aimed = self.base * (np.abs(self.upper - self.aim) - np.abs(self.lower - self.aim))
        cost: Floats = np.where(self.aimed, aimed, nearer) + hair
        return cost

    def _proved(self, units: npt.NDArray[np.int64], equations: Sequence[Equation]) -> dict[Whom, int]:
        """Return the counts after checking them in whole numbers, whatever the solver thought."""
        counts = {whom: int(units[i]) * self.base for whom, i in self.index.items()}
        adds_up = all(sum(k * counts[whom] for k, whom in equation) == 0 for equation in equations)
        adds_up = adds_up and all(
            low <= sum(k * counts[whom] for k, whom in terms) / self.base <= high
            for terms, (low, high) in self.gaps.items()
        )
        within = bool(((units >= self.lower) & (units <= self.upper)).all())
        if not (adds_up and within):
            message = "The rounded counts failed their own check. Nothing was released; please report this."
            raise DisclosureError(message)
        return counts


def _weight(whom: Whom, attributes: Mapping[str, Attribute]) -> float:
    """How much does distance from the true count matter? Totals most, then one-way counts."""
    return {0: 10.0, 1: 4.0}.get(order_of(whom, attributes), 1.0)
