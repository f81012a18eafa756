"""What do those managed under IOM need, tier by tier, and is that more than others need?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.answers import KNOWN, YES
from needskit.analysis.count import Row, Words, people
from needskit.analysis.iom.managed.tier import MANAGED, NOT_MANAGED, TIER, tiers_of
from needskit.analysis.iom.managed.tiers import ALL
from needskit.analysis.tabulate import By, in_groups
from needskit.cohort.breakdown import NOT_KNOWN
from needskit.errors import UsageError
from needskit.table.compared import AGAINST_THE_REST
from needskit.table.table import Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Condition


def needs(cohort: Cohort, *, by: By = None) -> Table:
    """How many people of each tier of IOM have each need, and how many of those not managed?

    All those managed, and then each tier, are set against those who are known not to be managed. Each need is of those
    with a known answer on it. Tiers are not set against each other: some are of few.

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        The name of a breakdown, or several to cross; a group "all" comes first.

    Raises
    ------
    UsageError
        If the extract holds no needs, does not say who is managed and in which tier, or has no such breakdown.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3", "4"], "iom": ["yes", "yes", "no", "no"]})
    >>> extract = extract.assign(iom_tier=["fixed", "free", "", ""], need_drugs=["yes", "no", "yes", "no"])
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> needs(cohort).to_frame()[["tier", "count", "out_of", "against_count", "against_out_of"]].to_numpy().tolist()[:2]
    [['all managed', 1, 2, 1, 2], ['Fixed', 1, 1, 1, 2]]
    """
    found = tiers_of(cohort)
    word, questions = cohort.needs.word, cohort.needs.questions
    if not questions:
        message = f"This extract holds no {word}s, so there is nothing to set beside each other."
        raise UsageError(message)
    known = [group for group in found.groups if group.label != NOT_KNOWN]
    parts = {ALL: (MANAGED,), **{group.label: (MANAGED, (TIER, group.answers)) for group in known}}
    rows = [
        _row((label, question.label), which, question.column)
        for label, which in parts.items()
        for question in questions
    ]
    dimensions = (
        Dimension("tier", found.label, tuple(Level(label) for label in parts)),
        Dimension("need", word.capitalize(), tuple(Level(question.label) for question in questions)),
    )
    unit = cohort.unit.capitalize()
    words = Words(
        key="iom.needs",
        title=f"{word.capitalize()}s of those managed under IOM by tier, and of those not managed",
        headings=Headings(
            count=f"{unit} managed, with this {word}",
            out_of=f"{unit} managed, with a known answer",
            not_known=f"{unit} managed, whose answer is not known",
            against_count=f"{unit} not managed, with this {word}",
            against_out_of=f"{unit} not managed, with a known answer",
            estimate=f"Percentage of those managed with this {word}",
            further={
                "against_estimate": f"Percentage of those not managed with this {word}",
                "difference": "Difference: managed less not managed",
            },
        ),
        notes=(
            (
                f"Those managed under IOM, all of them and tier by tier, are set against {cohort.unit} known not to be "
                "managed: the rest that the method speaks of. Where that is not known, they are on neither side. Those "
                "whose tier is not known are in the first part alone."
            ),
            (
                f"The table makes {len(rows)} comparisons. About one in twenty would have limits that leave out 0 by "
                "chance alone, were there no difference anywhere."
            ),
        ),
        sources=cohort.needs.sources,
    )
    return in_groups(cohort, rows, dimensions, words=words, by=by)


def _row(at: tuple[str, str], which: Sequence[Condition], column: str) -> Row:
    yes, known = (column, YES), (column, KNOWN)
    ours = (people(*which, yes), people(*which, known), people(*which))
    return Row(at, AGAINST_THE_REST, (*ours, people(NOT_MANAGED, yes), people(NOT_MANAGED, known)))
