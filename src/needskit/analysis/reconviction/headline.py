"""How many are reconvicted, and how often?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Counter, Words, attributes_of, caption_for, people
from needskit.analysis.outcome import RECONVICTED, number_known, reconviction_of
from needskit.analysis.tabulate import By, breakdowns_in, groups_of, levels_of
from needskit.cohort.breakdown import EVERYBODY
from needskit.table.reoffending import HOW_OFTEN
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

REOFFENCES = "reoffences_12_months"
EVENTS = "reoffences"
"""What is counted beside people."""


def headline(cohort: Cohort, *, outcome: str = RECONVICTED, number: str = REOFFENCES, by: By = None) -> Table:
    """How many of those followed up are reconvicted, with how many reoffences?

    Counted are people followed up in full of whom both the outcome and the number of reoffences are known. Reoffences
    per person are the percentage reconvicted times the reoffences per person reconvicted.

    Parameters
    ----------
    cohort
        Whose people are counted.
    outcome
        The yes or no column that is the outcome.
    number
        The column of whole numbers that says how often.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract has no such outcome, number or breakdown.

    References
    ----------
    Ministry of Justice, Guide to proven reoffending statistics: binary rate, and reoffences per reoffender.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2", "3", "4"],
    ...         "reconvicted_12_months": ["yes", "yes", "no", "no"],
    ...         "reoffences_12_months": ["3", "1", "0", "0"],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> headline(cohort).to_frame()[["count", "out_of", "events", "per_reoffender", "per_person"]].to_numpy().tolist()
    [[2, 4, 4, 2.0, 1.0]]
    """
    asked = reconviction_of(cohort, outcome)
    times = number_known(cohort, number)
    breakdowns = breakdowns_in(cohort, by)
    counter = Counter(cohort)
    cells = []
    for group in groups_of(cohort, breakdowns):
        parts = (people(*asked.yes, times), people(*asked.known, times), people())
        events = counter.amount_of(group, (*asked.known, times), of=number, called=EVENTS)
        counted = (counter.sum_of(group, part) for part in parts)
        cells.append(Cell(group.at, HOW_OFTEN, (*counted, events)))
    unit, one = cohort.unit.capitalize(), cohort.one
    words = Words(
        key="reconviction.headline",
        title=f"How many were {asked.words}, and how often",
        headings=Headings(
            count=f"{unit} {asked.words}",
            out_of=f"{unit} followed up whose outcome and number are known",
            not_known=f"{unit} not followed up, or whose outcome or number is not known",
            events="Reoffences",
            estimate=f"Percentage {asked.words}",
            further={
                "per_reoffender": f"Reoffences per {one} {asked.words}",
                "per_person": f"Reoffences per {one} followed up",
                "per_100": f"Reoffences per 100 {cohort.unit} followed up",
            },
        ),
        notes=(
            *asked.notes,
            (
                f"Per {one} {asked.words} and per {one} followed up are different figures: the second is the "
                "percentage times the first. Always say which."
            ),
        ),
    )
    by_group = tuple(Dimension(b.name, b.label, (Level(EVERYBODY), *levels_of(b))) for b in breakdowns)
    return Table(
        caption=caption_for(cohort, words, breakdowns),
        dimensions=by_group,
        headings=words.headings,
        cells=tuple(cells),
        counts=counter.counts,
        attributes=attributes_of(cohort, counter.counts),
    )
