"""Who was managed under IOM at any time, and not only on the day that the extract speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from needskit.analysis.answers import YES
from needskit.analysis.divided import divided
from needskit.analysis.spells import IOM, spells_of
from needskit.table.whom import Implied

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.extract.join import Flags

AT_ANY_TIME: Final = "managed under IOM at any time"


def has_iom_spells(cohort: Cohort) -> bool:
    """Tell whether the extract has a source of spells under IOM, with the days of them."""
    records = cohort.linked.get(IOM)
    return (
        records is not None and "person_id" in cohort.people and bool({"start_date", "end_date"} & {*records.columns})
    )


def with_at_any_time(cohort: Cohort) -> Cohort:
    """Return the cohort with an attribute that says who was managed at any time up to the date of the extract.

    Yes of whoever has a spell begun by then, or is said to be managed; no of whoever has none, where all spells of them
    are known.

    Parameters
    ----------
    cohort
        Whose people are looked at.

    Raises
    ------
    UsageError
        If the extract has no source of spells under IOM.
    """
    if AT_ANY_TIME in cohort.attributes:
        return cohort
    spells = spells_of(cohort, IOM)
    said = said_to_be(cohort, "yes")
    had = (np.bincount(spells.place, minlength=len(cohort.people)) > 0) | said
    places = np.where(had, 0, np.where(spells.told & ~spells.doubtful, 1, -1))
    implies = (Implied(YES, ((IOM, YES),), way="back"),) if IOM in cohort.attributes else ()
    made, _ = divided(cohort, AT_ANY_TIME, places, ("yes", "no"), implies=implies)
    return made


def said_to_be(cohort: Cohort, answer: str) -> Flags:
    """Tell of whom the column that says who is managed gives an answer; of nobody where there is none."""
    if IOM not in cohort.people:
        return np.zeros(len(cohort.people), dtype=bool)
    found: Flags = cohort.people[IOM].eq(answer).to_numpy(dtype=bool)
    return found
