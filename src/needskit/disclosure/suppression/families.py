"""Counts of which nobody knows the people, such as events: shown or hidden by whole families.

A family is all counts of one source that the same attributes divide. Where one of them is small, or follows from others
and is small, none of the family is shown, nor any that more attributes divide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.disclosure.linked import completed, link
from needskit.disclosure.suppression.search import worked_out
from needskit.errors import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from needskit.disclosure.gathered import Gathered
    from needskit.table.table import Table
    from needskit.table.whom import Whom

Family = tuple[str, frozenset[str]]


def beside_hidden(tables: Iterable[Table], hidden: Collection[Whom]) -> frozenset[Family]:
    """Return the families of counts that stand beside those of people who are hidden, but are no counts of people.

    Parameters
    ----------
    tables
        With true counts.
    hidden
        The counts of people that are hidden.
    """
    of_people = {whom.source for whom in hidden}
    found = set()
    for cell in (cell for table in tables for cell in table.cells):
        beside = {whom for part in cell.parts for _, whom in part}
        if not beside.isdisjoint(hidden):
            found |= {_family(whom) for whom in beside if whom.source not in of_people}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Rest:
    """What tables show of one source of which nobody knows the people.

    Parameters
    ----------
    shown
        The counts.
    before
        What others were shown as in an earlier release.
    of_it
        All that is counted of the source.
    threshold
        Counts from 1 to one less than this are small.
    beside
        What tables show of the source of which the people are known.
    """

    shown: frozenset[Whom]
    before: Mapping[Whom, int]
    of_it: Gathered
    threshold: int
    beside: frozenset[Whom] = frozenset()

    def hidden(self, gone: Collection[Family]) -> frozenset[Whom]:
        """Return which counts are hidden: those of families with a small one, or that are hidden besides.

        Parameters
        ----------
        gone
            Families that are hidden besides.

        Raises
        ------
        DisclosureError
            If a small one follows from what was shown before, whatever is hidden of its family.
        """
        families = {_family(whom) for whom in self._small()}
        if families & {_family(whom) for whom in self.before}:
            raise DisclosureError(worked_out(self.threshold))
        return frozenset(
            whom
            for whom in self.shown
            if any(source == whom.source and names <= _family(whom)[1] for source, names in (*families, *gone))
        )

    def _small(self) -> Iterator[Whom]:
        """Go through the small counts among these, and among what follows from them and from what was shown before."""
        if self.shown:
            linked = link(self.shown | self.before.keys() | self.beside, self.of_it.attributes)
            true = completed(linked, {**self.before, **self.of_it.counts})
            own = {_family(whom)[1] for whom in (*self.shown, *self.before)}
            for whom, count in true.items():
                if 0 < count < self.threshold and any(names <= _family(whom)[1] for names in own):
                    yield whom


def _family(whom: Whom) -> Family:
    """Return the source of a count and the attributes that divide it."""
    return whom.source, frozenset(name for name, _ in whom.conditions)
