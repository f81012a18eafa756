"""Made-up people of whom some are managed under IOM, in numbers that can be checked by eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

import needskit as nk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.disclosure.released import ReleasedTable
    from needskit.table.table import Table

OURS, THEIRS = 40, 80


def people(ours: int = OURS, theirs: int = THEIRS, **columns: Sequence[object]) -> pd.DataFrame:
    """Return so many who are managed and so many who are not, with columns that repeat what is given.

    Of each column the first half is for those managed, the second for the others.
    """
    frame = pd.DataFrame({"iom": ["yes"] * ours + ["no"] * theirs})
    frame["person_id"] = [f"P{number}" for number in range(len(frame))]
    for name, values in columns.items():
        half = len(values) // 2
        first, second = (values[:half], values[half:])
        frame[name] = [str(first[n % half]) for n in range(ours)] + [str(second[n % half]) for n in range(theirs)]
    return frame


def cohort_of(frame: pd.DataFrame, *, breakdowns: Mapping[str, str] | None = None) -> Cohort:
    """Return the cohort of these."""
    return nk.read_cohort(frame, population="people in a test", as_at="2025-12-31", breakdowns=breakdowns)


def row_of(table: Table | ReleasedTable, group: str) -> dict[str, Any]:
    """Return the figures of the row of a group, by name."""
    frame = table.to_frame()
    return {str(name): value for name, value in frame[frame["group"] == group].iloc[0].items()}


def codes(cohort: Cohort, **told: object) -> list[str]:
    """Return the codes of what to be careful of."""
    return [each.code for each in nk.iom.match(cohort, **told).cautions]  # type: ignore[arg-type]
