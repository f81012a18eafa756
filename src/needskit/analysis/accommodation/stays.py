"""Where people lived day by day: spells, which may overlap and leave gaps, as stays that do not overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.analysis.points import STATUS
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.cohort.smaller_extract import require_rows
from needskit.errors import UsageError
from needskit.extract.fit import DATE_NOT_READ
from needskit.extract.join import Places, places
from needskit.extract.months import ONE_DAY, months_later
from needskit.extract.spells import FIRST_DAY, LAST_DAY, latest_of, open_on, taken

if TYPE_CHECKING:
    import pandas as pd

    from needskit.cohort.cohort import Cohort
    from needskit.extract.values.dates import Dates

Days = npt.NDArray[np.int64]

DAYS_APART = 1 << 23
"""More days than there are between any two dates of four-digit years."""


@dataclass(frozen=True, slots=True, repr=False)
class Window:
    """The days that each person is asked about, both ends in it.

    Parameters
    ----------
    first, last
        Shape ``(people,)``; no date for whoever is asked about no day.
    """

    first: Dates
    last: Dates

    @property
    def days(self) -> Days:
        """How many days there are; 0 for whoever has no window."""
        known = ~(np.isnat(self.first) | np.isnat(self.last))
        return np.where(known, (self.last - self.first + ONE_DAY).astype(np.int64), 0)


@dataclass(frozen=True, slots=True, repr=False)
class Stays:
    """Days in one kind of accommodation each, in order of people and days; no two of a person overlap.

    Parameters
    ----------
    place
        The person of each, as a position among the people; shape ``(stays,)`` like the others.
    days
        How many days it has within the window.
    kind
        Where the person lived, as a code of ``kinds``; never one that is not known.
    kinds
        The answers that the codes stand for.
    not_known
        Of each person the days of the window of which nothing is known; shape ``(people,)``.
    """

    place: Places
    days: Days
    kind: npt.NDArray[np.integer]
    kinds: tuple[str, ...]
    not_known: Days

    def days_in(self, kinds: frozenset[str]) -> Days:
        """Return how many days of the window each person is known to have lived in one of these kinds."""
        among = np.array([kind in kinds for kind in self.kinds])[self.kind]
        return _each(self.place[among], self.days[among], len(self.not_known))

    def changes(self) -> Days:
        """Return how often each person is known to have lived elsewhere than before, days not known passed over."""
        moved = (self.place[1:] == self.place[:-1]) & (self.kind[1:] != self.kind[:-1])
        return np.bincount(self.place[1:][moved], minlength=len(self.not_known))


def spells_of(cohort: Cohort) -> pd.DataFrame:
    """Return the records of accommodation that are spells: with a day and without a point in time.

    A spell with a date that cannot be read is none, as where the status on the index date is read.

    Raises
    ------
    UsageError
        If the extract holds none.
    """
    _require_rows(cohort)
    records = cohort.linked.get(STATUS)
    dates = [] if records is None else [name for name in ("start_date", "end_date") if name in records]
    if records is None or not dates:
        message = (
            "This extract does not say from when to when people lived where: it wants a source with the role "
            "'accommodation' that has a start_date and an end_date."
        )
        raise UsageError(message)
    spell = records[dates].notna().any(axis=1) & ~records[DATE_NOT_READ]
    if "point" in records:
        spell &= records["point"] == NOT_KNOWN
    return records[spell].reset_index(drop=True)


def index_dates_of(cohort: Cohort) -> Dates:
    """Return the index date of each person.

    Raises
    ------
    UsageError
        If the extract has none.
    """
    _require_rows(cohort)
    if "index_date" not in cohort.people:
        message = "Days are counted from the index date, and this extract has no column index_date."
        raise UsageError(message)
    dates: Dates = cohort.people["index_date"].to_numpy().astype("datetime64[D]")
    return dates


def _require_rows(cohort: Cohort) -> None:
    require_rows(
        cohort,
        "Where somebody lives from day to day",
        whose="those whose stays are asked for",
        columns=["index_date"],
        sources={STATUS: [STATUS, "start_date", "end_date"]},
    )


def months_after(dates: Dates, months: int) -> Window:
    """Return the days after each date, up to and with the same day so many months later."""
    return Window(dates + ONE_DAY, months_later(dates, months))


def months_before(dates: Dates, months: int) -> Window:
    """Return the days up to and with each date, from the day after the same day so many months earlier."""
    return Window(months_later(dates, -months) + ONE_DAY, dates)


def stays(cohort: Cohort, window: Window) -> Stays:
    """Where did each person live on each day of a window?

    On a day with several spells the one begun last counts, of those begun on one day the one lower in the file. Of a
    day without a spell, or after the date of the extract, nothing is known.

    Parameters
    ----------
    cohort
        Whose people are asked about.
    window
        The days.

    Raises
    ------
    UsageError
        If the extract holds no spells.
    """
    records = spells_of(cohort)
    kinds = tuple(records[STATUS].cat.categories)
    place = places(records["person_id"], cohort.identifiers)
    starts, ends = _dates(records, "start_date", FIRST_DAY), _dates(records, "end_date", LAST_DAY)
    first, last = window.first[place], window.last[place]
    if cohort.as_at is not None:
        last = np.minimum(last, np.datetime64(cohort.as_at, "D"))
    # Comparing with no date is never true, so whoever has no window has no spell in it.
    kept = np.flatnonzero((place >= 0) & (first <= last) & (starts <= ends) & (starts <= last) & (ends >= first))
    order = kept[np.lexsort((starts[kept], place[kept]))]
    first, last = first[order], last[order]
    own_days = place[order].astype(np.int64) * DAYS_APART
    since = own_days + (np.maximum(starts[order], first) - first).astype(np.int64)
    until = own_days + (np.minimum(ends[order], last) - first).astype(np.int64)
    days, found = _apart(since, until)
    kind = records[STATUS].cat.codes.to_numpy()[order][found]
    known = kind != kinds.index(NOT_KNOWN)
    where = place[order][found][known]
    not_known = window.days - _each(where, days[known], len(window.first))
    return Stays(where, days[known], kind[known], kinds, not_known)


def lived_on(cohort: Cohort, days: Dates) -> pd.Series:
    """Where did each person live on a day, of shape ``(people,)``? By the rule of the status on the index date.

    Raises
    ------
    UsageError
        If the extract holds no spells.
    """
    records = spells_of(cohort)
    place = places(records["person_id"], cohort.identifiers)
    if cohort.as_at is not None:
        days = np.where(days > np.datetime64(cohort.as_at, "D"), np.datetime64("NaT", "D"), days)
    return taken(records[STATUS], latest_of(records, place, open_on(records, place, days), len(days)))


def _apart(since: Days, until: Days) -> tuple[Days, Places]:
    """Divide overlapping spells, in order of their first day: the days of each part, and the spell that counts.

    Parameters
    ----------
    since, until
        First and last day of each, told apart by person; shape ``(spells,)``.

    Returns
    -------
    tuple
        Of each part its days and its spell, in order of days; what no spell covers is in no part.
    """
    # Sorted and without repeats, which is several times as fast so as by numpy.unique and its hashes.
    begins = np.sort(np.concatenate([since, until + 1]))
    begins = begins[np.diff(begins, prepend=-1) > 0]
    spell = np.searchsorted(since, begins, side="right") - 1
    # The latest end so far: where that is over, there is a gap. Each person's days come after those of the last.
    latest = np.maximum.accumulate(until)
    covered = np.flatnonzero(latest[spell] >= begins)
    spell = spell[covered]
    # A spell within a longer one is over before it. As many rounds as there are of those on end.
    over = np.flatnonzero(until[spell] < begins[covered])
    while len(over):
        spell[over] -= 1
        over = over[until[spell[over]] < begins[covered[over]]]
    # An open spell ends later, so there is always a next day on which something changes.
    return begins[covered + 1] - begins[covered], spell


def _dates(records: pd.DataFrame, column: str, otherwise: np.datetime64) -> Dates:
    if column not in records:
        return np.full(len(records), otherwise)
    found: Dates = records[column].to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(found), otherwise, found)


def _each(place: Places, days: Days, people: int) -> Days:
    """Add up days by person; whole numbers below 2**53 are exact in floating point."""
    return np.rint(np.bincount(place, weights=days, minlength=people)).astype(np.int64)
