"""Are people with a need reconvicted more often than people without it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import NO, YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.tabulate import By, share
from needskit.table.compared import AGAINST_THE_REST
from needskit.table.table import Headings, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort


def reconviction(cohort: Cohort, *, outcome: str = RECONVICTED, by: By = None) -> Table:
    """How many of those with each need are reconvicted, and how many of those without it?

    Counted are people followed up in full whose outcome and whose answer on the need are known. The difference is that
    of people with the need and people without it, who differ in much else too.

    Parameters
    ----------
    cohort
        Whose people are counted.
    outcome
        The yes or no column that is the outcome.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no needs, no such outcome or no such breakdown.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10, for the limits of the difference.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> rows = [("yes", "yes")] * 6 + [("yes", "no")] * 4 + [("no", "yes")] * 2 + [("no", "no")] * 8
    >>> extract = pd.DataFrame(rows, columns=["need_drugs", "reconvicted_12_months"])
    >>> extract["person_id"] = [str(number) for number in range(20)]
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = reconviction(cohort).to_frame()
    >>> frame[["count", "out_of", "against_count", "against_out_of"]].to_numpy().tolist()
    [[6, 10, 2, 10]]
    """
    asked = reconviction_of(cohort, outcome)
    word, unit = cohort.needs.word, cohort.unit.capitalize()
    rows = [
        Row(
            (question.label,),
            AGAINST_THE_REST,
            (
                people((question.column, YES), *asked.yes),
                people((question.column, YES), *asked.known),
                people((question.column, YES)),
                people((question.column, NO), *asked.yes),
                people((question.column, NO), *asked.known),
            ),
        )
        for question in cohort.needs.required
    ]
    words = Words(
        key="needs.reconviction",
        title=f"{word.capitalize()}s and outcome: {asked.words}, with each {word} and without it",
        headings=Headings(
            count=f"{unit} with the {word}, {asked.words}",
            out_of=f"{unit} with the {word}, followed up and with a known outcome",
            not_known=f"{unit} with the {word}, not followed up or without a known outcome",
            against_count=f"{unit} without it, {asked.words}",
            against_out_of=f"{unit} without it, followed up and with a known outcome",
            estimate=f"Percentage {asked.words}, with the {word}",
            further={
                "against_estimate": f"Percentage without it: {asked.words}",
                "difference": "Difference, with less without",
            },
        ),
        notes=(
            *asked.notes,
            (
                f"{cohort.unit.capitalize()} with the {word} differ from those without it in age, offending and other "
                f"{word}s too, so a difference is not what the {word} does."
            ),
            f"The table makes {len(rows)} comparisons{' in each group' if by else ''}; some would stand out by chance.",
        ),
        sources=cohort.needs.sources,
    )
    return share(cohort, rows, name="need", label=word.capitalize(), words=words, by=by)
