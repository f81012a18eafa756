"""Ages: which there are, how a band of them is asked for and called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition

AGE = "age"

Band = tuple[int, int]
"""First and last age, both in it, in completed years."""

USUAL: Band = (18, 24)
"""The band that is divided further, into 18 to 20 and 21 to 24."""
PARTS_OF_USUAL: tuple[Band, ...] = ((18, 20), (21, 24))

AGE_NOTE = "Age is in completed years at the index date."


def ages_of(cohort: Cohort) -> Band:
    """Return the youngest and the oldest age that people of a cohort can have.

    Raises
    ------
    UsageError
        If ages are not in the extract.
    """
    if AGE not in cohort.attributes:
        message = "This extract holds no ages: it wants a column age, or date_of_birth and index_date."
        raise UsageError(message)
    ages = [int(answer) for answer in cohort.attributes[AGE].answers if answer != NOT_KNOWN]
    return ages[0], ages[-1]


def known_ages(cohort: Cohort) -> Condition:
    """Return the condition of those whose age is known."""
    return AGE, frozenset(cohort.attributes[AGE].answers) - {NOT_KNOWN}


def refuse_bands(bands: Sequence[Band], ages: Band) -> None:
    """Raise unless every band is one of ages that there can be, and each is there once.

    Raises
    ------
    UsageError
        If so.
    """
    youngest, oldest = ages
    if not bands:
        message = "bands wants a first and a last age at least, such as bands=[(18, 24)]."
        raise UsageError(message)
    for first, last in bands:
        if not youngest <= first <= last <= oldest:
            message = (
                f"bands wants of each a first and a last age from {youngest} to {oldest} in rising order, but one was "
                f"{first} and {last}."
            )
            raise UsageError(message)
    if len(set(bands)) < len(bands):
        message = "bands: a band is named twice. Name each once."
        raise UsageError(message)


def aged(band: Band) -> Condition:
    """Return the condition of those in a band.

    Examples
    --------
    >>> name, ages = aged((18, 20))
    >>> name, sorted(ages)
    ('age', ['18', '19', '20'])
    """
    first, last = band
    return AGE, years(first, last)


def years(low: int, high: int) -> frozenset[str]:
    """Return ages as answers, both ends among them.

    Examples
    --------
    >>> sorted(years(18, 20))
    ['18', '19', '20']
    """
    return frozenset(str(age) for age in range(low, high + 1))


def possible_ages(cohort: Cohort) -> frozenset[str]:
    """Return the ages that are possible by how the cohort was chosen; whether anybody is of them is not looked at."""
    known = years(*ages_of(cohort))
    chosen = cohort.whom.answers_to(AGE)
    return known if chosen is None else known & chosen


def called(band: Band, *, oldest: int) -> str:
    """Return what a band is called; without an upper end where it goes up to the oldest.

    Examples
    --------
    >>> called((18, 24), oldest=110), called((25, 110), oldest=110), called((18, 18), oldest=110)
    ('18 to 24', '25 and over', '18')
    """
    first, last = band
    if last == oldest:
        return f"{first} and over"
    return str(first) if first == last else f"{first} to {last}"


def around(band: Band, ages: Band) -> list[Band]:
    """Return a band of young adults between those younger and those older; the usual one after its parts.

    Examples
    --------
    >>> around((18, 25), (10, 110))
    [(10, 17), (18, 25), (26, 110)]
    """
    (first, last), (youngest, oldest) = band, ages
    spans = [(youngest, first - 1), *(PARTS_OF_USUAL if band == USUAL else ()), band, (last + 1, oldest)]
    return [(low, high) for low, high in spans if low <= high]


def overlap_note(bands: Sequence[Band]) -> tuple[str, ...]:
    """Say that rows repeat each other, if bands have an age in common."""
    ages = [age for first, last in bands for age in range(first, last + 1)]
    if len(set(ages)) == len(ages):
        return ()
    if USUAL in bands and list(bands).index(USUAL) > 1 and set(PARTS_OF_USUAL) <= set(bands):
        return (f"The row {USUAL[0]} to {USUAL[1]} repeats the two rows above it: do not add them up.",)
    return ("Rows have ages in common: do not add them up.",)
