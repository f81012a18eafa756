"""18 to 24: between youth and adult services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, share
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

USUAL = (18, 24)
"""The band that is divided further, into 18 to 20 and 21 to 24."""


def young_adults_share(cohort: Cohort, *, band: tuple[int, int] | None = None, by: By = None) -> Table:
    """What share of people are young adults?

    Counted are people whose age at the index date is known.

    Parameters
    ----------
    cohort
        Whose people are counted.
    band
        The first and last year of age that are meant by young adults, both included; as the settings of the
        cohort say unless told otherwise, 18 to 24 if they say nothing. Other areas use 18 to 25 or 16 to 24.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If ages are not in the extract, or the band is none.

    References
    ----------
    Revolving Doors, First Generation: One Year On, 2013: 18 to 24 year olds are 10% of the population and a
    third of recorded crime.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3", "4"], "age": ["18", "24", "25", ""]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = young_adults_share(cohort).to_frame().set_index("age")
    >>> frame.loc["18 to 24", ["count", "out_of"]].tolist()
    [2, 3]
    """
    if "age" not in cohort.attributes:
        message = "This extract holds no ages: it wants a column age, or date_of_birth and index_date."
        raise UsageError(message)
    answers = cohort.attributes["age"].answers
    ages = [int(answer) for answer in answers if answer != NOT_KNOWN]
    band = band or cohort.definitions.young_adults
    first, last = band
    if not ages[0] < first <= last < ages[-1]:
        message = (
            f"band wants two ages from {ages[0] + 1} to {ages[-1] - 1} in rising order, but was {first} and {last}."
        )
        raise UsageError(message)
    spans = [(ages[0], first - 1), (first, last), (last + 1, ages[-1])]
    if band == USUAL:
        spans[1:1] = [(18, 20), (21, 24)]
    known = frozenset(answers) - {NOT_KNOWN}
    rows = [
        Row(
            (_label(low, high, oldest=ages[-1]),),
            PERCENTAGE,
            (people(("age", _years(low, high))), people(("age", known)), people()),
        )
        for low, high in spans
    ]
    rows.append(Row((NOT_KNOWN,), COUNT, (people(("age", frozenset({NOT_KNOWN}))),)))
    unit = cohort.unit.capitalize()
    overlapping = f"The row {first} to {last} repeats the two rows above it: do not add them up."
    words = Words(
        key="transition.young_adults_share",
        title=f"Young adults, aged {first} to {last}, as a share of all ages",
        headings=Headings(
            count=f"{unit} of this age",
            out_of=f"{unit} with a known age",
            not_known=f"{unit} whose age is not known",
            estimate="Percentage of this age",
        ),
        notes=(
            "Age is in completed years at the index date.",
            *([overlapping] if band == USUAL else []),
        ),
    )
    return share(cohort, rows, name="age", label="Age", words=words, by=by)


def _years(low: int, high: int) -> frozenset[str]:
    return frozenset(str(age) for age in range(low, high + 1))


def _label(low: int, high: int, *, oldest: int) -> str:
    return f"{low} and over" if high == oldest else f"{low} to {high}"
