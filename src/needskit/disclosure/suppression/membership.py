"""Who is in which count, and in what is left over of counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from needskit.disclosure.suppression.made import Made
    from needskit.disclosure.suppression.people import Codes, Counts, People
    from needskit.table.whom import Condition, Sum, Whom

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Who is in which count.

    Parameters
    ----------
    made
        What the columns of people are.
    conditions
        Every condition that a count asks for, one after the other.
    asked
        The places of each count's conditions among these, one more than there is standing for none; shape
        ``(counts, most conditions of one)``.
    sums
        Of what is left over of counts: weights and the places of the counts.
    """

    made: Made
    conditions: Sequence[Condition]
    asked: Counts
    sums: Sequence[Sequence[tuple[int, int]]] = ()

    @staticmethod
    def of(cells: Sequence[Whom], made: Made, sums: Sequence[Sum] = ()) -> Membership:
        """Return who is in these counts, and after them in sums of them."""
        conditions = sorted({each for whom in cells for each in whom.conditions}, key=_by_words)
        place = {each: number for number, each in enumerate(conditions)}
        width = max((len(whom.conditions) for whom in cells), default=0)
        asked = np.full((len(cells), max(width, 1)), len(conditions), dtype=np.int64)
        for row, whom in enumerate(cells):
            places = sorted(place[each] for each in whom.conditions)
            asked[row, : len(places)] = places
        at = {whom: number for number, whom in enumerate(cells)}
        return Membership(made, conditions, asked, [[(k, at[whom]) for k, whom in terms] for terms in sums])

    def __len__(self) -> int:
        """Count the counts, and the sums after them."""
        return len(self.asked) + len(self.sums)

    def among(self, codes: Codes, cells: Counts) -> Flags:
        """Return which rows are in which of some counts, or sums of them; shape ``(counts, rows)``."""
        if not len(cells) or cells[-1] < len(self.asked):
            return self._in_counts(codes, cells)
        singles = cells[cells < len(self.asked)]
        left = [self.sums[place - len(self.asked)] for place in cells[len(singles) :].tolist()]
        terms = np.unique([at for each in left for _, at in each])
        beside = self._in_counts(codes, terms).astype(np.int8)
        parts = [sum(k * beside[np.searchsorted(terms, at)] for k, at in each) for each in left]
        return np.concatenate([self._in_counts(codes, singles), np.array(parts) > 0])

    def _in_counts(self, codes: Codes, cells: Counts) -> Flags:
        meets = np.ones((len(self.conditions) + 1, len(codes)), dtype=bool)
        needed = np.unique(self.asked[cells])
        for place in needed[needed < len(self.conditions)].tolist():
            name, answers = self.conditions[place]
            meets[place] = self.made.gave(codes, name, answers)
        found: Flags = meets[self.asked[cells, 0]]
        for column in range(1, self.asked.shape[1]):
            found &= meets[self.asked[cells, column]]
        return found

    def counts(self, people: People) -> Counts:
        """Return how many people are in each count."""
        found = [self.among(people.codes, some) @ people.times for some in _some(len(self))]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _some(cells: int, *, at_once: int = 500) -> Iterator[Counts]:
    for first in range(0, cells, at_once):
        yield np.arange(first, min(first + at_once, cells))


def _by_words(condition: Condition) -> tuple[str, Iterable[str]]:
    name, answers = condition
    return name, sorted(answers)
