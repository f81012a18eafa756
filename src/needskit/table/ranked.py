"""Rows in the order of how many people they count, for tables whose rows are the commonest of many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needskit.table.table import Cell, Table
    from needskit.table.whom import Sum, Whom


def ranked(table: Table, counts: Mapping[Whom, int]) -> Table:
    """Return the table with the commonest of its listed rows first.

    Rows that always stand keep their places after the others. People of all groups together decide, and
    among rows that count as many the words of the row, so that nothing but the counts given is told by the order.

    Parameters
    ----------
    table
        A table; one without rows that are listed for being common is returned as it is.
    counts
        The people that each description means, true or protected.
    """
    last = table.dimensions[-1] if table.dimensions else None
    if last is None or not any(level.rare_in for level in last.levels):
        return table
    size = {label: -total(cell.parts[last.sized_by], counts) for label, cell in deciding(table).items()}
    listed = sorted((level for level in last.levels if level.rare_in), key=lambda each: (size[each.label], each.label))
    levels = (*listed, *(level for level in last.levels if not level.rare_in))
    place = {level.label: number for number, level in enumerate(levels)}
    width = len(levels)
    groups = [table.cells[start : start + width] for start in range(0, len(table.cells), width)]
    cells = tuple(cell for group in groups for cell in sorted(group, key=lambda cell: place[cell.at[-1]]))
    return replace(table, dimensions=(*table.dimensions[:-1], replace(last, levels=levels)), cells=cells)


def deciding(table: Table) -> dict[str, Cell]:
    """Return, by the label of its row, the cell that counts people of all groups together: the first."""
    found: dict[str, Cell] = {}
    for cell in table.cells:
        found.setdefault(cell.at[-1], cell)
    return found


def total(part: Sum, counts: Mapping[Whom, int]) -> int:
    """Return what a weighted sum of counts comes to."""
    return sum(weight * counts[whom] for weight, whom in part)
