"""Checks of every number in the file read back: each is released, protected and tells the same story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.excel.grid import Kind
from needskit.output.number import half_up, stored, stored_beside
from needskit.table.figure import COUNTS, FURTHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needskit.disclosure.released import ReleasedCell
    from needskit.output.excel.grid import Column
    from needskit.output.excel.written import Written
    from needskit.table.whom import Sum


def numbers_stand_in_figure_columns_only(written: Written) -> Iterator[str]:
    """Find numbers that stand anywhere but in a figure column of a released table, long or as a heat map."""
    shown = [(sheet, grid) for sheet, _, grid in (*written.tables(), *written.heat_maps())]
    allowed = {
        sheet.tab: {place for place, column in enumerate(grid.columns) if column.figure} for sheet, grid in shown
    }
    first_rows = {sheet.tab: sheet.header_row for sheet in written.sheets}
    last_rows = {sheet.tab: sheet.header_row + len(grid.rows) for sheet, grid in shown}
    for tab, rows in written.cells.items():
        for number, row in enumerate(rows, start=1):
            inside = first_rows.get(tab, 0) < number <= last_rows.get(tab, 0)
            columns = allowed.get(tab, set()) if inside else set()
            if any(c.data_type != "s" and c.value is not None and c.column - 1 not in columns for c in row):
                yield f"'{tab}' holds something other than text outside the figures of a released table"


def figures_are_those_released(written: Written) -> Iterator[str]:
    """Find figures that are not the released ones as they are shown, and missing markers."""
    for sheet, table, grid in written.tables():
        rows = written.body(sheet)
        if len(rows) != len(table.cells):
            yield f"'{sheet.tab}' has not one row for each released cell"
            continue
        for place, column in enumerate(grid.columns):
            if not column.figure:
                continue
            for cell, row, planned in zip(table.cells, rows, grid.rows, strict=True):
                value = row[place].value if place < len(row) else None
                if value != planned[place] or not _released(value, cell, column):
                    yield f"'{sheet.tab}' shows a figure that is not the one released"
                    break


def _released(value: object, cell: ReleasedCell, column: Column) -> bool:
    """Tell whether a number is the released figure of that name and unit; text is not a number."""
    if isinstance(value, str):
        return True
    if column.figure not in cell.figures or (column.unit and column.unit != cell.measure.unit):
        return False
    figure = cell.figures[column.figure]
    if column.figure in FURTHER:
        return value == stored_beside(column.figure, figure, column.decimals)
    return value == (figure if column.kind is Kind.COUNT else stored(figure, cell.measure, column.decimals))


def counts_are_multiples_of_the_base(written: Written) -> Iterator[str]:
    """Find counts that are not multiples of the policy's base."""
    base = written.release.policy.base
    for sheet, _, grid in written.tables():
        places = [place for place, column in enumerate(grid.columns) if column.figure in COUNTS]
        for row in written.body(sheet):
            counts = (row[place].value for place in places if place < len(row))
            if any(isinstance(count, int | float) and count % base for count in counts):
                yield f"'{sheet.tab}' shows a count that is not a multiple of {base}"
                break


def same_people_same_number(written: Written) -> Iterator[str]:
    """Find people who are one number here and another there, and sums that do not add up."""
    seen: dict[Sum, float] = {}
    for sheet, _, _ in written.tables():
        for cell, shown in written.figures(sheet):
            for name, part in zip(cell.measure.shows, cell.parts, strict=False):
                value = shown.get(name)
                if isinstance(value, int | float) and seen.setdefault(part, value) != value:
                    yield f"'{sheet.tab}' shows another number for those who are counted elsewhere too"
    for part, value in seen.items():
        alone = [(times, seen.get(((1, whom),))) for times, whom in part]
        known = [times * number for times, number in alone if number is not None]
        if len(known) == len(part) and sum(known) != value:
            yield "a sum is not the sum of the numbers that are shown for its parts"


_OTHER_SHARES = (("events", "all_events"), ("count", "submitted"))
"""A share of events is of all events, and the people stand beside it; one of those submitted is of a number given."""


def percentages_follow_from_counts(written: Written) -> Iterator[str]:
    """Find percentages that are not 100 x count / denominator, both as shown, at their precision."""
    for sheet, _, grid in written.tables():
        decimals = next((c.decimals for c in grid.columns if c.figure == "estimate" and c.unit == "%"), None)
        if decimals is None:
            continue
        for cell, shown in written.figures(sheet):
            of = next((of for of in _OTHER_SHARES if of[1] in cell.measure.figures), ("count", "out_of"))
            count, out_of, estimate = (shown.get(name) for name in (*of, "estimate"))
            if cell.measure.unit != "%" or not isinstance(estimate, int | float):
                continue
            counted = isinstance(count, int | float) and isinstance(out_of, int | float) and out_of > 0
            if not counted or estimate != _percentage(count, out_of, decimals):
                yield f"'{sheet.tab}' shows a percentage that does not follow from its counts"
                break


def _percentage(count: object, out_of: object, decimals: int) -> float | None:
    if isinstance(count, int | float) and isinstance(out_of, int | float):
        # A count that is rounded can come out above a number that is given.
        return float(half_up(min(count / out_of, 1), decimals, times=100))
    return None
