"""From a released table to the columns and rows of its worksheet: every marker, unit and precision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.disclosure.shorthand import NOT_APPLICABLE
from needskit.output.excel.gate import CUT, LONGEST_HEADER, cell_text
from needskit.output.excel.grid import Column, Grid, Kind, Value
from needskit.output.number import decimals_beside, decimals_of, stored, stored_beside, whole
from needskit.output.plain_text import plain
from needskit.table.figure import COMPARATOR_WORDS, COUNTS, ESTIMATES, FURTHER

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable
    from needskit.table.measure import Measure
    from needskit.table.table import Headings

ADDED_UP = ("count", "against_count")
"""Counts that, for a mean, are sums of scores and not people: not shown under a heading that says people."""

_PLAINEST = {
    "count": "Count",
    "out_of": "Out of",
    "not_known": "Not known",
    "against_count": "Count compared with",
    "against_out_of": "Out of, compared with",
    "gained": "Gained",
    "lost": "Lost",
    "at_least": "At least these",
    "events": "Events",
    "all_events": "Events of everybody",
    "against_events": "Events after",
}

WHOSE = "Comparator: its population, date and source"
"""The words over what says where a published figure comes from."""


def grid_of(table: ReleasedTable, *, name: str, policy: Policy) -> Grid:
    """Return what stands in the worksheet of a released table.

    A column for each dimension, for each count that a cell has, and for the estimate and limits of each unit:
    a mean beside percentages has columns of its own. A figure that a cell cannot have is marked [z], one that
    is withheld has the marker of the cell's status; no cell is empty.

    Parameters
    ----------
    table
        The table.
    name
        Of the Excel table.
    policy
        It decides the precision, and whether the limits include the rounding.
    """
    units = _units(table)
    columns = (*_words(table), *_counts(table), *_estimates(table, units, policy), *_published(table))
    first_unit = next(iter(units), "")
    rows = tuple(
        (*(_label(words) for words in _at(cell)), *(_value(cell, c, first_unit) for c in columns if c.figure))
        for cell in table.cells
    )
    return Grid(name, _unlike(columns), rows)


def _units(table: ReleasedTable) -> dict[str, Measure]:
    """Return a measure for each unit that estimates are given in, percentages first."""
    found: dict[str, Measure] = {}
    for measure in sorted(table.measures, key=lambda m: m.shown_per, reverse=True):
        if "estimate" in measure.figures:
            found.setdefault(measure.unit, measure)
    return found


def _at(cell: ReleasedCell) -> tuple[str, ...]:
    return cell.at or ("all",)


def _label(words: str) -> str:
    text = plain(words)
    return (text[:1].upper() + text[1:]) or NOT_APPLICABLE


def _words(table: ReleasedTable) -> tuple[Column, ...]:
    return tuple(Column(_label(d.label)) for d in table.dimensions) or (Column("Group"),)


def _counts(table: ReleasedTable) -> tuple[Column, ...]:
    return tuple(
        Column(_heading(table.headings, name), Kind.COUNT, figure=name)
        for name in COUNTS
        if any(name in cell.figures for cell in table.cells) and (name != "not_known" or table.headings.not_known)
    )


def _heading(headings: Headings, name: str) -> str:
    words = getattr(headings, name)
    return _label(str(words) or _PLAINEST[name])


def _estimates(table: ReleasedTable, units: dict[str, Measure], policy: Policy) -> tuple[Column, ...]:
    """Return the columns of each unit in turn: its estimate and limits, then the figures beside them."""
    found = []
    figures = {name for measure in table.measures for name in measure.figures}
    left = [name for name in FURTHER if name in figures]
    for place, (unit, measure) in enumerate(units.items()):
        decimals = decimals_of(table, measure, rounded=policy.rounds)
        for figure, heading in _headings_of(table.headings, measure, policy, alone=place == 0):
            found.append(Column(_with_unit(heading, unit), Kind.FIGURE, decimals, figure, unit))
        of_it = {name for other in table.measures if other.unit == unit for name in other.figures}
        found += [_beside(table, name, policy) for name in left if name in of_it]
        left = [name for name in left if name not in of_it]
    return (*found, *(_beside(table, name, policy) for name in left))


def _beside(table: ReleasedTable, name: str, policy: Policy) -> Column:
    """Return the column of a figure beside the estimate."""
    kind = FURTHER[name]
    words = _label(table.headings.further.get(name) or kind.heading)
    holds = not kind.given and all(
        measure.limits_hold_rounding for measure in table.measures if name in measure.figures
    )
    rounding = " (includes rounding)" if policy.rounds and holds and name.endswith(_LIMITS) else ""
    decimals = decimals_beside(table, name, rounded=policy.rounds)
    # A figure that is told in words stands to the left, as words do.
    shown_as = Kind.TEXT if kind.words else Kind.FIGURE
    return Column(_with_unit(f"{words}{rounding}", kind.unit), shown_as, decimals, name)


def _published(table: ReleasedTable) -> tuple[Column, ...]:
    """Return the column that says whose a published figure is, if there is one."""
    if not any(measure.beside for measure in table.measures):
        return ()
    return (Column(table.headings.further.get(COMPARATOR_WORDS, WHOSE), figure=COMPARATOR_WORDS),)


_LIMITS = ("_lower", "_upper")


def _headings_of(headings: Headings, measure: Measure, policy: Policy, *, alone: bool) -> list[tuple[str, str]]:
    """Return the words over an estimate and over its limits."""
    of_means = headings.mean or headings.estimate or "Mean"
    of_table = of_means if measure.shown_per == 1 else headings.estimate or "Estimate"
    estimate = measure.heading or of_table
    confidence = f"{measure.confidence * 100:g}%"
    rounding = " (includes rounding)" if policy.rounds and measure.limits_hold_rounding else ""
    limits = {
        name: f"{name.capitalize()} {confidence} limit{rounding}"
        if alone
        else f"{estimate}: {name} {confidence} limit{rounding}"
        for name in ("lower", "upper")
    }
    words = {"estimate": estimate, **limits}
    return [(name, _label(words[name])) for name in ESTIMATES if name in measure.figures]


def _with_unit(heading: str, unit: str) -> str:
    said = unit[:1].isalpha() and unit.lower() in heading.lower()
    return f"{heading}\n({unit})" if unit and not said else heading


def _value(cell: ReleasedCell, column: Column, first_unit: str) -> Value:
    measure = cell.measure
    if column.figure == COMPARATOR_WORDS:
        return measure.beside.words if measure.beside else NOT_APPLICABLE
    if column.figure in FURTHER:
        return _value_beside(cell, column)
    of_another_unit = column.unit and measure.unit != column.unit
    added_up = column.figure in ADDED_UP and measure.unit not in {first_unit, ""}
    if of_another_unit or added_up or column.figure not in measure.figures:
        return NOT_APPLICABLE
    if column.figure in cell.withheld:
        return cell.withheld[column.figure]
    if column.figure not in cell.figures:
        return cell.status or NOT_APPLICABLE
    value = cell.figures[column.figure]
    return whole(value) if column.kind is Kind.COUNT else stored(value, measure, column.decimals)


def _value_beside(cell: ReleasedCell, column: Column) -> Value:
    if column.figure in cell.withheld:
        return cell.withheld[column.figure]
    if column.figure not in cell.figures:
        return NOT_APPLICABLE
    return stored_beside(column.figure, cell.figures[column.figure], column.decimals)


def _unlike(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns with headings that differ in more than capitals: Excel repairs a table otherwise."""
    seen: set[str] = set()
    found = []
    for column in columns:
        words = _short(plain(column.heading))
        heading, times = words, 1
        while heading.lower() in seen:
            times += 1
            heading = f"{words} ({times})"
        seen.add(heading.lower())
        found.append(replace(column, heading=heading))
    return tuple(found)


def _short(heading: str) -> str:
    """Return a heading that Excel takes as the name of a column, with room for a number after it."""
    most = LONGEST_HEADER - 2 * len(CUT)
    words = heading[:most]
    while cell_text(words, at_most=most) != cell_text(words):
        words = words[:-1]
    return words if words == heading else words + CUT
