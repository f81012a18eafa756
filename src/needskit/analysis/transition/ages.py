"""Which ages an extract can hold, which are young adults, and how ages are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

AGE = "age"
ON_AGE = "Age is in completed years at the index date."


def ages_of(cohort: Cohort) -> list[int]:
    """Return every age that there can be, whether or not anybody is of it.

    Raises
    ------
    UsageError
        If the extract holds no ages.
    """
    if AGE not in cohort.attributes:
        message = "This extract holds no ages: it wants a column age, or date_of_birth and index_date."
        raise UsageError(message)
    return [int(answer) for answer in cohort.attributes[AGE].answers if answer != NOT_KNOWN]


def possible_ages(cohort: Cohort) -> frozenset[str]:
    """Return the ages that are possible by how the cohort was chosen; whether anybody is of them is not looked at."""
    known = frozenset(years(*_ends(ages_of(cohort))))
    chosen = cohort.whom.answers_to(AGE)
    return known if chosen is None else known & chosen


def years(low: int, high: int) -> frozenset[str]:
    """Return ages as answers, both ends among them.

    Examples
    --------
    >>> sorted(years(18, 20))
    ['18', '19', '20']
    """
    return frozenset(str(age) for age in range(low, high + 1))


def called(low: int, high: int, *, oldest: int) -> str:
    """Return what a span of ages is called.

    Examples
    --------
    >>> called(25, 110, oldest=110), called(10, 17, oldest=110), called(17, 17, oldest=110)
    ('25 and over', '10 to 17', '17')
    """
    if high == oldest:
        return f"{low} and over"
    return f"{low}" if low == high else f"{low} to {high}"


def _ends(ages: list[int]) -> tuple[int, int]:
    return ages[0], ages[-1]
