"""The residents that a share is set beside: which of them, and from which age on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needskit.analysis.residents import POPULATION, YOUNGEST, asked_of_groups, residents_of
from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needskit.analysis.residents import Asked
    from needskit.cohort.cohort import Cohort
    from needskit.cohort.population import Residents
    from needskit.table.measure import Measure

Ages = tuple[int, int | None]
"""First and last age, both in it; None for everybody from the first on."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The residents that the groups of a table are set beside.

    Parameters
    ----------
    counted
        The counts of residents; None where there are none to set beside.
    asked
        Which residents each group is set beside, by its label.
    start
        The first age of all residents.
    why_not
        In words, why there are no residents; empty if there are.
    """

    counted: Residents | None
    asked: Mapping[str, Asked]
    start: int
    why_not: str = ""

    def of(self, measure: Measure, label: str, ages: Ages) -> Measure:
        """Return a measure with the residents of some ages beside it, as far as they are told."""
        if self.counted is None or label not in self.asked:
            return measure
        which = self.asked[label]
        residents = self.counted.of(ages=ages, **which)
        everybody = self.counted.of(ages=(self.start, None), **which)
        return measure.against_residents(residents, of=everybody) if residents and everybody else measure

    @property
    def who(self) -> str:
        """All residents that a share is of, in words."""
        return f"residents aged {self.start} and over" if self.start else "residents of all ages"


def residents_beside(cohort: Cohort, names: Sequence[str], start: int | None) -> Beside:
    """Return the residents that a table of a cohort by some breakdowns is set beside.

    Parameters
    ----------
    cohort
        Whose linked counts of residents are used.
    names
        The breakdowns.
    start
        The first age of all residents; aged 10 and over unless told otherwise, where the counts can tell them.

    Raises
    ------
    UsageError
        If the first age is above that of criminal responsibility.
    """
    if start is not None and not 0 <= start <= YOUNGEST:
        message = f"residents_from wants the first age of the residents, from 0 for all of them to {YOUNGEST}."
        raise UsageError(message)
    first = YOUNGEST if start is None else start
    if POPULATION not in cohort.linked:
        return Beside(None, {}, first, "The extract holds no counts of residents, so the shares stand alone.")
    counted, asked = residents_of(cohort), asked_of_groups(cohort, names)
    if counted is None or not asked:
        whom = "of these groups" if counted is not None else f"of a part of the {cohort.unit}"
        return Beside(None, {}, first, f"How many residents there are {whom} is not known, so the shares stand alone.")
    for each in (first,) if start is not None else (YOUNGEST, 0):
        if any(counted.of(ages=(each, None), **which) for which in asked.values()):
            return Beside(counted, asked, each)
    why_not = "The counts of residents do not tell how many there are in all, so the shares stand alone."
    return Beside(None, {}, first, why_not)
