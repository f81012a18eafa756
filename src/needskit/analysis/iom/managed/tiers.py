"""In which tier are those managed under IOM, and how many of each tier are reconvicted?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.count import Row, Words, people
from needskit.analysis.iom.managed.tier import MANAGED, TIER, called, tiers_of
from needskit.analysis.outcome import RECONVICTED, reconviction_of
from needskit.analysis.tabulate import By, in_groups, one_after_another
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.table.measure import COUNT, PERCENTAGE
from needskit.table.table import Headings, Level, Table

if TYPE_CHECKING:
    from needskit.analysis.outcome import Outcome
    from needskit.cohort.breakdown import Breakdown
    from needskit.cohort.cohort import Cohort

ALL = "all managed"


def tiers(cohort: Cohort, *, by: By = None) -> Table:
    """How many people are in each tier of IOM, and how many of each are reconvicted?

    Counted are people managed under IOM. Those of a tier are a percentage of those whose tier is known; those of whom
    it is not are a row of their own. Those reconvicted are a percentage of those of the tier who are followed up in
    full, where the extract says who is, and whose outcome is known.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract does not say who is managed and in which tier, or has no such breakdown.

    References
    ----------
    HM Prison and Probation Service and the Home Office, National IOM operational guidance: Fixed, Flex and Free.
    Newcombe (1998), Statistics in Medicine 17, 857-872, method 3.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3", "4"], "iom": ["yes", "yes", "yes", "no"]})
    >>> extract = extract.assign(iom_tier=["fixed", "free", "", ""], reconvicted_12_months=["yes", "no", "yes", "yes"])
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> tiers(cohort).to_frame()[["group", "count"]].to_numpy().tolist()[:5]
    [['all managed', 3], ['Fixed', 1], ['Flex', 0], ['Free', 1], ['tier not known', 1]]
    """
    found = tiers_of(cohort)
    asked = reconviction_of(cohort, RECONVICTED) if RECONVICTED in cohort.attributes else None
    rows = [*_in_each(found), *(_reconvicted(found, asked) if asked else ())]
    unit = cohort.unit.capitalize()
    words = Words(
        key="iom.tiers",
        title="Those managed under IOM by tier",
        headings=Headings(
            count=unit,
            out_of=f"{unit} whose answer is known",
            not_known=f"{unit} whose answer is not known",
            estimate="Percentage of those known",
        ),
        notes=(
            f"Counted are {cohort.unit} managed under IOM. Percentages of a tier are of those whose tier is known.",
            *(asked.notes if asked else ()),
            *((NO_COMPARISON,) if asked else ()),
        ),
        sources=(f"{found.label}: {found.source}",) if found.source else (),
    )
    return in_groups(
        cohort, rows, one_after_another([Level(row.at[1], under=row.at[0]) for row in rows]), words=words, by=by
    )


NO_COMPARISON = (
    "Tiers are meant for different risks: that one is reconvicted more often does not say that it is managed worse."
)


def _in_each(found: Breakdown) -> list[Row]:
    known = people(MANAGED, (TIER, found.known))
    rows = [Row((found.label, ALL), COUNT, (people(MANAGED),))]
    for group in found.groups:
        at, counted = (found.label, called(group.label)), people(MANAGED, (TIER, group.answers))
        is_known = group.label != NOT_KNOWN
        rows.append(Row(at, PERCENTAGE, (counted, known, people(MANAGED))) if is_known else Row(at, COUNT, (counted,)))
    return rows


def _reconvicted(found: Breakdown, asked: Outcome) -> list[Row]:
    each = [(ALL, (MANAGED,)), *((called(g.label), (MANAGED, (TIER, g.answers))) for g in found.groups)]
    words = f"{asked.words[:1].upper()}{asked.words[1:]}"
    return [
        Row((words, label), PERCENTAGE, (people(*which, *asked.yes), people(*which, *asked.known), people(*which)))
        for label, which in each
    ]
