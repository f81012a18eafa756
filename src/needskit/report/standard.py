"""Which tables the standard report of a cohort holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.analysis.tabulate import By, names_in
from needskit.errors import UsageError, reject_name
from needskit.report.catalogue import BREAKDOWNS, DICHOTOMY, STANDARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needskit.cohort.cohort import Cohort
    from needskit.report.entry import Entry
    from needskit.table.table import Table


def standard_report(cohort: Cohort, *, by: By = None, only: Sequence[str] = ()) -> tuple[Table, ...]:
    """Which tables make a needs assessment of this cohort?

    Parameters
    ----------
    cohort
        Whose people are counted.
    by
        Breakdowns of the tables about needs; those of ``BREAKDOWNS`` that the extract holds, and the analyst's own,
        unless told otherwise, none if empty. Tables of pairs, combinations, domains and outcomes are broken down only
        where ``only`` names them too.
    only
        Keys: a table and its breakdowns are made if its key, or that of its analysis, is among them.

    Raises
    ------
    UsageError
        If a key or a breakdown is unknown, or what a key asks for cannot be made from this extract.

    Examples
    --------
    >>> import pandas as pd, needskit as nk
    >>> extract = pd.DataFrame({"person_id": ["1", "2"], "need_drugs": ["yes", "no"], "sex": ["f", "m"]})
    >>> cohort = nk.read_cohort(extract, population="people in a test", as_at="2025-12-31")
    >>> [table.caption.key for table in standard_report(cohort, only=["needs.prevalence"])]
    ['needs.prevalence', 'needs.prevalence_by_sex']
    """
    usual = [name.replace(DICHOTOMY, cohort.definitions.accommodation) for name in BREAKDOWNS]
    usual += cohort.definitions.own_breakdowns
    names = [name for name in usual if name in cohort.breakdowns] if by is None else names_in(by)
    for name in names:
        cohort.breakdown(name)
    keys = {key for entry in STANDARD for key in _keys(entry, names)}
    for key in only:
        if key not in keys:
            reject_name(key, kind="table", known=keys)
    made = tuple(
        table
        for entry in STANDARD
        if entry.possible(cohort)
        for table in _tables(cohort, entry, _names(entry, names, asked=by is not None, only=only), only)
    )
    if by is not None and not any("_by_" in table.caption.key for table in made) and names:
        message = "by= (--by) breaks down tables about needs, and none of those is among the tables asked for."
        raise UsageError(message)
    if not made:
        message = "The tables asked for cannot be made: the extract does not hold the columns that they need."
        raise UsageError(message)
    return made


def _keys(entry: Entry, names: Sequence[str]) -> list[str]:
    return [entry.key, *(f"{entry.key}_by_{name}" for name in names if entry.breaks_down)]


def _names(entry: Entry, names: Sequence[str], *, asked: bool, only: Sequence[str]) -> list[str]:
    """Return the breakdowns that one analysis is made by: the usual ones, and those that are asked of it."""
    if not entry.breaks_down:
        return []
    all_of_them = entry.usually_by is None or (asked and entry.key in only)
    usual = [name for name in names if all_of_them or name in (entry.usually_by or ())]
    return [name for name in names if name in usual or f"{entry.key}_by_{name}" in only]


def _tables(cohort: Cohort, entry: Entry, names: Sequence[str], only: Sequence[str]) -> list[Table]:
    """Make one analysis, plain and by each breakdown, as far as it is asked for."""
    whole = not only or entry.key in only
    made = [entry.make(cohort)] if whole and entry.plain else []
    return made + [entry.make(cohort, by=name) for name in names if whole or f"{entry.key}_by_{name}" in only]
