"""Groups that are listed only because somebody is in them, and what becomes of them where nobody is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.table.figure import COUNTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.disclosure.released import ReleasedCell, ReleasedTable
    from needskit.table.table import Level

Group = tuple[frozenset[str], str, str]
"""The extracts, an attribute whose answers they brought along, and one of them."""


def without_groups_of_nobody(tables: tuple[ReleasedTable, ...]) -> tuple[ReleasedTable, ...]:
    """Leave out the groups of an open list, such as districts, that no table shows anybody in.

    A district shown with 0 would tell that it has 1 to 4 people, since it is listed only because somebody lives
    there. All its counts are 0 where it is left out, so every table still adds up.

    Parameters
    ----------
    tables
        Released together.
    """
    listed: set[Group] = set()
    peopled: set[Group] = set()
    for table in tables:
        for cell, groups in _placed(table):
            listed |= groups
            peopled |= {group for group in groups if _shows_somebody(cell, group[1])}
    return tuple(_without(table, listed - peopled) for table in tables)


def _shows_somebody(cell: ReleasedCell, attribute: str) -> bool:
    """Tell whether a count of the group that the cell is about is above 0; its whole may be in the cell too."""
    about = [part[0][1].answers_to(attribute) if part else None for part in cell.parts]
    same = about[0] is None or all(answers == about[0] for answers in about)
    return any(cell.figures.get(name, 0) for name in (COUNTS if same else COUNTS[:1]))


def _sources(table: ReleasedTable) -> frozenset[str]:
    """Return the extracts whose people a table counts."""
    return frozenset(whom.source for cell in table.cells for part in cell.parts for _, whom in part)


def _placed(table: ReleasedTable) -> Iterator[tuple[ReleasedCell, set[Group]]]:
    """Go through the cells with the groups of open lists that they are about."""
    found = [{(level.under, level.label): level for level in d.levels if level.found_in} for d in table.dimensions]
    sources = _sources(table)
    for cell in table.cells:
        levels: list[Level] = []
        for place, label in enumerate(cell.at):
            under = cell.at[place - 1] if place else None
            levels += [found[place][key] for key in ((under, label), (None, label)) if key in found[place]]
        yield cell, {(sources, level.found_in, level.label) for level in levels}


def _without(table: ReleasedTable, gone: set[Group]) -> ReleasedTable:
    if not gone:
        return table
    sources = _sources(table)
    cells = tuple(cell for cell, groups in _placed(table) if not groups & gone)
    dimensions = tuple(
        replace(d, levels=tuple(level for level in d.levels if (sources, level.found_in, level.label) not in gone))
        for d in table.dimensions
    )
    return replace(table, cells=cells, dimensions=dimensions)
