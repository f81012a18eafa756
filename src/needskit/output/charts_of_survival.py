"""The chart of two arms: how many of each are still without a reoffence by each day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.output.chart import Chart, ChartKind, Page
from needskit.output.chart_points import left_out_of, precision_of, shares_of
from needskit.output.chart_words import in_short, one_by_one, title_of_values
from needskit.output.charts_of_outcomes import day_in
from needskit.output.number import decimals_beside, stored_beside

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedTable

THEIRS = "against_estimate"


def two_curves(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan a line of each arm, from 100 on day 0 through its percentage by each day; None if all of one is withheld.

    Parameters
    ----------
    table
        A released table whose rows are days, with a percentage of each arm.
    policy
        It decides the precision.
    """
    days = {row: day for row, cell in enumerate(table.cells) if (day := day_in(cell.at[-1])) is not None}
    decimals = decimals_beside(table, THEIRS, rounded=policy.rounds)

    def beside(row: int) -> float | None:
        figures = table.cells[row].figures
        return float(stored_beside(THEIRS, figures[THEIRS], decimals)) if THEIRS in figures else None

    points = tuple(
        replace(point, day=days[point.row], lower=None, upper=None, beside=beside(point.row))
        for point in shares_of(table, list(days), policy)
    )
    if all(point.beside is None for point in points):
        return None
    left_out = left_out_of(table, points, among=list(days))
    gone = [point.name for point in points if point.beside is None]
    left_out += (f"Left out of the line of the comparison: {'; '.join(gone)}.",) if gone else ()
    called = _called(table)
    own = precision_of(table, points, policy)
    said = (
        [(str(point.day), f"{point.value:,.{own}f}%") for point in points],
        [(str(point.day), f"{point.beside:,.{decimals}f}%") for point in points if point.beside is not None],
    )
    chart = Chart(
        ChartKind.CURVES,
        "estimate",
        "%",
        own,
        points,
        table.dimensions[-1].label,
        title_of_values(STILL, "%"),
        in_short(
            "Line chart of two groups: percentage still without a reoffence, from 100 on day 0.",
            *(f"{name}, by day {one_by_one(each)}" for name, each in zip(called, said, strict=True)),
            *left_out,
        ),
        beside=THEIRS,
        decimals_beside=decimals,
        called=called,
    )
    how = (
        "Each line begins at 100 on day 0. Between the days of the table, which have dots, it is straight. The table "
        "has the limits: where they are wide, lines that part tell nothing."
    )
    return Page(table, (chart,), (how, *left_out))


STILL = "Percentage still without a reoffence"
OF_THOSE, STILL_WITHOUT = "Percentage of those ", " still without a reoffence"


def _called(table: ReleasedTable) -> tuple[str, str]:
    """Return what the two lines are called."""
    ours = table.headings.estimate.removeprefix(OF_THOSE).removesuffix(STILL_WITHOUT)
    return f"{ours[:1].upper()}{ours[1:]}", "Comparison, weighted"
