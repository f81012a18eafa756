"""18 to 24: between youth and adult services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, share
from needskit.analysis.transition.by_age.ages import AGE_NOTE, aged, ages_of, around, called, known_ages, overlap_note
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort


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
    youngest, oldest = ages = ages_of(cohort)
    band = band or cohort.definitions.young_adults
    first, last = band
    if not youngest < first <= last < oldest:
        message = (
            f"band wants two ages from {youngest + 1} to {oldest - 1} in rising order, but was {first} and {last}."
        )
        raise UsageError(message)
    bands = around(band, ages)
    known = known_ages(cohort)
    rows = [
        Row((called(each, oldest=oldest),), PERCENTAGE, (people(aged(each)), people(known), people())) for each in bands
    ]
    rows.append(Row((NOT_KNOWN,), COUNT, (people(("age", frozenset({NOT_KNOWN}))),)))
    unit = cohort.unit.capitalize()
    words = Words(
        key="transition.young_adults_share",
        title=f"Young adults, aged {first} to {last}, as a share of all ages",
        headings=Headings(
            count=f"{unit} of this age",
            out_of=f"{unit} with a known age",
            not_known=f"{unit} whose age is not known",
            estimate="Percentage of this age",
        ),
        notes=(AGE_NOTE, *overlap_note(bands)),
    )
    return share(cohort, rows, name="age", label="Age", words=words, by=by)
