"""The one way from tables with true counts to tables that may be shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.disclosure.groups import without_groups_of_nobody
from needskit.disclosure.ledger.kept_to import opened_for, protected_after, said_of_ledger
from needskit.disclosure.ledger.ledger import Before
from needskit.disclosure.policies import STANDARD_POLICY, policy_named
from needskit.disclosure.rare import without_rare
from needskit.disclosure.released import Release, ReleasedCell, ReleasedTable
from needskit.disclosure.shorthand import CONFIDENTIAL, LOW_RELIABILITY, NOT_APPLICABLE
from needskit.errors import DisclosureError, UsageError
from needskit.table.figure import ESTIMATES, FURTHER
from needskit.table.ranked import ranked
from needskit.table.table import Table, figures_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from needskit.disclosure.ledger.ledger import Ledger
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.protected import Protected
    from needskit.table.measure import Measure
    from needskit.table.whom import Whom

NOBODY_NAMED = frozenset({"not known"})

MOST_STEPS = 3
"""So many limits are tried from which on rows are listed, each one multiple more than the one before."""


def release(
    tables: Iterable[Table] | Table,
    *,
    policy: Policy | str = STANDARD_POLICY,
    ledger: str | os.PathLike[str] | None = None,
) -> Release:
    """Protect all tables of one workbook together, so that no sheet undoes what another hides.

    The true counts are not in the result. Estimates and limits are worked out again, from the protected
    counts alone. A table of the commonest rows, none of which enough people are in, is left out.

    Parameters
    ----------
    tables
        Everything that will be seen together, in reading order.
    policy
        ``publish`` unless told otherwise; a ``Policy`` or its name.
    ledger
        The file that holds what earlier releases of the same people showed; it is begun if it is not there, and this
        release is written into it. Counts that have not changed are shown as before, and what was shown before is taken
        as known to readers. Beside it are two private files that must never go out.

    Raises
    ------
    UsageError
        If there are no tables, two have one key, there is no such policy, or the ledger is not one of this policy.
    DisclosureError
        If the tables cannot be protected together: nothing is released then.

    Examples
    --------
    >>> release([])
    Traceback (most recent call last):
    needskit.errors.UsageError: There are no tables to release. Make at least one, such as needs.prevalence(cohort).
    """
    given = (tables,) if isinstance(tables, Table) else tuple(tables)
    if not given:
        message = "There are no tables to release. Make at least one, such as needs.prevalence(cohort)."
        raise UsageError(message)
    _refuse_repeated_keys(given)
    chosen = policy_named(policy) if isinstance(policy, str) else policy
    if chosen.protects:
        _refuse_identifying(given)
    book = None if ledger is None else opened_for(ledger, chosen)
    kept, protected, before = _listed_and_protected(given, chosen, book)
    # The order of rows tells nothing of counts that are hidden: such rows come last, by their words.
    ordered_by = {**protected.counts, **dict.fromkeys(protected.hidden, 0)}
    released = tuple(_released(ranked(table, ordered_by), protected, chosen) for table in kept)
    if chosen.protects and not chosen.hides_counts:
        # Where counts are hidden, that a group is listed says no more than that it is not empty.
        released = without_groups_of_nobody(released)
    off_by = protected.off_by, protected.left_over_off_by
    said, advice = protected.said, protected.advice
    if book is not None:
        book.add(released, protected, chosen, before)
        said, advice = said_of_ledger(book, protected, chosen, before)
    return Release(released, chosen, *off_by, said, advice)


def _listed_and_protected(
    tables: Sequence[Table], policy: Policy, book: Ledger | None
) -> tuple[tuple[Table, ...], Protected, Before]:
    """Return the tables with the rows that may be listed, all counts protected, and what was known of them before.

    Where the counts cannot be rounded so that they fit with which rows are listed, only larger rows are.
    """
    found = []
    for steps in range(MOST_STEPS if policy.protects else 1):
        listed = without_rare(tables, policy, steps=steps)
        kept = _with_rows(listed.tables)
        before = Before() if book is None else book.before(kept)
        protected = protected_after(before, kept, policy, listed)
        if protected.listing_fits and protected.off_by <= policy.off_by:
            return kept, protected, before
        found.append((kept, protected, before))
    return min(found, key=lambda each: (not each[1].listing_fits, each[1].off_by))


def _with_rows(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables that have a row: of the commonest sets of needs, none may be common enough to be listed."""
    kept = tuple(table for table in tables if table.cells)
    if not kept:
        message = "None of these tables has a row that enough people are in. Release them with others, or not at all."
        raise DisclosureError(message)
    return kept


def _refuse_repeated_keys(tables: Sequence[Table]) -> None:
    repeated = [key for key, times in Counter(t.caption.key for t in tables).items() if times > 1]
    if repeated:
        message = f"Two tables have the key '{repeated[0]}'. Release each table once."
        raise UsageError(message)


def _refuse_identifying(tables: Sequence[Table]) -> None:
    """Raise if a table has a row for each identifier: a list of them is not protected, whatever is done to counts."""
    for table in tables:
        for whom in table.counts:
            for name, answers in whom.conditions:
                if table.attributes[name].identifies and len(answers) == 1 and answers != NOBODY_NAMED:
                    message = (
                        f"'{table.caption.key}' has a row for each identifier ('{name}'), which a protected release "
                        "cannot list. Leave that table out, or release under policy 'none' what is public anyway."
                    )
                    raise DisclosureError(message)


def _released(table: Table, protected: Protected, policy: Policy) -> ReleasedTable:
    columns = figures_of(
        table.cells,
        protected.counts,
        off_by=protected.off_by,
        hidden=protected.hidden,
        only_counts=policy.hides_counts,
    )
    cells = tuple(
        _cell(table, row, {name: float(values[row]) for name, values in columns.items()}, policy, protected.hidden)
        for row in range(len(table.cells))
    )
    # Who gave which answer is of people: it stays with the true counts.
    attributes = {name: replace(attribute, answered=None) for name, attribute in table.attributes.items()}
    return ReleasedTable(table.caption, table.dimensions, table.headings, cells, attributes)


def _cell(table: Table, row: int, found: Mapping[str, float], policy: Policy, hidden: frozenset[Whom]) -> ReleasedCell:
    cell = table.cells[row]
    figures = {name: found[name] for name in cell.measure.figures if not np.isnan(found[name])}
    withheld: dict[str, str] = {}
    few = policy.protects and found["base"] < policy.minimum_out_of
    if policy.protects:
        few_beside = found["further_base"] < policy.minimum_out_of
        too_few = set(ESTIMATES) if few else set()
        too_few |= {name for name, kind in FURTHER.items() if few_beside and not kind.given}
        withheld = dict.fromkeys((name for name in cell.measure.figures if name in too_few), LOW_RELIABILITY)
        if any(whom in hidden for part in cell.parts for _, whom in part):
            withheld |= dict.fromkeys(set(cell.measure.figures) - set(figures), policy.marker)
    shown = {name: value for name, value in figures.items() if name not in withheld}
    return ReleasedCell(
        cell.at, cell.measure, cell.parts, shown, _status(cell.measure, found, withheld, few=few), withheld
    )


def _status(measure: Measure, found: Mapping[str, float], withheld: Mapping[str, str], *, few: bool) -> str:
    """Return why there is no estimate; of a row whose count is hidden, that it is."""
    if withheld.get("count") == CONFIDENTIAL:
        return CONFIDENTIAL
    if "estimate" in withheld:
        return withheld["estimate"]
    if few:
        return LOW_RELIABILITY
    return NOT_APPLICABLE if "estimate" not in measure.figures or found["base"] == 0 else ""
