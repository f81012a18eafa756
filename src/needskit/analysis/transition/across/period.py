"""Who turned an age in a period, and what follows from it for ages at the index date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from needskit.analysis.divided import divided
from needskit.analysis.transition.across.passage import EIGHTEEN, birthdays
from needskit.analysis.transition.by_age.ages import AGE, ages_of
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.extract.months import ONE_DAY, months_later
from needskit.table.whom import Implied
from needskit.table.wording import date_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from needskit.cohort.cohort import Cohort
    from needskit.extract.join import Flags
    from needskit.extract.values.dates import Dates

Period = tuple[dt.date, dt.date]
"""First and last day, both in it."""

INDEX_DATE = "index_date"
USUAL_MONTHS = 36
"""How long the period is unless told otherwise: in a year too few turn 18 in most areas to say anything of them."""

IN_PERIOD, OTHER_TIME = "in the period", "another time"
"""Whether somebody turned an age in a period."""


def with_turned(cohort: Cohort, age: int, period: Period) -> tuple[Cohort, str]:
    """Return the cohort with an attribute that says who turned an age in a period, and its name."""
    first, last = (np.datetime64(day, "D") for day in period)
    birthday = birthdays(cohort, age)
    # Comparing with no date is never true.
    inside = (birthday >= first) & (birthday <= last)
    places = np.where(np.isnat(birthday), -1, np.where(inside, 0, 1))
    implies = _of_ages(cohort, places == 0, places == 1, turned=age, period=(first, last))
    if age > EIGHTEEN and last < months_later(np.array([first]), 12 * (age - EIGHTEEN))[0]:
        # Nobody turns both ages in so short a period.
        implies += (Implied(frozenset({IN_PERIOD}), ((_turned(EIGHTEEN, period), frozenset({OTHER_TIME})),)),)
    made, attribute = divided(cohort, _turned(age, period), places, (IN_PERIOD, OTHER_TIME), implies=implies)
    return made, attribute.name


def of_the_period(cohort: Cohort, turned: str) -> tuple[Cohort, Flags]:
    """Return those who turned the age in the period, and who they are: nobody else has to be looked up."""
    inside = is_in(cohort, turned, IN_PERIOD)
    return cohort.on_rows(inside), inside


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


def _turned(age: int, period: Period) -> str:
    return f"turned {age} from {period[0]} to {period[1]}"


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


def _period(period: Period | None, as_at: dt.date, window_days: int) -> Period:
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


def _of_ages(
    cohort: Cohort, inside: Flags, outside: Flags, *, turned: int, period: tuple[np.datetime64, np.datetime64]
) -> tuple[Implied, ...]:
    """Say of which ages at the index date those are who turned an age in a period, and those who did not.

    Index dates lie between two days. So nobody aged 30 turned 18 in the year before, and where the period is long,
    everybody aged 19 did. An age of which that is not so, because it was given and no date of birth says it, is left
    out.

    Parameters
    ----------
    cohort
        Whose ages are looked at.
    inside, outside
        Who turned it in the period, and who at another time; of shape ``(people,)``.
    turned
        The age that they turned.
    period
        First and last day, both in it.
    """
    if AGE not in cohort.attributes or INDEX_DATE not in cohort.people:
        return ()
    days = cohort.people[INDEX_DATE].to_numpy().astype("datetime64[D]")
    days = days[~np.isnat(days)]
    if not len(days):
        return ()
    youngest, oldest = ages_of(cohort)
    (first, last), ages = period, range(youngest, oldest + 1)
    # Whoever is of an age on a day turned the other one after the first of these, and up to the second.
    after = _months_from(days.min(), [12 * (turned - age - 1) for age in ages])
    up_to = _months_from(days.max(), [12 * (turned - age) for age in ages])
    of_each = cohort.people[AGE].astype("str").fillna(NOT_KNOWN).replace("<NA>", NOT_KNOWN).to_numpy()
    never = _named(ages, (up_to < first) | (after >= last)) - {*of_each[inside]}
    always = _named(ages, (after >= first - ONE_DAY) & (up_to <= last)) - {*of_each[~inside]}
    possible = (_named(ages, np.ones(len(ages), dtype=bool)) | {NOT_KNOWN}) - never
    possible -= set() if NOT_KNOWN in of_each[inside] else {NOT_KNOWN}
    nowhere = ~inside & ~outside
    others = frozenset({OTHER_TIME}) | (frozenset({NOT_KNOWN}) if nowhere.any() else frozenset())
    said = (
        Implied(others, ((AGE, never),), way="back") if never else None,
        Implied(frozenset({IN_PERIOD}), ((AGE, always),), way="back") if always else None,
        Implied(frozenset({IN_PERIOD}), ((AGE, possible),)) if never and possible else None,
    )
    return tuple(each for each in said if each is not None)


def _months_from(day: np.datetime64, months: Sequence[int]) -> Dates:
    return np.concatenate([months_later(np.array([day]), each) for each in months])


def _named(ages: Sequence[int], chosen: Flags) -> frozenset[str]:
    return frozenset(str(age) for age, hit in zip(ages, chosen, strict=True) if hit)
