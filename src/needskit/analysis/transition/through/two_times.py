"""The time before a birthday and the time from it on, of each person followed: days at risk and proven offences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from needskit.cohort.settings import OFFENCES
from needskit.extract.followed import followed_up
from needskit.extract.join import Places, places
from needskit.extract.months import birthday, months_later
from needskit.extract.offences import COUNTS, MAY, offences_of
from needskit.extract.spells import YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.cohort.cohort import Cohort
    from needskit.extract.values.dates import Dates

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, repr=False)
class Time:
    """One of the two times of each person.

    Parameters
    ----------
    days
        How many days of the follow-up are in it; shape ``(people,)``.
    offences
        How many proven offences are in it; shape ``(people,)``.
    """

    days: Numbers
    offences: Numbers


@dataclass(frozen=True, slots=True, repr=False)
class TwoTimes:
    """People a year younger than the birthday at their index date, and what is known of them.

    Parameters
    ----------
    place
        Their positions among the people of the cohort, shape ``(people,)`` like the others.
    known
        Whether they were followed up in full, their birthday is known, and so is every offence that may count.
    before, after
        The time before the birthday, and that from it on; both 0 of those of whom it is not known.
    """

    place: Places
    known: Flags
    before: Time
    after: Time


def two_times(cohort: Cohort, *, months: int, age: int) -> TwoTimes:
    """How is the follow-up divided by the day on which people complete so many years of age?

    The follow-up begins on the day after the index date; the birthday is the first day of the second time.

    Parameters
    ----------
    cohort
        With the dates of its people, and linked offences.
    months
        Calendar months of follow-up.
    age
        Whose birthday it is, in years.
    """
    place = np.flatnonzero(cohort.people["age"].eq(age - 1).to_numpy(dtype=bool, na_value=False))
    people = cohort.people.iloc[place]
    rule = replace(cohort.definitions.follow_up, months=months)
    index, turning = _dates(people, "index_date"), birthday(_dates(people, "date_of_birth"), age)
    known = (followed_up(people, rule) == YES) & ~np.isnat(index) & ~np.isnat(turning)
    before, after, maybe, seen = (np.zeros(len(place), dtype=np.int64) for _ in range(4))
    for records, whose in _linked(cohort, people["person_id"]):
        found = offences_of(records, whose, index, rule)
        counts = found.kinds == COUNTS
        early = index[whose] + found.days < turning[whose]
        before += np.bincount(whose[counts & early], minlength=len(place))
        after += np.bincount(whose[counts & ~early], minlength=len(place))
        maybe += np.bincount(whose[np.isin(found.kinds, MAY)], minlength=len(place))
        seen += np.bincount(whose, minlength=len(place))
    known &= maybe == 0
    if not rule.complete:
        known &= seen > 0
    every = (months_later(index, months) - index).astype(np.int64)
    # The index date itself is in neither time.
    young = np.minimum((turning - index).astype(np.int64) - 1, every)
    return TwoTimes(
        place,
        known,
        Time(np.where(known, young, 0), np.where(known, before, 0)),
        Time(np.where(known, every - young, 0), np.where(known, after, 0)),
    )


def lacking(cohort: Cohort) -> str:
    """What is missing so that the cohort could be followed through a birthday? Nothing, in words: an empty text."""
    records, rule = cohort.linked.get(OFFENCES), cohort.definitions.follow_up
    if not {"age", "date_of_birth", "index_date"} <= set(cohort.people):
        return "this extract does not hold both date_of_birth and index_date."
    wanted = ["offence_date", *(["outcome_date"] if rule.asks_when else [])]
    if records is None or not {"person_id", *wanted} <= set(records):
        return f"it wants a source with the role 'offences' that has the columns {' and '.join(wanted)}."
    if rule.data_end is None and "follow_up_end" not in cohort.people:
        return "nothing says how far offences are known: give data_end under [follow_up], or a column follow_up_end."
    return ""


def _linked(cohort: Cohort, people: pd.Series) -> Iterator[tuple[pd.DataFrame, Places]]:
    """Return the offences of these people, and whose each is: those that have an outcome apart from the others.

    A source without a column of outcomes is one of proven offences, also where it is put together with others.
    """
    records = cohort.linked[OFFENCES]
    whose = places(records["person_id"], pd.Index(people))
    kept = np.flatnonzero(whose >= 0)
    records, whose = records.iloc[kept].reset_index(drop=True), whose[kept]
    if "outcome" not in records:
        yield records, whose
        return
    unsaid = records["outcome"].isna().to_numpy()
    yield records[~unsaid].reset_index(drop=True), whose[~unsaid]
    yield records[unsaid].drop(columns="outcome").reset_index(drop=True), whose[unsaid]


def _dates(people: pd.DataFrame, column: str) -> Dates:
    dates: Dates = people[column].to_numpy().astype("datetime64[D]")
    return dates
