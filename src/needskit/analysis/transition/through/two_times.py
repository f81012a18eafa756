"""The time before a birthday and the time from it on, of each person followed: days at risk and proven offences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from needskit.analysis.dated_offences import linked_offences, offences_lacking
from needskit.extract.followed import followed_up
from needskit.extract.months import birthday, months_later
from needskit.extract.offences import COUNTS, MAY, offences_of
from needskit.extract.spells import YES

if TYPE_CHECKING:
    import pandas as pd

    from needskit.cohort.cohort import Cohort
    from needskit.extract.join import Places
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
    for records, whose in linked_offences(cohort, people["person_id"]):
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
    if not {"age", "date_of_birth", "index_date"} <= set(cohort.people):
        return "this extract does not hold both date_of_birth and index_date."
    return offences_lacking(cohort)


def _dates(people: pd.DataFrame, column: str) -> Dates:
    dates: Dates = people[column].to_numpy().astype("datetime64[D]")
    return dates
