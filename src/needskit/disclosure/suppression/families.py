"""Counts of which nobody knows the people, such as events: shown or hidden by whole families.

A family is all counts of one source that the same attributes divide. Where one of them is small, or follows from others
and is small, none of the family is shown, nor any that more attributes divide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.disclosure.linked import completed, link

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from needskit.disclosure.gathered import Gathered
    from needskit.table.table import Table
    from needskit.table.whom import Whom

Family = tuple[str, frozenset[str]]


def small_among(shown: frozenset[Whom], of_it: Gathered, threshold: int) -> frozenset[Whom]:
    """Return the small counts among these and among what follows from them.

    Parameters
    ----------
    shown
        What tables show of which nobody knows the people.
    of_it
        All that is counted of the source.
    threshold
        Counts from 1 to one less than this are small.
    """
    true = completed(link(shown, of_it.attributes), of_it.counts) if shown else {}
    return frozenset(whom for whom, count in true.items() if 0 < count < threshold)


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


def hidden_by_family(shown: frozenset[Whom], small: Collection[Whom], gone: Collection[Family]) -> frozenset[Whom]:
    """Return which counts are hidden: those of families with a small one, or that are hidden besides.

    Parameters
    ----------
    shown
        What tables show of which nobody knows the people.
    small
        Small ones among these and among what follows.
    gone
        Families that are hidden besides.
    """
    families = {_family(whom) for whom in small} | set(gone)
    return frozenset(
        whom for whom in shown if any(source == whom.source and names <= _family(whom)[1] for source, names in families)
    )


def _family(whom: Whom) -> Family:
    """Return the source of a count and the attributes that divide it."""
    return whom.source, frozenset(name for name, _ in whom.conditions)
