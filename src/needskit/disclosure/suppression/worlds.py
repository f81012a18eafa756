"""Other people whom what is shown would fit as well: some answered otherwise, and no count that is shown is another.

That a reader cannot tell a count from another is proved by a world in which it is that other one. A world is people, so
that everything that holds between counts of people holds in it, whatever a reader knows of such counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    from needskit.disclosure.suppression.changes import Change, Changes
    from needskit.disclosure.suppression.membership import Flags
    from needskit.disclosure.suppression.people import Counts
    from needskit.stats.proportion import Floats

GAP = 0.3
"""A world that hides a little more than it must does as well."""

NODES = 10
"""Where the search for one world ends: counted, not timed, so that every machine finds the same one."""

MOST_DIRECT = 120
MOST_OTHERS = 1_500
MOST_ENTRIES = 16000
"""So many changes are put together to a world, those that make a count another and those that make up for them; fewer
where each changes many counts."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What is wanted of a world.

    Parameters
    ----------
    at
        Which count is to be another.
    by
        By how many at the least: below nought by how many less.
    names
        The questions that people answered otherwise; all of them at once if several.
    cost
        What it costs that each count is another by one; shape ``(counts,)``.
    stay
        Which counts must stay as they are; shape ``(counts,)``.
    """

    at: int
    by: int
    names: tuple[str, ...]
    cost: Floats
    stay: Flags
    effort: int = 1
    """So many times as much is tried."""


def another(changes: Changes, bounds: Bounds, wanted: Wanted) -> World | None:
    """Return a world in which a count is another, at little cost; None if none is found.

    Parameters
    ----------
    changes
        What people could have answered.
    bounds
        Of the counts.
    wanted
        Of the world.
    """
    from scipy.sparse import csr_array, hstack  # noqa: PLC0415 - loaded only when used

    times = changes.people.times
    direct = changes.direct(wanted.at, wanted.names, 1 if wanted.by > 0 else -1)
    if direct is None or times[np.unique(direct.rows)].sum() < abs(wanted.by):
        return None
    # What must stay as it is is as dear as can be, shown or not.
    dearest = 2 * wanted.cost.max(initial=1.0)
    price = np.where(wanted.stay | bounds.fixed, dearest, wanted.cost)
    most = wanted.effort * MOST_ENTRIES * len(direct.rows) // max(direct.effect.nnz, 1)
    own, *more = changes.beside(wanted.names)
    best, partners = _in_pairs(direct, changes.of(own), price, wanted, most)
    gone = np.asarray(direct.effect[:, best].sum(axis=1)).ravel() / len(best)
    parts = [(direct, best), (changes.of(own), partners)]
    few = max(most - len(best) - len(partners), 0) // max(len(more), 1)
    parts += [(of, _that_make_up(of, gone, price, wanted.at, few)) for of in map(changes.of, more)]
    rows = np.concatenate([change.rows[some] for change, some in parts])
    effect = csr_array(hstack([change.effect[:, some] for change, some in parts], format="csr"))
    return _Program(effect, rows, times, bounds, wanted).solved()


def _in_pairs(direct: Change, others: Change, price: Floats, wanted: Wanted, most: int) -> tuple[Counts, Counts]:
    """Return changes that make the count another, and such as undo most of one of them, from the best pairs."""
    alone = abs(direct.effect).T @ price
    first = np.argsort(alone, kind="stable")[:MOST_DIRECT]
    gone = np.asarray(direct.effect[:, first].sum(axis=1)).ravel() / len(first)
    second = _that_make_up(others, gone, price, wanted.at, MOST_OTHERS)
    if not len(second):
        return first, second
    ones, twos = direct.effect[:, first], others.effect[:, second]
    left = alone[first][:, None] + (abs(twos).T @ price)[None, :]
    left += 2 * (ones.multiply(price[:, None]).T @ twos).toarray()
    best = np.argsort(left.min(axis=1), kind="stable")[: max(min(MOST_DIRECT, most // 4), 5 * abs(wanted.by))]
    near = np.argsort(left[best], axis=1, kind="stable")
    # First the best partner of each, then the second of each, and so on.
    partners = np.array(list(dict.fromkeys(near.T.ravel().tolist()))[: max(most // 2, 1)], dtype=np.int64)
    return first[best], second[partners]


def _that_make_up(others: Change, gone: Floats, price: Floats, at: int, most: int) -> Counts:
    """Return the changes that undo most of what costs, first those that do."""
    if not len(others.rows):
        return np.zeros(0, dtype=np.int64)
    own = abs(others.effect).T @ price
    score = others.effect.T @ (price * gone) + own / 20
    # What undoes the change of the count itself is no help.
    score[others.effect[[at], :].toarray()[0] != 0] = np.inf
    order = np.argsort(score, kind="stable")[:most]
    found: Counts = order[score[order] < 0]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Program:
    """How many people change in which way: an integer program, a column a change, then a pair for each that costs."""

    effect: csr_array
    rows: Counts
    times: Counts
    bounds: Bounds
    wanted: Wanted

    def solved(self) -> World | None:
        """Return what the cheapest changes come to."""
        from scipy.optimize import Bounds as Between  # noqa: PLC0415
        from scipy.optimize import milp  # noqa: PLC0415

        cost, touched = self.wanted.cost, np.flatnonzero(np.diff(self.effect.indptr))
        is_still = (self.wanted.stay | self.bounds.fixed)[touched]
        loose = touched[~is_still]
        paid, changes = loose[cost[loose] > 0], len(self.rows)
        extra = 2 * len(paid)
        answer = milp(
            np.concatenate([np.full(changes, LITTLE), cost[paid], cost[paid]]),
            constraints=[*self._limits(touched[is_still], loose, extra), *self._paid(paid)],
            bounds=Between(0.0, np.concatenate([self.times[self.rows], np.full(extra, np.inf)])),
            integrality=np.concatenate([np.ones(changes), np.zeros(extra)]),
            options={"mip_rel_gap": GAP, "node_limit": NODES * self.wanted.effort},
        )
        if answer.x is None:
            return None
        moves = np.rint(self.effect @ np.rint(answer.x[:changes])).astype(np.int64)
        return World(moves, float(np.abs(moves) @ cost))

    def _limits(self, still: Counts, loose: Counts, extra: int) -> Iterator[LinearConstraint]:
        """Go through what holds: the count is another, others are as they must be, and nobody changes twice."""
        from scipy.optimize import LinearConstraint  # noqa: PLC0415
        from scipy.sparse import csr_array, hstack  # noqa: PLC0415

        def rows(matrix: csr_array, low: Floats | Counts | float, high: Floats | Counts | float) -> LinearConstraint:
            return LinearConstraint(hstack([matrix, csr_array((matrix.shape[0], extra))], format="csr"), low, high)

        by = self.wanted.by
        yield rows(self.effect[[self.wanted.at]], *((by, np.inf) if by > 0 else (-np.inf, by)))
        if len(still):
            yield rows(self.effect[still], 0.0, 0.0)
        least, most, true = self.bounds.least, self.bounds.most, self.bounds.true
        ended = loose[(least[loose] > 0) | np.isfinite(most[loose])]
        if len(ended):
            yield rows(self.effect[ended], least[ended] - true[ended], most[ended] - true[ended])
        who, place = np.unique(self.rows, return_inverse=True)
        shape = len(who), len(self.rows)
        yield rows(
            csr_array((np.ones(shape[1]), (place, np.arange(shape[1]))), shape=shape),
            0.0,
            self.times[who].astype(np.float64),
        )

    def _paid(self, paid: Counts) -> Iterator[LinearConstraint]:
        """Say by how much more, and by how much less, counts that cost are others."""
        from scipy.optimize import LinearConstraint  # noqa: PLC0415
        from scipy.sparse import eye_array, hstack  # noqa: PLC0415

        if len(paid):
            one = eye_array(len(paid), format="csr")
            yield LinearConstraint(hstack([self.effect[paid], -one, one], format="csr"), 0.0, 0.0)
