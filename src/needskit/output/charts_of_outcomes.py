"""The charts of what people go on to do: how soon they reoffend, and how many from each kind of accommodation."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from needskit.output.chart import Chart, ChartKind, Page
from needskit.output.chart_points import left_out_of, lines_of_limits, precision_of, rounding_in, said_of, shares_of
from needskit.output.chart_words import finding_of_curve, finding_of_highest, in_short, one_by_one, title_of_values
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

NOT_KNOWN = "not known"
"""The label of the row of people of whom it is not known which group they are of."""

_DAY = re.compile(r"by day (\d+)")


def day_in(label: str) -> int | None:
    """Return the day that the label of a row means; None if it means none.

    Examples
    --------
    >>> day_in("by day 91"), day_in("all")
    (91, None)
    """
    found = _DAY.fullmatch(label)
    return None if found is None else int(found[1])


def curve(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan the curve of the percentage by each day of the follow-up, with its limits; None if all is withheld.

    Parameters
    ----------
    table
        A released table whose rows are days, each with everybody of the rows above it.
    policy
        It decides the precision, and whether limits include the rounding.
    """
    days = {row: day for row, cell in enumerate(table.cells) if (day := day_in(cell.at[-1])) is not None}
    points = tuple(replace(point, day=days[point.row]) for point in shares_of(table, list(days), policy))
    if not points:
        return None
    left_out = left_out_of(table, points, among=list(days))
    estimate = table.headings.estimate or "Percentage"
    limited = points[0].lower is not None
    shares = (share for _, share in said_of(table, points, policy))
    by_day = [(str(point.day), share) for point, share in zip(points, shares, strict=True)]
    chart = Chart(
        ChartKind.CURVE,
        "estimate",
        "%",
        precision_of(table, points, policy),
        points,
        table.dimensions[-1].label,
        title_of_values(estimate, "%"),
        in_short(
            f"Line chart: {inside_a_sentence(estimate)}, from 0 on day 0.",
            finding_of_curve(table, [point.row for point in points], policy),
            f"By day {one_by_one(by_day)}",
            *(("Dashed lines are the limits.",) if limited else ()),
            *left_out,
        ),
    )
    dashed = f"The dashed lines are the lower and the upper 95% limits{rounding_in(policy)}."
    how = "The line begins at 0 on day 0. Between the days of the table, which have dots, it is straight."
    return Page(table, (chart,), (how, *((dashed,) if limited else ()), *left_out))


def kinds_of_accommodation(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan the bars of the percentage with an outcome in each kind of accommodation; None if all is withheld.

    Rows that set one group against another hold the same people again, and those not known are no kind: neither is
    drawn, and both are named.

    Parameters
    ----------
    table
        A released table of comparisons and, under them, of the kinds one by one.
    policy
        It decides the precision, and whether limits include the rounding.
    """
    rows = [row for row, cell in enumerate(table.cells) if _is_one_kind(cell)]
    points = shares_of(table, rows, policy)
    if not points:
        return None
    label = table.dimensions[-1].label
    estimate = table.headings.estimate or "Percentage"
    left_out = left_out_of(table, points, among=rows)
    chart = Chart(
        ChartKind.BARS,
        "estimate",
        "%",
        precision_of(table, points, policy),
        points,
        label,
        title_of_values(estimate, "%"),
        in_short(
            f"Bar chart: {inside_a_sentence(estimate)}, by {inside_a_sentence(label)}.",
            finding_of_highest(table, [point.row for point in points], policy, all_shown=len(points) == len(rows)),
            one_by_one(said_of(table, points, policy)),
            *left_out,
        ),
    )
    return Page(table, (chart,), (*lines_of_limits(points, policy), *left_out))


def _is_one_kind(cell: ReleasedCell) -> bool:
    """Tell whether a row is one kind of accommodation, and no comparison of two groups."""
    return cell.measure.unit == "%" and "against_count" not in cell.measure.figures and cell.at[-1] != NOT_KNOWN
