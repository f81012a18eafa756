"""How many people have each need?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words
from needskit.analysis.tabulate import By, share
from needskit.table.measure import PERCENTAGE
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

YES = frozenset({"yes"})
KNOWN = frozenset({"yes", "no"})


def prevalence(cohort: Cohort, *, by: By = None) -> Table:
    """How many people have each need, of those of whom it is known?

    Counted are people whose answer on that need is yes or no; each need has its own denominator. People not
    assessed, and people assessed whose answer is missing, are "not known" and in no percentage.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no needs or no such breakdown.

    References
    ----------
    Ministry of Justice, Identified needs of offenders in custody and the community from OASys, 2021: the same
    table with the same denominator.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3"], "need_drugs": ["yes", "no", ""]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> prevalence(cohort).to_frame()[["need", "count", "out_of", "not_known", "estimate"]]
              need  count  out_of  not_known  estimate
    0  Drug misuse      1       2          1       0.5
    """
    word = cohort.needs.word
    rows = [
        Row((question.label,), PERCENTAGE, ((question.column, YES), (question.column, KNOWN), None))
        for question in cohort.needs.required
    ]
    words = Words(
        key="needs.prevalence",
        title=f"Prevalence of each {word}",
        headings=Headings(
            count=f"{cohort.unit.capitalize()} with this {word}",
            out_of=f"{cohort.unit.capitalize()} with a known answer",
            not_known=f"{cohort.unit.capitalize()} whose answer is not known",
            estimate=f"Percentage with this {word}",
        ),
        notes=(
            (
                f"Each {word} is counted among those with a known answer on it; not assessed and not answered are "
                f"not known, never no."
            ),
            f"A {cohort.one} can have several {word}s, so the counts do not add up to the number of {cohort.unit}.",
            *_comparators(cohort),
        ),
        sources=cohort.needs.sources,
    )
    return share(cohort, rows, name="need", label=word.capitalize(), words=words, by=by)


def _comparators(cohort: Cohort) -> tuple[str, ...]:
    """Say what has been published of a need elsewhere, as the settings give it."""
    labels = {question.column: question.label for question in cohort.needs.questions}
    return tuple(
        f"{labels[each.need]}, elsewhere: {each.percentage:g}% of {each.population}, {each.period} ({each.source})."
        + (f" {each.note.rstrip('.')}." if each.note else "")
        for each in cohort.definitions.comparators
        if each.need in labels
    )
