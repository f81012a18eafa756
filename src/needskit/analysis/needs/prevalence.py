"""How many people have each need?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import KNOWN, YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.tabulate import By, breakdowns_in, share
from needskit.table.measure import COUNT_OF_KNOWN, PERCENTAGE_WITH_BOUNDS, Beside
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

FROM_PERCENT = 100
"""Published percentages are divided by it: here a proportion lies between 0 and 1."""


def prevalence(cohort: Cohort, *, by: By = None) -> Table:
    """How many people have each need, of those of whom it is known?

    Counted are people whose answer on that need is yes or no; each need has its own denominator. People not
    assessed, and people assessed whose answer is missing, are "not known" and in no percentage.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of a breakdown, or several to cross; a group "all" comes first. Where that is the identifier, as the
        area of a plan may be, each group is one and has counts without percentages.

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
    of_one = any(breakdown.attribute.identifies for breakdown in breakdowns_in(cohort, by))
    measure = COUNT_OF_KNOWN if of_one else PERCENTAGE_WITH_BOUNDS
    rows = [
        Row(
            (question.label,),
            measure.compared_with(None if by else _published(cohort, question.column)),
            (people((question.column, YES)), people((question.column, KNOWN)), people()),
        )
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
            f"One {cohort.one} can have several {word}s, so the counts do not add up to the number of {cohort.unit}.",
            _on_groups_of_one(cohort)
            if of_one
            else (
                "The last two percentages say how far those not known could move the figure: they are of all "
                f"{cohort.unit}, as if none of those not known, or all of them, had the {word}."
            ),
            *_on_comparators(cohort, shown=not by),
        ),
        sources=cohort.needs.sources,
    )
    return share(cohort, rows, name="need", label=word.capitalize(), words=words, by=by)


def _on_groups_of_one(cohort: Cohort) -> str:
    return (
        f"Each group but all is one {cohort.one}, with 1 for each {cohort.needs.word} that it has. A percentage of one "
        "would say nothing, so there is none."
    )


def _published(cohort: Cohort, need: str) -> Beside | None:
    """Return what has been published of a need elsewhere, as the settings give it."""
    for each in cohort.definitions.comparators:
        if each.need == need:
            words = f"{each.population}, {each.period}: {each.source}"
            return Beside(each.percentage / FROM_PERCENT, f"{words}. {each.note}" if each.note else words)
    return None


def _on_comparators(cohort: Cohort, *, shown: bool) -> tuple[str, ...]:
    """Say what a comparator is, if there is one."""
    held = {each.need for each in cohort.definitions.comparators} & set(cohort.needs.columns)
    if not held or not shown:
        return ()
    said = (
        "Comparators are published percentages, given with the settings, of another population and often by other "
        "definitions. The difference from one is the percentage less the comparator, which is taken as it stands."
    )
    return (said,)
