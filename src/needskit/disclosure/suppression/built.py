"""The counts of an extract with everything that a reader knows to hold between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.disclosure.suppression.in_full import at_most_those_left
from needskit.disclosure.suppression.worlds import System
from needskit.errors import DisclosureError
from needskit.table.whom import Whom

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    from scipy.sparse import csr_array

    from needskit.disclosure.linked import LinkedCells
    from needskit.disclosure.relations import Equation
    from needskit.stats.proportion import Floats
    from needskit.table.whom import Attribute, Sum

    Moves = npt.NDArray[np.int64]


LEFT = "\0left over"
"""Marks a count that is only what is left of others: no description of people begins so."""


def system_of(
    linked: LinkedCells,
    counts: Mapping[Whom, int],
    attributes: Mapping[str, Attribute],
    *,
    left_over: Sequence[Sum],
    ends: tuple[Mapping[Whom, int], Mapping[Whom, int]],
) -> System:
    """Return the counts with everything that holds between them.

    Parameters
    ----------
    linked
        What is shown, and what follows.
    counts
        True counts, as far as they are known.
    attributes
        Every attribute that the counts use.
    left_over
        Sums of several counts that tables show as one number, such as everybody less those known. Each is a cell of the
        system too, after the others, described by ``LEFT`` and its place among these.
    ends
        What counts that are listed come to at the least, and those that are not at the most, as everybody knows.

    Raises
    ------
    DisclosureError
        If the counts do not add up.
    """
    least, most = ends
    left = {Whom(f"{LEFT} {number}"): terms for number, terms in enumerate(left_over)}
    cells = (*linked.cells, *left)
    place = {whom: number for number, whom in enumerate(cells)}
    relations = linked.relations
    equations = _that_hold((*linked.parts, *relations.always), counts)
    equations += [((-1, whom), *terms) for whom, terms in left.items()]
    in_full = at_most_those_left(frozenset(linked.cells), linked.divided, attributes)
    not_below = _that_hold((*relations.not_below, *in_full), counts, at_least=True)
    equal, above = _rows(equations, place), _rows(not_below, place)
    top = np.array([most.get(whom, np.inf) for whom in cells], dtype=np.float64)
    true = _whole_world(cells, counts, equal, above, top)
    bottom = np.array([least.get(whom, 0) for whom in cells], dtype=np.int64)
    return System(cells, true, np.minimum(bottom, true), np.maximum(top, true), equal, above)


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
        np.zeros(len(cells)),
        constraints=constraints,
        bounds=Bounds(lower, upper),
        integrality=np.ones(len(cells), dtype=np.int64),
    )
    if answer.x is None:
        message = (
            "The true counts of these tables do not add up. "
            "Make them from one extract, or give each extract its own population in words."
        )
        raise DisclosureError(message)
    return np.rint(answer.x).astype(np.int64)
