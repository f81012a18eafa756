"""What people of an age did: their offences or reoffences, counted beside the people themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needskit.analysis.count import people
from needskit.analysis.outcome import followed_up_in, number_known
from needskit.errors import UsageError

if TYPE_CHECKING:
    from needskit.analysis.count import Asked, Counter, Placed
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Sum

SQUARED = "squared"


@dataclass(frozen=True, slots=True)
class Events:
    """What is counted beside people.

    Parameters
    ----------
    called
        In the plural: "offences".
    column
        The column of whole numbers that says how many each one has.
    asked
        Whose are counted: those whose number is known and, of reoffences, who are followed up.
    of_followed_up
        Whether nobody else is counted than who is followed up in full.
    """

    called: str
    column: str
    asked: Asked
    of_followed_up: bool

    def note(self, unit: str, one: str) -> str:
        """Say whose events are counted, and what a percentage of them does not say."""
        followed = f", of the {unit} followed up in full" if self.of_followed_up else ""
        whose = f"{WHEN[self.called]}{followed}."
        return (
            f"{whose} One {one} may have many of them, so the percentage is not that of the {unit}, and its limits are "
            "wider than if none had more than one."
        )

    def amounts(self, counter: Counter, group: Placed, asked: Asked) -> tuple[Sum, Sum]:
        """Return the sum of the events of some people of a group, and that of the squares of each one's number."""
        whose = (*self.asked, *asked)
        squares = f"{self.called} {SQUARED}"
        return (
            counter.amount_of(group, whose, of=self.column, called=self.called),
            counter.amount_of(group, whose, of=squares, called=squares),
        )

    def people(self, counter: Counter, group: Placed, asked: Asked) -> Sum:
        """Return the sum that counts some people of a group whose events are counted."""
        return counter.sum_of(group, people(*self.asked, *asked))


COLUMNS = {"offences": "offences_before_12_months", "reoffences": "reoffences_12_months"}
"""What can be counted beside people, and where it is read from."""

WHEN = {
    "offences": "Offences are those in the 12 months before the index date",
    "reoffences": "Reoffences are those within 12 months of the index date",
}
"""Which events are counted, in words."""


def with_events(cohort: Cohort, of: str) -> tuple[Cohort, Events]:
    """Return the cohort with the squares of each one's number of events, and what is counted.

    Parameters
    ----------
    cohort
        Whose events are counted.
    of
        "offences" in the 12 months before the index date, or "reoffences" of those followed up.

    Raises
    ------
    UsageError
        If the extract does not hold them as whole numbers, or there are no such events.
    """
    if of not in COLUMNS:
        message = f"of wants people, {' or '.join(COLUMNS)}."
        raise UsageError(message)
    column = COLUMNS[of]
    known = number_known(cohort, column)
    followed = followed_up_in(cohort) if of == "reoffences" else ()
    numbers = cohort.people[column]
    squared = replace(cohort, people=cohort.people.assign(**{f"{of} {SQUARED}": numbers * numbers}))
    return squared, Events(of, column, (*followed, known), bool(followed))
