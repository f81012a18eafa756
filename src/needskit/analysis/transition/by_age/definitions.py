"""Young adults by each of the meanings that areas give the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, share
from needskit.analysis.transition.by_age.ages import AGE_NOTE, aged, ages_of, called, known_ages, refuse_bands
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.analysis.transition.by_age.ages import Band
    from needskit.cohort.cohort import Cohort

USUAL_DEFINITIONS: tuple[Band, ...] = ((18, 24), (16, 24), (18, 25))
"""What areas mean by young adults."""


def definitions(cohort: Cohort, *, bands: Sequence[Band] = USUAL_DEFINITIONS, by: By = None) -> Table:
    """How much does the share of young adults depend on what is meant by them?

    Counted are people whose age at the index date is known, once in each definition that they meet.

    Parameters
    ----------
    cohort
        Whose people are counted.
    bands
        The first and the last year of age of each definition, both included.
    by
        The name of a breakdown, or several to cross; a group "all" comes first. "district" sets areas side by side.

    Raises
    ------
    UsageError
        If ages are not in the extract, a band is none of its ages, or there is no such breakdown.

    References
    ----------
    Revolving Doors, First Generation: One Year On, 2013, for 18 to 24. The Ministry of Justice's OASys tables band 18
    to 25.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3", "4", "5"], "age": ["16", "18", "25", "40", ""]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> definitions(cohort).to_frame()[["definition", "count", "out_of"]]
          definition  count  out_of
    0  aged 18 to 24      1       4
    1  aged 16 to 24      2       4
    2  aged 18 to 25      2       4
    """
    ages = ages_of(cohort)
    wanted = tuple((first, last) for first, last in bands)
    refuse_bands(wanted, ages)
    known = known_ages(cohort)
    rows = [
        Row(
            (f"aged {called(band, oldest=ages[1])}",),
            PERCENTAGE,
            (people(aged(band)), people(known), people()),
        )
        for band in wanted
    ]
    unit = cohort.unit.capitalize()
    words = Words(
        key="transition.definitions",
        title="Young adults under each definition",
        headings=Headings(
            count=f"{unit} of these ages",
            out_of=f"{unit} with a known age",
            not_known=f"{unit} whose age is not known",
            estimate="Percentage of these ages",
        ),
        notes=(
            AGE_NOTE,
            (
                "The definitions overlap: most of those in one row are in the others too. Do not add rows up, and "
                "compare with another area only in the same row."
            ),
        ),
    )
    return share(cohort, rows, name="definition", label="Definition", words=words, by=by)
