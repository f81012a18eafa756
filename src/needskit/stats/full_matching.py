"""Full matching: everybody of both arms in a set, with the least distance within sets that there can be.

On one score, sets of the least distance are had exactly and in one pass. People stand in line by their score. Across
each gap between neighbours goes a number of links from those treated before it to comparison people after it, or
against the line where it is below 0, and the distance is that number by the width of the gap. Somebody treated adds
one link or more, a comparison person takes one or more away, so that the least distance by the number of links is
convex, bends at whole numbers alone, and is kept as its bends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from needskit.stats.matching import Matched
from needskit.stats.score_order import NOBODY, Places, in_score_order

if TYPE_CHECKING:
    import numpy.typing as npt

    Whole = npt.NDArray[np.intp]

NO_END = float("inf")


def full(score: npt.ArrayLike, treated: npt.ArrayLike, *, exactly: npt.ArrayLike | None = None) -> Matched:
    """How much does each comparison person count if everybody is in a set with those nearest?

    Optimal full matching: each set is one person treated and some of the comparison, or one of the comparison and some
    treated, so that the distances between them add up to the least there can be. Nobody is left out. Comparison people
    of a set share as much weight as there are treated in it. Which of several with the same score is in which set is
    left open by that, so they all count as they do on average; where links could cross at the same distance, they do
    not.

    Parameters
    ----------
    score
        What people are near to each other in; shape ``(people,)``.
    treated
        Who was treated, as true or 1; shape ``(people,)``.
    exactly
        People are only set beside those with the same number here, such as of ``alike``; whoever has nobody of the
        other arm there is not matched. Shape ``(people,)``.

    Raises
    ------
    DataError
        If a score is missing or has no end.
    UsageError
        If arrays are not of the same people with a known arm.

    References
    ----------
    Hansen (2004), Journal of the American Statistical Association 99, 609-618. Rosenbaum (1991), Journal of the Royal
    Statistical Society B 53, 597-610: sets of one with many are the best. Colannino et al. (2007), Graphs and
    Combinatorics 23, 169-178: points on a line.

    Examples
    --------
    >>> full([0.5, 0.9, 0.8, 0.45, 0.6, 0.85], [1, 1, 1, 0, 0, 0]).weights.tolist()
    [1.0, 1.0, 1.0, 0.5, 0.5, 2.0]
    """
    people = in_score_order(score, treated, within=None, exactly=exactly)
    weights = np.zeros(len(people.is_treated))
    for place in people.places:
        ours, theirs = _links(place)
        of_ours, of_theirs = (np.bincount(each) for each in (ours, theirs))
        # One treated shares a weight of 1 among the comparison; of several treated each gives all of it to one.
        weight = np.bincount(theirs, 1 / of_ours[ours], minlength=len(of_theirs))
        weights[place.treated] = 1
        _, alike = np.unique(place.comparison_score, return_inverse=True)
        weights[place.comparison] = (np.bincount(alike, weight) / np.bincount(alike))[alike]
    return Matched(weights, people.is_treated, np.full(len(weights), NOBODY))


def linked(score: npt.ArrayLike, treated: npt.ArrayLike) -> tuple[Whole, Whole]:
    """Who of those treated is in a set with whom of the comparison?

    Of several with the same score any may be named.

    Parameters
    ----------
    score, treated
        As ``full`` takes them.

    Returns
    -------
    tuple
        Rows of those treated, and of the comparison; a set of one with three is three links. Shape ``(links,)``.

    Raises
    ------
    DataError
        If a score is missing or has no end.
    UsageError
        If arrays are not of the same people with a known arm.

    Examples
    --------
    >>> ours, theirs = linked([0.5, 0.9, 0.8, 0.45, 0.6, 0.85], [1, 1, 1, 0, 0, 0])
    >>> ours.tolist(), theirs.tolist()
    ([0, 0, 2, 1], [3, 4, 5, 5])
    """
    people = in_score_order(score, treated, within=None, exactly=None)
    found = [(place, *_links(place)) for place in people.places]
    nothing = [np.zeros(0, dtype=np.intp)]
    ours = np.concatenate([place.treated[links] for place, links, _ in found] or nothing)
    theirs = np.concatenate([place.comparison[links] for place, _, links in found] or nothing)
    return ours, theirs


def _links(place: Places) -> tuple[Whole, Whole]:
    """Return who of those treated is linked with whom of the comparison, by their places; each in one set alone."""
    score = np.concatenate([place.treated_score, place.comparison_score])
    # Those treated come first of the same score, whatever their rows, so that the order of rows changes nothing.
    order = np.argsort(score, kind="stable")
    is_ours = order < len(place.treated)
    number = np.abs(np.diff(_across(is_ours.tolist(), np.diff(score[order]).tolist())))
    ours = np.repeat(order[is_ours], number[is_ours])
    theirs = np.repeat(order[~is_ours] - len(place.treated), number[~is_ours])
    return _in_sets(ours, theirs)


def _in_sets(ours: Whole, theirs: Whole) -> tuple[Whole, Whole]:
    """Leave out links between two who both have another: of the same score they add nothing, and join two sets."""
    of_ours, of_theirs = np.bincount(ours), np.bincount(theirs)
    kept = np.ones(len(ours), dtype=bool)
    for link in np.flatnonzero((of_ours[ours] > 1) & (of_theirs[theirs] > 1)):
        one, other = ours[link], theirs[link]
        if of_ours[one] > 1 and of_theirs[other] > 1:
            kept[link] = False
            of_ours[one] -= 1
            of_theirs[other] -= 1
    return ours[kept], theirs[kept]


@dataclass(slots=True)
class _Bends:
    """Where the least distance bends on one side of its least, and by how much; all moved by the same number.

    Parameters
    ----------
    sign
        -1 for bends below the least, of which the highest is first, 1 for those above, of which the lowest is.
    """

    sign: int
    heap: list[tuple[int, float]] = field(default_factory=lambda: [(0, NO_END)])
    moved: int = 0

    @property
    def nearest(self) -> float:
        """The bend nearest to the least, where the flat part of the least ends."""
        return self.sign * self.heap[0][0] + self.moved if self.heap else self.sign * NO_END

    def add(self, at: int, size: float) -> None:
        """Bend at a number by so much."""
        heappush(self.heap, (self.sign * (at - self.moved), size))

    def hand_over(self, size: float, to: _Bends) -> None:
        """Bend by so much at 0, and let as much of what is nearest go to the other side."""
        self.add(0, size)
        while size > 0:
            at, here = heappop(self.heap)
            part = min(here, size)
            to.add(self.sign * at + self.moved, part)
            if here > part:
                heappush(self.heap, (at, here - part))
            size -= part


def _across(is_ours: list[bool], gaps: list[float]) -> list[int]:
    """Return how many links go across each gap, with none before the first person and after the last."""
    below, above = _Bends(-1), _Bends(1)
    least = [(0.0, 0.0)]
    for ours, gap in zip(is_ours, [*gaps, 0.0], strict=True):
        # Somebody treated can have any number of links from one on, so what lies above the least costs no more.
        open_end, kept, step = (above, below, 1) if ours else (below, above, -1)
        open_end.heap = []
        kept.moved += step
        if gap > 0:
            above.hand_over(gap, below)
            below.hand_over(gap, above)
        least.append((below.nearest, above.nearest))
    across = [0] * len(least)
    for before in range(len(is_ours) - 1, -1, -1):
        lowest, highest = least[before]
        # As few links as will do.
        after = across[before + 1]
        across[before] = int(min(after - 1, highest) if is_ours[before] else max(after + 1, lowest))
    return across
