"""Rates per 1,000 residents, where the extract has counts of residents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.analysis.residents import YOUNGEST, asked_of_groups, residents_of
from needskit.analysis.tabulate import By, names_in
from needskit.cohort.breakdown import EVERYBODY

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.table.table import Table


def with_rates(table: Table, cohort: Cohort, by: By) -> Table:
    """Return the table with residents and a rate beside its percentages, as far as the extract can tell them.

    Residents are those aged 10 and over. Only the whole cohort and its division by sex or district have a rate: of
    other parts it is not known how many residents there are.

    Parameters
    ----------
    table
        Of the cohort, by that breakdown.
    cohort
        Whose linked counts of residents are used.
    by
        The breakdown of the table.
    """
    residents = _residents(cohort, by)
    if not residents:
        return table
    cells = tuple(
        replace(cell, measure=cell.measure.per_residents(residents[group]))
        if "estimate" in cell.measure.figures and (group := cell.at[0] if names_in(by) else EVERYBODY) in residents
        else cell
        for cell in table.cells
    )
    note = (
        f"Residents are those aged {YOUNGEST} and over, as the counts of residents give them. "
        f"{cohort.unit.capitalize()} whose answers are not known are in no rate, so a rate is the least it can be."
    )
    return replace(table, cells=cells, caption=replace(table.caption, notes=(*table.caption.notes, note)))


def _residents(cohort: Cohort, by: By) -> dict[str, int]:
    """Return the number of residents by the label of each group of which it is known."""
    counted = residents_of(cohort)
    if counted is None:
        return {}
    asked = asked_of_groups(cohort, names_in(by))
    found = {label: counted.of(ages=(YOUNGEST, None), **which) for label, which in asked.items()}
    return {label: number for label, number in found.items() if number}
