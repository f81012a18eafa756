"""Spells of people as the linked sources hold them: with services that they leave and come to, and under IOM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.analysis.answers import YES
from needskit.cohort.build import FOUND_IN
from needskit.errors import UsageError
from needskit.extract.fit import DATE_NOT_READ
from needskit.extract.join import Flags, Places, places
from needskit.extract.months import ONE_DAY
from needskit.extract.spells import FIRST_DAY, LAST_DAY
from needskit.table.whom import Implied

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from needskit.cohort.cohort import Cohort
    from needskit.extract.values.dates import Dates

YOUTH, ADULT, SERVICES, IOM = "youth", "adult", "services", "iom"
"""The roles of the sources."""

DAYS_APART = 1 << 23
"""More days than there are between any two dates of four-digit years."""


@dataclass(frozen=True, slots=True, repr=False)
class Spells:
    """Spells of one kind of service that began up to the date of the extract.

    Parameters
    ----------
    place
        The person of each, as a position among the people; shape ``(spells,)`` like the others.
    first, last
        The first and last day of each. Without a first day it goes on since ever; without a last day, or with one after
        the date of the extract, it still goes on.
    doubtful
        Of each person whether a spell has dates that say nothing; shape ``(people,)``.
    told
        Of each person whether all their spells are known: they have one, or the source holds everybody; shape
        ``(people,)``.
    planned
        Whether each ended as planned.
    """

    place: Places
    first: Dates
    last: Dates
    doubtful: Flags
    told: Flags
    planned: Flags

    def together(self, other: Spells) -> Spells:
        """Return the spells of two kinds of service as those of one."""
        return Spells(
            np.concatenate([self.place, other.place]),
            np.concatenate([self.first, other.first]),
            np.concatenate([self.last, other.last]),
            self.doubtful | other.doubtful,
            self.told & other.told,
            np.concatenate([self.planned, other.planned]),
        )

    def joined(self) -> tuple[Places, Dates, Dates]:
        """Return spells that overlap, or follow each other by a day, as one: the person, the first and the last day.

        They are in order of people and days.
        """
        order = np.lexsort((self.first, self.place))
        place, first, last = self.place[order], self.first[order], self.last[order]
        if not len(place):
            return place, first, last
        own = place.astype(np.int64) * DAYS_APART
        # The latest end so far; each person's days come after those of the one before.
        latest = np.maximum.accumulate(own + last.astype("datetime64[D]").astype(np.int64))
        begins = np.append(True, (own + first.astype("datetime64[D]").astype(np.int64))[1:] > latest[:-1] + 1)
        at = np.flatnonzero(begins)
        return place[at], first[at], np.maximum.reduceat(last, at)


def spells_of(cohort: Cohort, role: str, *, services: Sequence[str] = ()) -> Spells:
    """Return the spells of everybody with the services of one role, or with some of them by name.

    Raises
    ------
    UsageError
        If the extract has no source of that role, or one without dates.
    """
    records = cohort.linked.get(role)
    if records is None or not {"start_date", "end_date"} & {*records.columns}:
        message = (
            f"This extract has no source with the role '{role}' and the days of its spells (start_date, end_date). "
            "Name one in needskit.toml."
        )
        raise UsageError(message)
    size = len(cohort.people)
    place = places(records["person_id"], cohort.identifiers)
    seen = np.bincount(place[place >= 0], minlength=size) > 0
    complete = all(source.complete for source in cohort.sources if source.role == role)
    if services:
        records, place = _by_name(records, place, services)
    first, last = _days(records, "start_date", FIRST_DAY), _days(records, "end_date", LAST_DAY)
    # Of a referral that nobody took up the start is blank: it never began.
    never = (role == SERVICES) & (first == FIRST_DAY)
    says_nothing = records[DATE_NOT_READ].to_numpy(dtype=bool) | ((first == FIRST_DAY) & (last == LAST_DAY))
    today = today_of(cohort)
    doubtful = np.bincount(place[(place >= 0) & says_nothing & ~never], minlength=size) > 0
    kept = (place >= 0) & ~says_nothing & ~never & (first <= last) & (first <= today)
    planned = (
        records["completed"].eq("yes").to_numpy() if "completed" in records else np.zeros(len(records), dtype=bool)
    )
    return Spells(
        place[kept],
        first[kept],
        np.where(last > today, LAST_DAY, last)[kept],
        doubtful,
        seen | complete,
        planned[kept],
    )


def today_of(cohort: Cohort) -> np.datetime64:
    """Return the date of the extract, far off where nobody said it."""
    return LAST_DAY if cohort.as_at is None else np.datetime64(cohort.as_at, "D")


def first_since(spells: Spells, since: Dates) -> Dates:
    """Return the first day of each person's earliest spell that is not over before a day; no date if there is none."""
    kept = spells.last >= since[spells.place]
    found = np.full(len(since), LAST_DAY)
    np.minimum.at(found, spells.place[kept], spells.first[kept])
    return np.where(found == LAST_DAY, np.datetime64("NaT", "D"), found)


def open_between(spells: Spells, start: Dates, end: Dates) -> Flags:
    """Tell who has a spell that goes on at any day from one to another, both in it."""
    kept = (spells.first <= end[spells.place]) & (spells.last >= start[spells.place])
    return np.bincount(spells.place[kept], minlength=len(start)) > 0


def day_before(days: Dates) -> Dates:
    """Return the day before each."""
    return days - ONE_DAY


def of_sources(cohort: Cohort, roles: Collection[str], answers: frozenset[str]) -> tuple[Implied, ...]:
    """Say that whoever gives such an answer is in the source that tells it, where there is but one."""
    names = [f"{FOUND_IN}{source.label}" for source in cohort.sources if source.role in roles]
    return tuple(Implied(answers, ((name, YES),)) for name in names if len(names) == 1 and name in cohort.attributes)


def _by_name(
    records: pd.DataFrame, place: Places, services: Sequence[str]
) -> tuple[pd.DataFrame, npt.NDArray[np.intp]]:
    """Return the records of some services.

    Raises
    ------
    UsageError
        If the source does not tell its services apart.
    """
    if "service" not in records:
        message = "The source of services has no column 'service', so they cannot be told apart by name."
        raise UsageError(message)
    wanted = {name.strip().casefold() for name in services}
    spelled = [name for name in records["service"].cat.categories if name.strip().casefold() in wanted]
    kept = records["service"].isin(spelled).to_numpy()
    return records[kept].reset_index(drop=True), place[kept]


def _days(records: pd.DataFrame, column: str, otherwise: np.datetime64) -> Dates:
    if column not in records:
        return np.full(len(records), otherwise)
    found: Dates = records[column].to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(found), otherwise, found)
