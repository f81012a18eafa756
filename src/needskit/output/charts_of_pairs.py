"""The heat map of pairs of needs as a picture: in a workbook it is a table of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.disclosure.shorthand import CONFIDENTIAL, LOW_RELIABILITY
from needskit.output.chart import Chart, ChartKind, Page, Point
from needskit.output.chart_points import shares_of
from needskit.output.chart_words import finding_of_pairs, in_short
from needskit.output.number import decimals_of
from needskit.table.wording import inside_a_sentence

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

WHY = {
    CONFIDENTIAL: f"Where a square says {CONFIDENTIAL} the percentage is not shown.",
    LOW_RELIABILITY: f"Where a square says {LOW_RELIABILITY} too few are behind the percentage.",
}


def heat_map(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan the heat map: a square for each pair, the bluer the higher its percentage; None if none is shown.

    Parameters
    ----------
    table
        A released table of pairs.
    policy
        It decides the precision.
    """
    first, second = table.dimensions
    pairs = [row for row, cell in enumerate(table.cells) if cell.measure.unit == "%"]

    def place(cell: ReleasedCell) -> tuple[int, int]:
        return first.labels.index(cell.at[0]), second.labels.index(cell.at[1])

    points = tuple(
        Point(
            point.row,
            _pair(table.cells[point.row]),
            point.value,
            holds=place(table.cells[point.row]),
        )
        for point in shares_of(table, pairs, policy)
    )
    if not points:
        return None
    one, other = (inside_a_sentence(dimension.label) for dimension in table.dimensions)
    drawn = {point.row for point in points}
    gone = [table.cells[row] for row in pairs if row not in drawn]
    left_out = tuple(dict.fromkeys(WHY.get(cell.status, "") for cell in gone))
    chart = Chart(
        ChartKind.HEAT_MAP,
        "estimate",
        "%",
        decimals_of(table, table.cells[points[0].row].measure, rounded=policy.rounds),
        points,
        first.label,
        second.label,
        in_short(
            f"Heat map: of those with the {one} of the row, the percentage with the {other} of the column.",
            finding_of_pairs(table, [point.row for point in points], policy, all_shown=not left_out),
            *left_out,
        ),
        needs=second.labels,
        called=first.labels,
        blank=tuple((*place(cell), cell.status) for cell in table.cells if cell.status),
    )
    how = (
        f"Each row is about those with the {one} that it begins with: the percentage of them with the {other} over the "
        "column as well. White is 0, and the bluest the highest percentage of the picture."
    )
    return Page(table, (chart,), (how, *left_out))


def _pair(cell: ReleasedCell) -> str:
    return f"{cell.at[1]}, of those with {inside_a_sentence(cell.at[0])}"
