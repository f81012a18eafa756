"""When people who are matched have their first reoffence: whom counts count, and what the weighted come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.count import people
from needskit.analysis.first_reoffence import First, day_in, rising
from needskit.analysis.iom.alike.amounts import answers_of, count_alike, numbers_of
from needskit.analysis.iom.alike.refusal import refuse_matched_on, refuse_nobody
from needskit.analysis.outcome import reconviction_of
from needskit.stats.weighted_survival import weighted_by_day, weighted_restricted_mean
from needskit.stats.weighting import effective_size
from needskit.table.until import middles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from needskit.analysis.count import Part
    from needskit.analysis.iom.alike.amounts import Counted
    from needskit.analysis.iom.alike.matched import Matched
    from needskit.stats.proportion import Floats
    from needskit.stats.weighted_survival import WeightedByDay
    from needskit.table.whom import Sum

ON = (91, 183, 274, 365)
"""The ends of four quarters of nearly equal length: few enough that each count is of many."""

OURS, THEIRS = 0, 1
"""The places of the arms where both are groups."""

HALVES = 2
"""Of a day, in which the middle of two days is a whole number."""


@dataclass(frozen=True, slots=True, repr=False)
class FirstDays:
    """The first reoffence of people who are matched, by the days listed; arrays of shape ``(people,)``.

    Parameters
    ----------
    matched
        From ``match``.
    first
        Whom counts count.
    weights
        Of those of whom the outcome, and the day of a reoffence, are known; 0 of all others.
    band
        The place of the day by which each had it; of those without one by the last, how many days are listed.
    as_rate
        Whether those with and without one by the last day are those of the rate, so that the weighted share is the
        same figure.
    """

    matched: Matched
    first: First
    weights: Floats
    band: npt.NDArray[np.intp]
    as_rate: bool

    @property
    def alike(self) -> bool:
        """Whether all of the comparison count alike."""
        return count_alike(self.matched, self.weights)

    def size_of(self, weights: Floats) -> float:
        """Return how many comparison people of equal weight would tell as much as those with these weights."""
        return effective_size(weights[self.matched.is_comparison])

    @property
    def of_reoffenders(self) -> Floats:
        """The weights of those with a reoffence by the last day alone."""
        return np.where(self.band < len(self.first.on), self.weights, 0.0)

    @property
    def by_last(self) -> Part:
        """Those with a reoffence by the last day."""
        return people(*self.first.between(-1, self.first.on[-1]))

    def by_band(self) -> WeightedByDay:
        """Return those treated, and the comparison, by the place of the day."""
        last = len(self.first.on)
        return weighted_by_day(
            self.band, self.band < last, last_day=last, weight=self.weights, cell=self.matched.is_comparison
        )

    def mean_days(self, weights: Floats) -> tuple[float, float]:
        """Return the mean days without a reoffence of the comparison, with its standard error.

        Parameters
        ----------
        weights
            Of whom; shape ``(people,)``.
        """
        middles, last = middles_of(self.first.on), len(self.first.on)
        halves = np.rint(HALVES * middles).astype(np.int64)[self.band]
        up_to = HALVES * self.first.on[-1]
        found = weighted_restricted_mean(
            weighted_by_day(halves, self.band < last, last_day=up_to, weight=weights, cell=self.matched.is_comparison),
            up_to=up_to,
        )
        return float(found.mean[THEIRS]) / HALVES, float(found.standard_error[THEIRS]) / HALVES

    def share_by(self, place: int) -> float:
        """Return the weighted share of the comparison with a reoffence by one of the days."""
        theirs = self.weights * self.matched.is_comparison
        return float(theirs[self.band <= place].sum() / theirs.sum())

    def size_amount(self, counted: Counted) -> Sum:
        """Return the sum that is the effective size."""
        return counted.amount(f"{self._named}, effective size", round(self.size_of(self.weights)))

    def share_amount(self, counted: Counted, place: int) -> Sum:
        """Return the sum that is the weighted share of the comparison with a reoffence by one of the days."""
        last = self.as_rate and place == len(self.first.on) - 1
        words = self.first.asked.column if last else f"{self._days} by day {self.first.on[place]}"
        return counted.thousandths(f"{words}, weighted", self.share_by(place))

    @property
    def listed(self) -> str:
        """The column and the days listed: what a figure that is worked out from bands of days depends on."""
        return f"{self._days} on {', '.join(map(str, self.first.on))}"

    @property
    def _days(self) -> str:
        return f"{self.first.asked.column} and {self.first.attribute.name}"

    @property
    def _named(self) -> str:
        """The column that says whose outcome is known: the same words are the same figure."""
        return self.first.asked.column if self.as_rate else self._days


def first_days(matched: Matched, *, outcome: str, days: str, on: Sequence[int]) -> FirstDays:
    """Return when people who are matched had their first reoffence.

    Raises
    ------
    UsageError
        If the extract has no such columns, one is matched on, the days are in no rising order, or the outcome is known
        of nobody matched in an arm.
    """
    asked = reconviction_of(matched.cohort, outcome)
    first = First(asked, day_in(matched.cohort, days), rising(on))
    for column in (outcome, days):
        refuse_matched_on(matched, column)
    answer, known = answers_of(matched, asked)
    day, with_day = numbers_of(matched, days)
    weights = np.where((answer == 1) & (with_day == 0), 0.0, known)
    listed = np.array(first.on)
    band = np.where(answer == 1, np.searchsorted(listed, day), len(listed)).astype(np.intp)
    ours, theirs = (float(weights[arm].sum()) for arm in (matched.is_treated, matched.is_comparison))
    refuse_nobody(matched, ours, theirs)
    as_rate = bool((weights == known).all() and ((band < len(listed)) == (answer == 1))[weights > 0].all())
    return FirstDays(matched, first, weights, band, as_rate)
