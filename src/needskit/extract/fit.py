"""Whether a source fits the people: rows of nobody, sources that link to nobody, dates that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from needskit.cohort.problems import Problem
from needskit.extract.records import NO_IDENTIFIER
from needskit.extract.values.column import problem

if TYPE_CHECKING:
    from needskit.extract.files.raw import Flags
    from needskit.extract.join import Places
    from needskit.extract.typed import Typed

MOST_UNNAMED = 20
"""Of a complete source at most one row in so many may have no identifier."""

UNDATED = (("not_a_date", "start_date"), ("not_a_date", "end_date"), ("placeholder_date", "start_date"))
"""Rules by which a first or last day is there and says nothing. A placeholder as the last day says: not yet over."""

DATE_NOT_READ = "date_not_read"
"""The column of linked records that says which of them have a first or last day that cannot be read."""


def rows_outside(typed: Typed, place: Places) -> tuple[Problem, ...]:
    """Note the rows of a source that are of nobody in the cohort."""
    return problem(
        "not_in_the_cohort", place < 0, typed.row_numbers, column="person_id", severity="note",
        wanted="is of nobody in the cohort.", done="Set aside.",
    )  # fmt: skip


def problems_of_links(typed: Typed, place: Places) -> tuple[Problem, ...]:
    """Say where a source links to nobody, or is said to be complete and cannot be.

    Neither counts rows: what became of them is counted already.
    """
    unnamed = int((typed.fates == typed.names.index(NO_IDENTIFIER)).sum())
    return problems_of_linking(
        complete=typed.reading.part.complete,
        rows=len(place),
        linked=int((place >= 0).sum()),
        unnamed=unnamed,
        received=len(typed.fates),
    )


def problems_of_linking(
    *,
    complete: bool,
    rows: int,
    linked: int,
    unnamed: int,
    received: int,
) -> tuple[Problem, ...]:
    """Say the same of counts.

    Parameters
    ----------
    complete
        Whether the source is said to be complete.
    rows, linked
        The records that are kept, and those of them that are of somebody in the cohort.
    unnamed, received
        The rows without an identifier, and all rows.
    """
    if rows and not linked:
        wanted = "no row is of anybody in the cohort: none of its identifiers is one of theirs."
        done = "Say in the settings which column is the identifier, and its form."
        return (Problem("links_to_nobody", "person_id", "error" if complete else "warning", 0, wanted, done),)
    if not complete or not unnamed:
        return ()
    hopeless = unnamed * MOST_UNNAMED > received
    wanted = "rows have no identifier, in a source that is said to be complete: whoever is not found may be in it."
    done = "Leave complete out, or mend the identifiers." if hopeless else "Whoever is not found is still a no."
    return (Problem("complete_with_gaps", "person_id", "error" if hopeless else "warning", 0, wanted, done),)


def dates_not_read(typed: Typed) -> Flags:
    """Tell which spells have a first or last day that cannot be read: it is not as if it were not there."""
    found = np.zeros(len(typed.frame), dtype=bool)
    for each in typed.problems:
        if (each.rule, each.column) in UNDATED:
            found |= np.isin(typed.row_numbers, each.at)
    return found
