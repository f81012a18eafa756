"""How low and how high figures can be, and so what is learnt of them, when all that is printed is put together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

Floats = npt.NDArray[np.float64]
SMALL = 5
MOST = 10_000
"""More people alike than in any attack: where a total is hidden too there would be no end to them, and no answer."""


def learnt_from(constraint: LinearConstraint, wanted: Floats, *, small: int = SMALL) -> dict[str, int]:
    """Return how many of these sums, a row each, are learnt exactly, as small, or nearly."""
    low, high = np.full(len(wanted), np.inf), np.full(len(wanted), -np.inf)
    for place in range(len(wanted)):
        for sign in (1, -1):
            if high[place] - low[place] < 2 or (low[place] >= 1 and high[place] < small):
                # Each world that fits what is printed says something of every figure.
                seen = wanted @ _world(constraint, sign * wanted[place])
                low, high = np.minimum(low, seen), np.maximum(high, seen)
    return {
        "exact": int((high == low).sum()),
        "known to be small": int(((low >= 1) & (high < small)).sum()),
        "two candidates or fewer": int((high - low < 2).sum()),
    }


def _world(constraint: LinearConstraint, cost: Floats) -> Floats:
    """Return a world of whole people that fits what is printed in which a figure is least."""
    found = _least(constraint, cost, whole=False)
    if np.abs(found - np.rint(found)).max() > 1e-6:
        found = _least(constraint, cost, whole=True)
    return np.rint(found)


def _least(constraint: LinearConstraint, cost: Floats, *, whole: bool) -> Floats:
    integrality = np.full(len(cost), int(whole))
    answer = milp(cost, constraints=[constraint], bounds=Bounds(0, MOST), integrality=integrality)
    assert answer.x is not None, "the printed figures contradict each other"
    found: Floats = answer.x
    return found
