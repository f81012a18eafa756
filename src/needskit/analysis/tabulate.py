"""The shapes that a table can have: statements, a distribution, one characteristic after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import TYPE_CHECKING

from needskit.analysis.count import Placed, Row, Words, counted, people
from needskit.cohort.breakdown import EVERYBODY, NOT_KNOWN, Breakdown
from needskit.errors import UsageError
from needskit.table.measure import COUNT, PERCENTAGE, Measure
from needskit.table.table import Dimension, Headings, Level, Table

if TYPE_CHECKING:
    from needskit.cohort.cohort import Cohort
    from needskit.table.whom import Whom

By = str | Sequence[str] | None
"""No breakdown, one by its name, or several crossed with each other."""


def share(cohort: Cohort, rows: Iterable[Row], *, name: str, label: str, words: Words, by: By = None) -> Table:
    """Of how many people is each statement true?

    Parameters
    ----------
    cohort
        Whose people are counted.
    rows
        The statements.
    name, label
        Of the dimension that the statements are the levels of.
    words
        For caption and headings.
    by
        Breakdowns; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no such breakdown.
    """
    asked = tuple(rows)
    levels = tuple(Level(row.at[-1], found_in=row.found_in, rare_in=row.rare_in) for row in asked)
    return in_groups(cohort, asked, (Dimension(name, label, levels),), words=words, by=by)


def in_groups(
    cohort: Cohort, rows: Sequence[Row], dimensions: tuple[Dimension, ...], *, words: Words, by: By = None
) -> Table:
    """Of how many people in each group is each statement true, the statements having dimensions of their own?

    Parameters
    ----------
    cohort
        Whose people are counted.
    rows
        The statements, one for each combination of the levels of their dimensions.
    dimensions
        Of the statements.
    words
        For caption and headings.
    by
        Breakdowns; a group "all" comes first.

    Raises
    ------
    UsageError
        If the cohort has no such breakdown.
    """
    breakdowns = breakdowns_in(cohort, by)
    by_group = tuple(Dimension(b.name, b.label, (Level(EVERYBODY), *levels_of(b))) for b in breakdowns)
    return counted(cohort, groups_of(cohort, breakdowns), rows, (*by_group, *dimensions), words, breakdowns)


def distribution(cohort: Cohort, of: str, *, by: By = None, words: Words | None = None) -> Table:
    """How do people divide between the answers to a question?

    Each group of the breakdown ``of`` as a percentage of those whose answer is known; those whose answer is
    not known are a row of their own and in no percentage.

    Parameters
    ----------
    cohort
        Whose people are counted.
    of
        The breakdown that is the question: ``risk_of_harm``, ``accommodation_on_release``.
    by
        Breakdowns; a group "all" comes first.
    words
        For caption and headings; made from the breakdown unless given.

    Raises
    ------
    UsageError
        If the cohort has no such breakdown.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2", "3"], "risk_of_harm": ["low", "high", ""]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> frame = nk.distribution(cohort, "risk_of_harm").to_frame().set_index("risk_of_harm")
    >>> frame.loc["High", ["count", "out_of"]].tolist()
    [1, 2]
    """
    found = cohort.breakdown(of)
    unit = cohort.unit.capitalize()
    usual = Words(
        key=f"distribution.{of}",
        title=found.label,
        headings=Headings(
            count=unit,
            out_of=f"{unit} with a known answer",
            not_known=f"{unit} whose answer is not known",
            estimate="Percentage of those with a known answer",
        ),
        notes=("Percentages are of those whose answer is known; those not known are a row of their own.",),
        sources=(f"{found.label}: {found.source}",) if found.source else (),
    )
    return share(cohort, answers_of(found), name=found.name, label=found.label, words=words or usual, by=by)


def stacked(cohort: Cohort, row: Row, *, by: By, words: Words) -> Table:
    """Of how many in each group, one breakdown after another, is one statement true?

    The first row is everybody; then come the groups of each breakdown, under its name.

    Raises
    ------
    UsageError
        If the cohort has no such breakdown.
    """
    groups = [Placed((EVERYBODY, EVERYBODY), cohort.whom, (), ())]
    for breakdown in breakdowns_in(cohort, by):
        for position, group in enumerate(breakdown.groups):
            whom = cohort.whom.narrow(breakdown.attribute, group.answers)
            groups.append(Placed((breakdown.label, group.label), whom, (breakdown,), (position,)))
    levels = [Level(EVERYBODY, under=EVERYBODY)]
    levels += [level for name in names_in(by) for level in levels_of(cohort.breakdown(name), nested=True)]
    return counted(cohort, groups, (row,), one_after_another(levels), words)


def levels_of(breakdown: Breakdown, *, nested: bool = False) -> list[Level]:
    """Return the levels of a breakdown, under its label if it is one of several in a table."""
    under = breakdown.label if nested else None
    return [Level(group.label, under, breakdown.found_in(group.label)) for group in breakdown.groups]


def one_after_another(groups: Sequence[Level]) -> tuple[Dimension, Dimension]:
    """Return the dimensions of a table that goes through one characteristic after another."""
    characteristics = tuple(Level(label) for label in dict.fromkeys(group.under or "" for group in groups))
    return (
        Dimension("characteristic", "Characteristic", characteristics),
        Dimension("group", "Group", tuple(groups)),
    )


def names_in(by: By) -> tuple[str, ...]:
    """Return the names of breakdowns that were asked for, one or several.

    Raises
    ------
    UsageError
        If one is named twice.

    Examples
    --------
    >>> names_in("sex"), names_in(["sex", "age_band"]), names_in(None)
    (('sex',), ('sex', 'age_band'), ())
    """
    names = () if by is None else (by,) if isinstance(by, str) else tuple(by)
    if len(set(names)) < len(names):
        message = "A breakdown is named twice. Name each once."
        raise UsageError(message)
    return names


def answers_of(breakdown: Breakdown, measure: Measure = PERCENTAGE) -> list[Row]:
    """Return a row for each group: a percentage of those known, and a plain count of those not known."""
    name = breakdown.attribute.name
    return [
        Row((group.label,), COUNT, (people((name, group.answers)),))
        if group.label == NOT_KNOWN
        else Row(
            (group.label,),
            measure,
            (people((name, group.answers)), people((name, breakdown.known)), people()),
            breakdown.found_in(group.label),
        )
        for group in breakdown.groups
    ]


def breakdowns_in(cohort: Cohort, by: By) -> tuple[Breakdown, ...]:
    """Return the breakdowns of the cohort that were asked for.

    Raises
    ------
    UsageError
        If the cohort has no such breakdown, or one is named twice.
    """
    return tuple(cohort.breakdown(name) for name in names_in(by))


def groups_of(cohort: Cohort, breakdowns: tuple[Breakdown, ...]) -> list[Placed]:
    """Return every combination of groups, "all" of each first."""
    placed = []
    for positions in product(*([None, *range(len(b.groups))] for b in breakdowns)):
        whom: Whom | None = cohort.whom
        labels = []
        for breakdown, position in zip(breakdowns, positions, strict=True):
            labels.append(EVERYBODY if position is None else breakdown.groups[position].label)
            if position is not None and whom is not None:
                whom = whom.narrow(breakdown.attribute, breakdown.groups[position].answers)
        placed.append(Placed(tuple(labels), whom, breakdowns, positions))
    return placed
