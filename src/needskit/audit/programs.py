"""Whole-number programs, counted: as many are solved as a budget allows, each with so many nodes and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from needskit.audit.system import Floats, Sums

NODES = 40
"""So many nodes a program may look at; what it has proved until then holds all the same."""

LARGE = 1e6
"""An unknown that nothing bounds is looked for up to here."""

TOLERANCE = 1e-6


OF_ONE = 250
"""A program counts once, and once more for each so many unknowns."""


@dataclass(slots=True)
class Budget:
    """How many programs may still be solved."""

    left: int

    def spend(self, unknowns: int) -> bool:
        """Take a program of so many unknowns; tell whether it was still there."""
        self.left -= 1 + unknowns // OF_ONE
        return self.left >= 0


class Answer(NamedTuple):
    """A world of whole numbers in which a cost is small, if one was found, and what no world costs less than."""

    world: Floats | None
    least: float


def cheapest(cost: Floats, sums: Sums, low: Floats, high: Floats, *, gap: float = 0.0, offset: float = 0.0) -> Answer:
    """Look for whole numbers that fit, and cost little.

    Parameters
    ----------
    cost
        Of one of each unknown.
    sums
        What they must fit.
    low, high
        Between which numbers each lies.
    gap
        How far from the least cost a world may be, as a share of it.
    offset
        What is added to every cost: it makes a gap a share of more or of less.
    """
    free = _with_one(sums) if offset else sums
    # The cost of a last unknown, which is always one, is what is added to the cost of the others.
    last = [1.0] if offset else []
    answer = milp(
        np.append(cost, [offset] if offset else []),
        constraints=[LinearConstraint(free.matrix, free.least, free.most)] if len(free.least) else [],
        bounds=Bounds(np.append(low, last), np.append(np.minimum(high, LARGE), last)),
        integrality=np.ones(len(cost) + len(last), dtype=np.int64),
        options={"node_limit": NODES, "mip_rel_gap": gap},
    )
    proved = answer.fun if answer.status == 0 and gap == 0 else answer.mip_dual_bound
    least = -inf if proved is None or np.isnan(proved) else float(proved)
    if answer.x is None:
        return Answer(None, least)
    world = np.rint(answer.x[: len(cost)])
    found = sums.matrix @ world
    is_right = (found > sums.least - TOLERANCE).all() and (found < sums.most + TOLERANCE).all()
    return Answer(world if is_right else None, least)


def _with_one(sums: Sums) -> Sums:
    return sums._replace(matrix=wider(sums.matrix, by=1))


def wider(matrix: csr_array, *, by: int) -> csr_array:
    """Return sums with more unknowns that are in none of them."""
    shape = matrix.shape[0], matrix.shape[1] + by
    return csr_array((matrix.data, matrix.indices, matrix.indptr), shape=shape)
