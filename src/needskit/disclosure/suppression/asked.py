"""What the tables of a release show of an extract, and which counts of it must not be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.disclosure.weight import order_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from needskit.disclosure.gathered import Gathered
    from needskit.table.table import Cell, Table
    from needskit.table.whom import Attribute, Sum, Whom

YES, NO = frozenset({"yes"}), frozenset({"no"})
KEPT = "record"
NOBODY_NAMED = frozenset({"not known"})


@dataclass(frozen=True, slots=True)
class Shown:
    """The counts of an extract that tables show.

    Parameters
    ----------
    as_numbers
        Those that stand in a table.
    in_figures
        Those that a table shows only a figure of, all of which are large enough for it.
    too_small
        Those of a figure that are too small for it: it is not shown.
    """

    as_numbers: frozenset[Whom]
    in_figures: frozenset[Whom]
    too_small: frozenset[Whom]

    @property
    def every(self) -> frozenset[Whom]:
        """Everything that would tell something."""
        return self.as_numbers | self.in_figures


def shown_in(tables: Sequence[Table], source: str, counts: Mapping[Whom, int], threshold: int) -> Shown:
    """Return what tables show of an extract.

    A figure that small counts are behind, such as the odds ratio of a model of many strata, is not shown, so that
    those counts need no protection of their own.

    Parameters
    ----------
    tables
        With true counts.
    source
        The extract.
    counts
        The true counts of it.
    threshold
        Counts from 1 to one less than this are small.
    """
    cells = [cell for table in tables for cell in table.cells]
    as_numbers = {whom for cell in cells for whom, stands in _counted(cell) if stands and whom.source == source}
    in_figures: set[Whom] = set()
    too_small: set[Whom] = set()
    for cell in cells:
        behind = {whom for whom, stands in _counted(cell) if not stands and whom.source == source}
        small = {whom for whom in behind if 0 < counts[whom] < threshold}
        too_small |= small - as_numbers
        in_figures |= behind if not small else set()
    return Shown(frozenset(as_numbers), frozenset(in_figures - as_numbers), frozenset(too_small))


def _counted(cell: Cell) -> Iterator[tuple[Whom, bool]]:
    """Go through the counts of a cell, and whether each stands in the table."""
    shows = cell.measure.shows
    for place, part in enumerate(cell.parts):
        for _, whom in part:
            yield whom, place < len(shows)


def requirements_of(
    true: Mapping[Whom, int], attributes: Mapping[str, Attribute], threshold: int
) -> dict[Whom, tuple[int, int]]:
    """Return between which numbers, at the least, a reader must not be able to tell each small count.

    Small is 1 to one less than the threshold, shown or following from what is shown. Where nobody of a group answers
    no, everybody is known to answer yes, and that must not be told either.

    Parameters
    ----------
    true
        True counts of all that is shown, and what follows.
    attributes
        Every attribute that the counts use.
    threshold
        The first number that may be told.
    """
    found = {}
    for whom, count in true.items():
        if 0 < count < threshold:
            found[whom] = (1, threshold)
        elif count == 0 and any(_all_said_yes(whom, name, true, attributes) for name, a in whom.conditions if a == NO):
            found[whom] = (0, threshold)
    return found


def _all_said_yes(nobody: Whom, name: str, true: Mapping[Whom, int], attributes: Mapping[str, Attribute]) -> bool:
    """Tell whether everybody who could have answered no answered yes."""
    yes = nobody.without(name).narrow(attributes[name], YES) if "yes" in attributes[name].answers else None
    return yes is not None and true.get(yes, 0) > 0


def small_left_over(of_it: Gathered, shown: Collection[Whom], threshold: int) -> list[Sum]:
    """Return what is left over of counts that are shown, such as those not known, where it is small.

    Parameters
    ----------
    of_it
        All that is counted of the extract.
    shown
        Counts that tables show.
    threshold
        Counts from 1 to one less than this are small.
    """
    return [
        terms
        for terms in of_it.sums
        if all(whom in shown for _, whom in terms)
        and 0 < sum(weight * of_it.counts[whom] for weight, whom in terms) < threshold
    ]


def groups_of_somebody(cells: Iterable[Whom], attributes: Mapping[str, Attribute]) -> dict[Whom, int]:
    """Return the counts that are listed only because somebody is in them, such as those of a district: 1 at the least.

    Parameters
    ----------
    cells
        What is shown, and what follows.
    attributes
        Every attribute that the counts use.
    """
    found = {}
    for whom in cells:
        named = [(name, answers) for name, answers in whom.conditions if name != KEPT]
        if len(named) == 1:
            [(name, answers)] = named
            if attributes[name].from_extract and answers.isdisjoint(NOBODY_NAMED):
                found[whom] = 1
    return found


def known_to_all(whom: Whom, attributes: Mapping[str, Attribute]) -> bool:
    """Tell whether everybody knows a count: how many there are in all.

    Parameters
    ----------
    whom
        Whom it counts.
    attributes
        Every attribute that it uses.
    """
    return not order_of(whom, attributes)
