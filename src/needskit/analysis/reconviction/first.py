"""Whom figures of the time to a first reoffence count: those with it between given days, and those without."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from needskit.analysis.answers import NO
from needskit.analysis.count import people
from needskit.analysis.reconviction.soon import known_with_day

if TYPE_CHECKING:
    from needskit.analysis.count import Part
    from needskit.analysis.outcome import Outcome
    from needskit.table.whom import Attribute, Condition


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
