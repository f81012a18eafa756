"""How often for the time at risk?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Counter, Words, attributes_of, caption_for, people
from needskit.analysis.outcome import RECONVICTED, number_known, reconviction_of
from needskit.analysis.reconviction.headline import EVENTS, REOFFENCES
from needskit.analysis.tabulate import By, breakdowns_in, groups_of, levels_of
from needskit.cohort.breakdown import EVERYBODY
from needskit.table.reoffending import PER_YEAR
from needskit.table.table import Cell, Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort

CUSTODY = "days_in_custody_12_months"
FOLLOW_UP_DAYS = 365


def rates(
    cohort: Cohort, *, outcome: str = RECONVICTED, number: str = REOFFENCES, custody: str = CUSTODY, by: By = None
) -> Table:
    """How many reoffences are there for each 100 years at risk?

    Counted are people followed up in full whose outcome, number of reoffences and days in custody during the follow-up
    are known. Days in custody are no time at risk. Whoever spent the whole follow-up in custody adds no time.

    Parameters
    ----------
    cohort
        Whose people are counted.
    outcome, number
        The columns of the outcome and of how often.
    custody
        The column of days in custody during a follow-up of 12 months.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract has no such columns or breakdown.

    References
    ----------
    Breslow and Day, Statistical methods in cancer research II, 1987, for Byar's limits; Garwood (1936), Biometrika 28,
    437-442, for exact ones.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "2"],
    ...         "reconvicted_12_months": ["yes", "no"],
    ...         "reoffences_12_months": ["3", "0"],
    ...         "days_in_custody_12_months": ["365", "0"],
    ...     }
    ... )
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> rates(cohort).to_frame()[["events", "person_years", "estimate"]].round(2).to_numpy().tolist()
    [[3, 1.0, 3.0]]
    """
    asked = reconviction_of(cohort, outcome)
    known = (*asked.known, number_known(cohort, number), number_known(cohort, custody))
    breakdowns = breakdowns_in(cohort, by)
    counter = Counter(cohort)
    cells = []
    for group in groups_of(cohort, breakdowns):
        counted = counter.sum_of(group, people(*known))
        events = counter.amount_of(group, known, of=number, called=EVENTS)
        inside = counter.amount_of(group, known, of=custody, called="days in custody")
        followed = tuple((FOLLOW_UP_DAYS * weight, whom) for weight, whom in counted)
        everyone = counter.sum_of(group, people())
        cells.append(Cell(group.at, PER_YEAR, (counted, everyone, events, followed, inside)))
    unit = cohort.unit.capitalize()
    words = Words(
        key="reconviction.rates",
        title="Reoffences for the time at risk",
        headings=Headings(
            count="",
            out_of=f"{unit} whose time at risk is known",
            not_known=f"{unit} not followed up, or whose outcome, number or days in custody are not known",
            events="Reoffences",
            estimate="Rate",
        ),
        notes=(
            *asked.notes,
            "Days in custody during the follow-up are no time at risk. The follow-up is 365 days.",
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
