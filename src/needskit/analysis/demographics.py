"""Who are the people of a cohort?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.analysis.count import Placed, Words, counted
from needskit.analysis.tabulate import By, answers_of, levels_of, names_in, one_after_another
from needskit.errors import UsageError
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

CHARACTERISTICS = ("sex", "age_band", "ethnicity", "district", "sentence_band", "risk_of_harm", "iom")
"""What a profile goes through where the extract holds it."""


def profile(cohort: Cohort, *, characteristics: By = None) -> Table:
    """How do people divide by sex, age, ethnicity, district, sentence and so on?

    Each characteristic adds up to everybody: its groups and those not known. Percentages are of those
    whose answer is known.

    Parameters
    ----------
    cohort
        Whose people are counted.
    characteristics
        Names of breakdowns, in reading order; those of ``CHARACTERISTICS`` that the extract holds unless told
        otherwise.

    Raises
    ------
    UsageError
        If the cohort has no such breakdown, or none of the usual ones.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3"], "sex": ["f", "m", ""]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> profile(cohort).to_frame()[["characteristic", "group", "count", "out_of"]]
      characteristic      group  count  out_of
    0            Sex     Female      1       2
    1            Sex       Male      1       2
    2            Sex      Other      0       2
    3            Sex  not known      1    <NA>
    """
    names = names_in(characteristics) or tuple(name for name in CHARACTERISTICS if name in cohort.breakdowns)
    if not names:
        message = (
            f"This extract has no column to describe {cohort.unit} by: sex, age, ethnicity, district or sentence_band."
        )
        raise UsageError(message)
    levels = [level for name in names for level in levels_of(cohort.breakdown(name), nested=True)]
    rows = [
        replace(row, at=(breakdown.label, *row.at))
        for breakdown in map(cohort.breakdown, names)
        for row in answers_of(breakdown, PERCENTAGE)
    ]
    unit = cohort.unit.capitalize()
    words = Words(
        key="demographics.profile",
        title="Demographic profile",
        headings=Headings(
            count=unit,
            out_of=f"{unit} with a known answer",
            not_known=f"{unit} whose answer is not known",
            estimate="Percentage of those with a known answer",
        ),
        notes=("Percentages are of those whose answer is known; those not known are a row of their own.",),
        sources=tuple(f"{b.label}: {b.source}" for b in map(cohort.breakdown, names) if b.source),
    )
    everybody = Placed((), cohort.whom, (), ())
    return counted(cohort, [everybody], rows, one_after_another(levels), words)
