"""The points of a chart, from the released cells of its table, and what is said of those that are not drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.chart import Point
from needskit.output.chart_words import has_share, left_out_lines
from needskit.output.number import decimals_of, stored

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable


def shares_of(table: ReleasedTable, rows: list[int], policy: Policy) -> tuple[Point, ...]:
    """Return the points of the percentages that are shown, with their limits if all of them have both."""
    cells = {row: table.cells[row] for row in rows if has_share(table.cells[row])}
    limited = all({"lower", "upper"} <= cell.figures.keys() for cell in cells.values())

    def shown(cell: ReleasedCell, figure: str) -> float:
        decimals = decimals_of(table, cell.measure, rounded=policy.rounds)
        return stored(cell.figures[figure], cell.measure, decimals)

    return tuple(
        Point(
            row,
            cell.at[-1],
            shown(cell, "estimate"),
            shown(cell, "lower") if limited else None,
            shown(cell, "upper") if limited else None,
        )
        for row, cell in cells.items()
    )


def precision_of(table: ReleasedTable, points: tuple[Point, ...], policy: Policy) -> int:
    """Return how many decimals the percentages have in their table."""
    return decimals_of(table, table.cells[points[0].row].measure, rounded=policy.rounds)


def said_of(table: ReleasedTable, points: tuple[Point, ...], policy: Policy) -> list[tuple[str, str]]:
    """Return each category with its percentage in words."""
    decimals = precision_of(table, points, policy)
    return [(point.name, f"{point.value:,.{decimals}f}%") for point in points]


def left_out_of(table: ReleasedTable, points: tuple[Point, ...], *, among: list[int]) -> tuple[str, ...]:
    """Say which rows of the table are not drawn, by the reason."""
    drawn = {point.row for point in points}
    missing = {row: table.cells[row] for row in among if row not in drawn}
    return left_out_lines(
        withheld=[cell for cell in missing.values() if cell.is_withheld],
        not_applicable=[cell for cell in missing.values() if not cell.is_withheld],
        other=[cell for row, cell in enumerate(table.cells) if row not in among],
    )


def rounding_in(policy: Policy) -> str:
    """Return what is said after limits, where they include the rounding of counts."""
    return ", rounding included" if policy.rounds else ""


NOT_ALL_DRAW = "Programs other than Excel may not draw it; the table has the limits."
"""What is said of limits in a workbook, and not where the picture is drawn here."""


def lines_of_limits(points: tuple[Point, ...], policy: Policy) -> tuple[str, ...]:
    """Say what the line across the end of a bar is; nothing for bars that have none."""
    if any(point.lower is None for point in points):
        return ()
    return (
        f"The line across the end of each bar goes from its lower to its upper 95% limit{rounding_in(policy)}.",
        NOT_ALL_DRAW,
    )
