"""Whom figures of the time to a first reoffence count: those with it between given days, and those without."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from needskit.analysis.answers import NO
from needskit.analysis.count import people
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.count import Part
    from needskit.analysis.outcome import Outcome
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Attribute, Condition

DAYS = "days_to_first_reoffence"
USUAL_DAYS = (30, 61, 91, 122, 152, 183, 213, 244, 274, 305, 335, 365)
"""The ends of twelve months of nearly equal length."""


@dataclass(frozen=True, slots=True)
class First:
    """The first reoffence of people, by the days listed.

    Parameters
    ----------
    asked
        The outcome.
    attribute
        The days to the first reoffence.
    on
        The days listed, in rising order.
    """

    asked: Outcome
    attribute: Attribute
    on: tuple[int, ...]

    def between(self, after: int, to: int | None) -> tuple[Condition, ...]:
        """Return the conditions of those whose first reoffence is after one day, up to and with another."""
        days = (day for day in self.attribute.answers if day.isdigit())
        held = frozenset(day for day in days if after < int(day) and (to is None or int(day) <= to))
        return (*self.asked.yes, (self.attribute.name, held))

    @property
    def known(self) -> Part:
        """Those followed up whose outcome and day are known."""
        return known_with_day(self.asked, self.attribute.name)

    def without_by(self, day: int) -> Part:
        """Return those known to have had no reoffence by the end of a day."""
        return ((1, (*self.asked.followed, (self.asked.column, NO))), (1, self.between(day, None)))

    @property
    def parts(self) -> tuple[Part, ...]:
        """Those with a first reoffence up to each day, then those without one by the last."""
        steps = (people(*self.between(after, to)) for after, to in pairwise((-1, *self.on)))
        return (*steps, self.without_by(self.on[-1]))


def day_in(cohort: Cohort, days: str) -> Attribute:
    """Return the attribute of the days to the first reoffence.

    Raises
    ------
    UsageError
        If the extract does not hold it.
    """
    attribute = cohort.attributes.get(days)
    if attribute is None:
        message = f"The time to the first reoffence is read from '{days}', which this extract does not hold."
        raise UsageError(message)
    return attribute


def rising(on: Sequence[int]) -> tuple[int, ...]:
    """Return days of the follow-up, proved to be in rising order.

    Raises
    ------
    UsageError
        If they are not.
    """
    wanted = tuple(on)
    if not wanted or any(later <= earlier for earlier, later in pairwise((0, *wanted))):
        message = "on wants days of the follow-up in rising order, such as [91, 183, 365]."
        raise UsageError(message)
    return wanted


def known_with_day(asked: Outcome, days: str) -> Part:
    """Return those followed up whose outcome is known and, if there was a reoffence, its day too."""
    unknown_day = (*asked.yes, (days, frozenset({NOT_KNOWN})))
    return ((1, asked.known), (-1, unknown_day))
