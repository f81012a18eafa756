"""Who turned an age in a period: the first thing that every table of a passage asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.divided import divided
from needskit.analysis.transition.passage import birthdays
from needskit.errors import UsageError
from needskit.extract.months import months_later
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    import numpy.typing as npt

    from needskit.cohort.cohort import Cohort
    from needskit.extract.join import Flags

Period = tuple[dt.date, dt.date]
"""First and last day, both in it."""

USUAL_MONTHS = 36
"""How long the period is unless told otherwise: in a year too few turn 18 in most areas to say anything of them."""

IN_PERIOD, OTHER_TIME = "in the period", "another time"


def with_turned(cohort: Cohort, age: int, period: Period) -> tuple[Cohort, str]:
    """Return the cohort with an attribute that says who turned an age in a period, and its name."""
    first, last = (np.datetime64(day, "D") for day in period)
    birthday = birthdays(cohort, age)
    # Comparing with no date is never true.
    inside = (birthday >= first) & (birthday <= last)
    places = np.where(np.isnat(birthday), -1, np.where(inside, 0, 1))
    made, attribute = divided(cohort, f"turned {age} from {first} to {last}", places, (IN_PERIOD, OTHER_TIME))
    return made, attribute.name


def of_the_period(cohort: Cohort, turned: str) -> tuple[Cohort, Flags]:
    """Return those who turned the age in the period, and who they are: nobody else has to be looked up."""
    inside = is_in(cohort, turned, IN_PERIOD)
    return replace(cohort, people=cohort.people[inside].reset_index(drop=True)), inside


def is_in(cohort: Cohort, turned: str, answer: str) -> Flags:
    """Tell who gave an answer to whether they turned the age in the period."""
    found: Flags = cohort.people[turned].eq(answer).to_numpy()
    return found


def spread(
    told: npt.NDArray[np.integer], inside: Flags, *, others: npt.NDArray[np.integer] | int
) -> npt.NDArray[np.int64]:
    """Return what is told of some for everybody; of others as said."""
    found = np.full(len(inside), others, dtype=np.int64)
    found[inside] = told
    return found


def in_words(period: Period) -> str:
    """Return a period in words.

    Examples
    --------
    >>> in_words((dt.date(2024, 4, 1), dt.date(2025, 3, 31)))
    'between 1 April 2024 and 31 March 2025'
    """
    first, last = period
    return f"between {date_in_words(first)} and {date_in_words(last)}"


def dates_of(cohort: Cohort, period: Period | None) -> tuple[dt.date, Period]:
    """Return the date of the extract, and the period that is asked for.

    Raises
    ------
    UsageError
        If the extract has no date, or the period is none.
    """
    rule, as_at = cohort.definitions.transition, _as_at(cohort)
    return as_at, _period(period or rule.period, as_at, rule.window_days)


def _as_at(cohort: Cohort) -> dt.date:
    if cohort.as_at is None:
        message = "What became of people can only be told up to a date: say as_at, the date of the extract."
        raise UsageError(message)
    return cohort.as_at


def _period(period: Period | None, as_at: dt.date, window_days: int) -> tuple[dt.date, dt.date]:
    """Return the period; unless told, three years up to as many days before the date as the window is long."""
    if period is None:
        last = as_at - dt.timedelta(days=window_days)
        day_after = np.array([last + dt.timedelta(days=1)], dtype="datetime64[D]")
        return months_later(day_after, -USUAL_MONTHS)[0].astype(object), last
    first, last = period
    if last < first or last > as_at:
        message = (
            f"period wants its first and its last day, in order and not after the date of the extract "
            f"({date_in_words(as_at)}), but was {date_in_words(first)} to {date_in_words(last)}."
        )
        raise UsageError(message)
    return first, last
