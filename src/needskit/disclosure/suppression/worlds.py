"""Other people whom what is shown would fit as well: some answered otherwise, and no count that is shown is another.

That a reader cannot tell a count from another is proved by a world in which it is that other one. A world is people, so
that everything that holds between counts of people holds in it, whatever a reader knows of such counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.disclosure.suppression.changes import Change, Changes
    from needskit.disclosure.suppression.people import Counts, Flags
    from needskit.stats.proportion import Floats

GAP = 0.1
"""A world that hides a little more than it must does as well."""

NODES = 60
"""Where the search for one world ends: counted, not timed, so that every machine finds the same one."""

MOST_DIRECT = 120
MOST_OTHERS = 400
"""So many changes are put together to a world: those that make a count another, and those that make up for them."""

LITTLE = 0.01
"""What it costs that one more person answered otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """By how much each count is another, shape ``(counts,)``, and what is hidden anew for it."""

    moves: Counts
    cost: float


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Between what counts lie, as everybody knows; shapes ``(counts,)``.

    Parameters
    ----------
    true
        As they are.
    least, most
        As far as everybody knows.
    fixed
        Which everybody knows.
    """

    true: Counts
    least: Counts
    most: Floats
    fixed: Flags


def another(
    changes: Changes,
    bounds: Bounds,
    at: int,
    by: int,
    *,
    names: tuple[str, ...],
    cost: Floats,
    stay: Flags,
) -> World | None:
    """Return a world in which a count is larger by so many at the least, or smaller, at little cost.

    Parameters
    ----------
    changes
        What people could have answered.
    bounds
        Of the counts.
    at
        The count.
    by
        By how many it is to be another at the least: below nought by how many less.
    names
        The questions that people answered otherwise; all of them at once if several.
    cost
        What it costs that each count is another by one; shape ``(counts,)``.
    stay
        Which counts must stay as they are; shape ``(counts,)``.
    """
    from scipy.sparse import csr_array, hstack  # noqa: PLC0415 - loaded only when used

    direct = changes.direct(at, names, 1 if by > 0 else -1)
    if direct is None or changes.people.times[np.unique(direct.rows)].sum() < abs(by):
        return None
    best = _cheapest(direct, cost, MOST_DIRECT)
    gone = np.asarray(direct.effect[:, best].sum(axis=1)).ravel() / len(best)
    parts = [(direct, best)]
    for name in names:
        others = changes.of(name)
        parts.append((others, _that_make_up(others, gone, cost, at, MOST_OTHERS // len(names))))
    rows = np.concatenate([change.rows[some] for change, some in parts])
    effect = csr_array(hstack([change.effect[:, some] for change, some in parts], format="csr"))
    return _solved(effect, rows, changes.people.times, bounds, (at, by), cost=cost, stay=stay)


def _cheapest(direct: Change, cost: Floats, most: int) -> Counts:
    own = abs(direct.effect).T @ cost
    found: Counts = np.argsort(own, kind="stable")[:most]
    return found


def _that_make_up(others: Change, gone: Floats, cost: Floats, at: int, most: int) -> Counts:
    """Return the changes that undo most of what costs, first those that do."""
    if not len(others.rows):
        return np.zeros(0, dtype=np.int64)
    own = abs(others.effect).T @ cost
    score = others.effect.T @ (cost * gone) + own / 20
    # What undoes the change of the count itself is no help.
    score[others.effect[[at], :].toarray()[0] != 0] = np.inf
    order = np.argsort(score, kind="stable")[:most]
    found: Counts = order[score[order] < 0]
    return found


def _solved(
    effect: npt.ArrayLike,
    rows: Counts,
    times: Counts,
    bounds: Bounds,
    target: tuple[int, int],
    *,
    cost: Floats,
    stay: Flags,
) -> World | None:
    """Return how many people change in which way, at the least cost, as what that changes."""
    from scipy.optimize import Bounds as Between  # noqa: PLC0415
    from scipy.optimize import LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import csr_array, hstack, identity  # noqa: PLC0415

    at, by = target
    touched = np.flatnonzero(np.diff(effect.indptr))
    still = touched[(stay | bounds.fixed)[touched]]
    loose = touched[~(stay | bounds.fixed)[touched]]
    paid = loose[cost[loose] > 0]
    ended = loose[(bounds.least[loose] > 0) | np.isfinite(bounds.most[loose])]
    extra = 2 * len(paid)

    def alone(matrix: csr_array) -> csr_array:
        return hstack([matrix, csr_array((matrix.shape[0], extra))], format="csr")

    low, high = (by, np.inf) if by > 0 else (-np.inf, by)
    constraints = [LinearConstraint(alone(effect[[at]]), low, high)]
    if len(paid):
        one = identity(len(paid), format="csr")
        constraints.append(LinearConstraint(hstack([effect[paid], -one, one], format="csr"), 0, 0))
    if len(still):
        constraints.append(LinearConstraint(alone(effect[still]), 0, 0))
    if len(ended):
        least, most = bounds.least[ended] - bounds.true[ended], bounds.most[ended] - bounds.true[ended]
        constraints.append(LinearConstraint(alone(effect[ended]), least, most))
    who, place = np.unique(rows, return_inverse=True)
    of_each = csr_array((np.ones(len(rows)), (place, np.arange(len(rows)))), shape=(len(who), len(rows)))
    constraints.append(LinearConstraint(alone(of_each), 0, times[who]))
    answer = milp(
        np.concatenate([np.full(len(rows), LITTLE), cost[paid], cost[paid]]),
        constraints=constraints,
        bounds=Between(0, np.concatenate([times[rows], np.full(extra, np.inf)])),
        integrality=np.concatenate([np.ones(len(rows)), np.zeros(extra)]),
        options={"mip_rel_gap": GAP, "node_limit": NODES},
    )
    if answer.x is None:
        return None
    moves = np.rint(effect @ np.rint(answer.x[: len(rows)])).astype(np.int64)
    return World(moves, float(np.abs(moves) @ cost))
