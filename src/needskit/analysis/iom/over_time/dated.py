"""Offences by their own dates in windows before the index date and after it, of the same people in every window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.analysis.dated_offences import linked_offences, offences_lacking
from needskit.cohort.smaller_extract import require_rows
from needskit.errors import UsageError
from needskit.extract.followed import followed_up
from needskit.extract.months import months_later
from needskit.extract.offences import COUNTS, MAY, Period, offences_in
from needskit.extract.spells import YES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.extract.values.dates import Dates

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

USUAL_MONTHS = (3, 6, 9, 12, 18, 24)
ENOUGH_COVERED = 0.5
"""The longest usual window is one that covers at least so many of those whom the shortest covers."""


@dataclass(frozen=True, slots=True)
class Window:
    """Months before and as many after, and how many lie between the window before and the index date."""

    months: int
    gap: int

    @property
    def in_words(self) -> str:
        """What the row is called: "12 months, gap of 3 months"."""
        length = _months(self.months)
        return f"{length}, gap of {_months(self.gap)}" if self.gap else f"{length}, no gap"

    def holds_before(self, other: Window) -> bool:
        """Tell whether its time before holds all of another's."""
        return self.gap <= other.gap and other.gap + other.months <= self.gap + self.months


@dataclass(frozen=True, slots=True, repr=False)
class Dated:
    """What is known of the windows; arrays of shape ``(people,)``.

    Parameters
    ----------
    windows
        All of them, by gap and then by length.
    known_from
        The first day from which offences are known; None if nobody said.
    known
        Of whom every window is covered, and every offence that may count in one is known.
    before, after
        How many proven offences are in each window, 0 where it is not known.
    """

    windows: tuple[Window, ...]
    known_from: dt.date | None
    known: Flags
    before: dict[Window, Numbers]
    after: dict[Window, Numbers]


def dated(cohort: Cohort, months: Sequence[int] | None, gaps: Sequence[int], known_from: dt.date | None) -> Dated:
    """How many proven offences has each person in each window?

    Parameters
    ----------
    cohort
        With linked offences and index dates.
    months
        The lengths of the windows; None for the usual ones, as far as at least half of those covered by the shortest
        are covered.
    gaps
        How many months lie between the window before and the index date.
    known_from
        The first day from which offences are known.

    Raises
    ------
    UsageError
        If offences or dates are missing, or a length or gap makes no sense.
    """
    _refuse(cohort, months, gaps)
    index: Dates = cohort.people["index_date"].to_numpy().astype("datetime64[D]")
    covered = _Covered(cohort, index, max(gaps), known_from)
    lengths = tuple(sorted(months)) if months is not None else covered.usual()
    windows = tuple(Window(length, gap) for gap in sorted(gaps) for length in lengths)
    times = {window: _period(index, -window.gap - window.months, window.months, cohort) for window in windows}
    later = {length: _period(index, 0, length, cohort) for length in lengths}
    before = {window: np.zeros(len(index), dtype=np.int64) for window in windows}
    after = {length: np.zeros(len(index), dtype=np.int64) for length in lengths}
    every = [*((times[w], before[w]) for w in windows), *((later[m], after[m]) for m in lengths)]
    maybe, seen = (np.zeros(len(index), dtype=np.int64) for _ in range(2))
    rule = cohort.definitions.follow_up
    for records, whose in linked_offences(cohort, cohort.people["person_id"]):
        seen += np.bincount(whose, minlength=len(index))
        for period, times_of in every:
            kinds = offences_in(records, whose, period, rule).kinds
            times_of += np.bincount(whose[kinds == COUNTS], minlength=len(index))  # noqa: PLW2901 - added to in place
            maybe += np.bincount(whose[np.isin(kinds, MAY)], minlength=len(index))
    known = covered.by(max(lengths)) & (maybe == 0)
    if not rule.complete:
        known &= seen > 0
    return Dated(
        windows,
        known_from,
        known,
        {window: np.where(known, before[window], 0) for window in windows},
        {window: np.where(known, after[window.months], 0) for window in windows},
    )


@dataclass(frozen=True, slots=True, repr=False)
class _Covered:
    """Who is covered by a window and by all that are shorter."""

    cohort: Cohort
    index: Dates
    gap: int
    known_from: dt.date | None

    def by(self, months: int) -> Flags:
        followed = followed_up(self.cohort.people, replace(self.cohort.definitions.follow_up, months=months))
        found: Flags = ~np.isnat(self.index) & (followed == YES)
        if self.known_from is not None:
            # The day before the first of the window is its start.
            found &= months_later(self.index, -self.gap - months) + np.timedelta64(1, "D") >= np.datetime64(
                self.known_from, "D"
            )
        return found

    def usual(self) -> tuple[int, ...]:
        """Return the usual lengths, as far as enough people are covered."""
        shortest = int(self.by(USUAL_MONTHS[0]).sum())
        return tuple(
            months
            for months in USUAL_MONTHS
            if months == USUAL_MONTHS[0] or 0 < ENOUGH_COVERED * shortest <= self.by(months).sum()
        )


def _period(index: Dates, start: int, months: int, cohort: Cohort) -> Period:
    """Return a window that begins so many months after the index date; those before end by the calendar too."""
    first, last = months_later(index, start), months_later(index, start + months)
    return Period(first, last, months_later(last, cohort.definitions.follow_up.waiting_months))


def _months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"


def _refuse(cohort: Cohort, months: Sequence[int] | None, gaps: Sequence[int]) -> None:
    require_rows(
        cohort,
        "What is before the index date and after it",
        whose="those whose windows are asked for",
        columns=["index_date", "follow_up_end"],
        sources={"offences": ["offence_date", "outcome_date", "outcome"]},
    )
    missing = lacking(cohort)
    if missing:
        message = f"Nothing can be said of windows before and after the index date: {missing}"
        raise UsageError(message)
    given = tuple(months) if months is not None else USUAL_MONTHS
    wrong = not given or min(given) < 1 or not gaps or min(gaps) < 0
    if wrong or len(set(given)) < len(given) or len(set(gaps)) < len(gaps):
        message = "by_window wants months of 1 or more and gaps of 0 or more, each named once."
        raise UsageError(message)


def lacking(cohort: Cohort) -> str:
    """What is missing so that offences could be counted in windows? Nothing, in words: an empty text.

    Parameters
    ----------
    cohort
        Whose extract is looked at.
    """
    if not {"person_id", "index_date"} <= set(cohort.people):
        return "it wants the columns person_id and index_date of people."
    return offences_lacking(cohort)
