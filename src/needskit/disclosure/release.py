"""The one way from tables with true counts to tables that may be shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from needskit.disclosure.groups import without_groups_of_nobody
from needskit.disclosure.linked import link
from needskit.disclosure.policy import STANDARD_POLICY, Policy, policy_named
from needskit.disclosure.rare import Listed, without_rare
from needskit.disclosure.released import LOW_RELIABILITY, NOT_APPLICABLE, Release, ReleasedCell, ReleasedTable
from needskit.disclosure.rounding import Rounded, round_together
from needskit.errors import DisclosureError, UsageError
from needskit.table.figure import ESTIMATES, FURTHER
from needskit.table.ranked import ranked
from needskit.table.table import Table, figures_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from needskit.table.whom import Attribute, Sum, Whom

NOBODY_NAMED = frozenset({"not known"})

MOST_STEPS = 3
"""So many limits are tried from which on rows are listed, each one multiple more than the one before."""


def release(tables: Iterable[Table] | Table, *, policy: Policy | str = STANDARD_POLICY) -> Release:
    """Protect all tables of one workbook together, so that no sheet undoes what another hides.

    The true counts are not in the result. Estimates and limits are worked out again, from the protected
    counts alone. A table of the commonest rows, none of which enough people are in, is left out.

    Parameters
    ----------
    tables
        Everything that will be seen together, in reading order.
    policy
        ``publish`` unless told otherwise; a ``Policy`` or its name.

    Raises
    ------
    UsageError
        If there are no tables, two have one key, or there is no such policy.
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
    kept, protected = _listed_and_protected(given, chosen)
    released = tuple(_released(ranked(table, protected.counts), protected, chosen) for table in kept)
    if chosen.protects:
        released = without_groups_of_nobody(released)
    return Release(released, chosen, protected.off_by, protected.left_over_off_by)


def _listed_and_protected(tables: Sequence[Table], policy: Policy) -> tuple[tuple[Table, ...], Rounded]:
    """Return the tables with the rows that may be listed, and all counts protected.

    Where the counts cannot be rounded so that they fit with which rows are listed, only larger rows are.
    """
    found = []
    for steps in range(MOST_STEPS if policy.protects else 1):
        listed = without_rare(tables, policy, steps=steps)
        kept = _with_rows(listed.tables)
        protected = _protected(kept, policy, listed)
        if protected.listing_fits and protected.off_by <= policy.off_by:
            return kept, protected
        found.append((kept, protected))
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


def _protected(tables: Sequence[Table], policy: Policy, listed: Listed) -> Rounded:
    """Protect the counts of each extract together; nothing ties the people of one to those of another."""
    found = Rounded({}, off_by=0, left_over_off_by=0)
    for source in sorted({whom.source for table in tables for whom in table.counts}):
        of_it = [table for table in tables if any(whom.source == source for whom in table.counts)]
        counts, attributes = _collected(of_it, source)
        if policy.base == 1:
            rounded = Rounded(counts, off_by=0, left_over_off_by=0)
        else:
            shown = {whom for table in of_it for cell in table.cells for part in cell.parts for _, whom in part}
            # That a row is not listed is shown too, so it must fit with all that is shown.
            linked = link((shown | listed.most.keys()) & counts.keys(), attributes)
            sums = [terms for terms in _left_over(of_it) if all(whom in counts for _, whom in terms)]
            rounded = round_together(
                linked, counts, attributes, base=policy.base, left_over=sums, least=listed.least, most=listed.most
            )
        found = Rounded(
            {**found.counts, **rounded.counts},
            max(found.off_by, rounded.off_by),
            max(found.left_over_off_by, rounded.left_over_off_by),
            listing_fits=found.listing_fits and rounded.listing_fits,
        )
    return found


def _collected(tables: Sequence[Table], source: str) -> tuple[dict[Whom, int], dict[str, Attribute]]:
    """Return every count and attribute of an extract once, refusing two accounts of the same people."""
    counts: dict[Whom, int] = {}
    attributes: dict[str, Attribute] = {}
    for table in tables:
        for name, attribute in table.attributes.items():
            known = attributes.setdefault(name, attribute)
            if replace(known, implies=()) != replace(attribute, implies=()):
                message = f"Two tables disagree on the answers to '{name}'. Make them from one cohort."
                raise DisclosureError(message)
            # What follows of a part of the people only, such as from the dates of some, is not so of all.
            attributes[name] = replace(
                known, implies=tuple(each for each in known.implies if each in attribute.implies)
            )
        for whom, count in table.counts.items():
            if whom.source == source and counts.setdefault(whom, count) != count:
                message = (
                    f"Two tables count the same ones differently ('{table.caption.key}' is one of them). "
                    "Make them from one extract, or give each extract its own population in words."
                )
                raise DisclosureError(message)
    return counts, attributes


def _left_over(tables: Sequence[Table]) -> list[Sum]:
    """Return the sums of several counts that a figure shows: those not known, and the rest of a whole."""
    cells = [cell for table in tables for cell in table.cells]
    found = {part for cell in cells for part in cell.parts if len(part) > 1}
    for cell in cells:
        shows = dict(zip(cell.measure.shows, cell.parts, strict=False))
        known, everyone = shows.get("out_of"), shows.get("everyone")
        if known and everyone:
            found.add((*((-weight, whom) for weight, whom in known), *everyone))
    return sorted(found, key=lambda terms: [(weight, whom.sort_key) for weight, whom in terms])


def _released(table: Table, protected: Rounded, policy: Policy) -> ReleasedTable:
    columns = figures_of(table.cells, protected.counts, off_by=protected.off_by)
    cells = tuple(
        _cell(table, row, {name: float(values[row]) for name, values in columns.items()}, policy)
        for row in range(len(table.cells))
    )
    return ReleasedTable(table.caption, table.dimensions, table.headings, cells, table.attributes)


def _cell(table: Table, row: int, found: Mapping[str, float], policy: Policy) -> ReleasedCell:
    cell = table.cells[row]
    figures = {name: found[name] for name in cell.measure.figures if not np.isnan(found[name])}
    status = ""
    if "estimate" not in cell.measure.figures or found["base"] == 0:
        status = NOT_APPLICABLE
    too_few: set[str] = set()
    if policy.protects:
        few = found["base"] < policy.minimum_out_of, found["further_base"] < policy.minimum_out_of
        too_few |= set(ESTIMATES) if few[0] else set()
        too_few |= {name for name, kind in FURTHER.items() if few[1] and not kind.given}
        status = LOW_RELIABILITY if few[0] else status
    withheld = frozenset(too_few & set(cell.measure.figures))
    shown = {name: value for name, value in figures.items() if name not in withheld}
    return ReleasedCell(cell.at, cell.measure, cell.parts, shown, status, withheld)
