"""The charts of needs: how many people have each, how many each has, and which come together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needskit.output.chart import Chart, ChartKind, Page, Point
from needskit.output.chart_points import left_out_of, lines_of_limits, precision_of, said_of, shares_of
from needskit.output.chart_words import (
    finding_of_counts,
    finding_of_shares,
    in_short,
    needs_of_columns,
    one_by_one,
    title_of_values,
)
from needskit.output.number import whole

if TYPE_CHECKING:
    from needskit.disclosure.policy import Policy
    from needskit.disclosure.released import ReleasedCell, ReleasedTable

JOINED_BY = " + "
"""What stands between the needs in the label of a combination."""

ALL_OTHERS, NOTHING = "all other ", "no "
"""How the labels of the combinations begin that are not one combination, and that hold no need."""


def number_of_needs(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan the columns of the percentage with each number of needs."""
    numbers = [row for row, cell in enumerate(table.cells) if cell.at[-1].isdecimal()]
    points = shares_of(table, numbers, policy)
    if not points:
        return None
    counted = table.dimensions[-1].label
    left_out = left_out_of(table, points, among=numbers)
    noun = counted[:1].lower() + counted[1:]
    first, _, rest = noun.partition(" ")
    finding = finding_of_shares(
        table,
        [point.row for point in points],
        policy,
        one=noun,
        many=f"{first}s {rest}".strip(),
        all_shown=len(points) == len(numbers),
    )
    alt = in_short(
        f"Column chart of the percentage with each {noun}.",
        finding,
        one_by_one(said_of(table, points, policy)),
        *left_out,
    )
    chart = Chart(
        ChartKind.COLUMNS,
        "estimate",
        "%",
        precision_of(table, points, policy),
        points,
        counted[:1].upper() + counted[1:],
        title_of_values(table.headings.estimate or "Percentage", "%"),
        alt,
    )
    return Page(table, (chart,), left_out)


def prevalence(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan the bars of the percentage with each need, with their limits."""
    rows = [row for row, cell in enumerate(table.cells) if cell.measure.unit == "%"]
    points = shares_of(table, rows, policy)
    if not points:
        return None
    word = table.dimensions[-1].label
    left_out = left_out_of(table, points, among=rows)
    noun = word[:1].lower() + word[1:]
    finding = finding_of_shares(
        table,
        [point.row for point in points],
        policy,
        one=noun,
        many=f"{noun}s",
        all_shown=len(points) == len(rows),
    )
    alt = in_short(
        f"Bar chart of the percentage with each {noun}.",
        finding,
        one_by_one(said_of(table, points, policy)),
        *left_out,
    )
    estimate = table.headings.estimate or "Percentage"
    chart = Chart(
        ChartKind.BARS,
        "estimate",
        "%",
        precision_of(table, points, policy),
        points,
        word[:1].upper() + word[1:],
        title_of_values(estimate, "%"),
        alt,
    )
    return Page(table, (chart,), (*lines_of_limits(points, policy), *left_out))


def combinations(table: ReleasedTable, policy: Policy) -> Page | None:
    """Plan the columns of the people with each combination and, beneath them, dots for the needs that it holds."""
    labels = {attribute.label for attribute in table.attributes.values()}
    rows = [row for row, cell in enumerate(table.cells) if _is_one_combination(cell)]
    shown = [row for row in rows if "count" in table.cells[row].figures]
    parts = {row: _needs_in(table.cells[row].at[-1], labels) for row in shown}
    needs = _by_people(table, parts)
    points = tuple(
        Point(
            row,
            table.cells[row].at[-1],
            float(whole(table.cells[row].figures["count"])),
            holds=tuple(sorted(needs.index(need) for need in parts[row])),
        )
        for row in shown
    )
    if not points or not needs:
        return None
    left_out = left_out_of(table, points, among=rows)
    count = table.headings.count or "Count"
    counts = Chart(
        ChartKind.COLUMNS,
        "count",
        "",
        0,
        points,
        "",
        count,
        in_short(
            f"Column chart of {count[:1].lower()}{count[1:]}: {len(points)} combinations.",
            finding_of_counts(table, shown, policy),
            *left_out,
        ),
    )
    dots = Chart(
        ChartKind.DOTS,
        "",
        "",
        0,
        points,
        "",
        "",
        in_short(
            "Under each column of the chart above, dots joined by a line show what its combination holds.",
            needs_of_columns([point.name for point in points]),
            "The table names every combination.",
        ),
        needs,
    )
    how = (
        "The columns are the combinations in the order of the table. Beneath each, a dark dot stands beside all that "
        "the combination holds."
    )
    return Page(table, (counts, dots), (how, *left_out))


def _is_one_combination(cell: ReleasedCell) -> bool:
    return cell.measure.unit == "%" and not cell.at[-1].lower().startswith(ALL_OTHERS)


def _needs_in(combination: str, labels: set[str]) -> tuple[str, ...]:
    """Return the needs that a combination holds, as its label names them; none for that of no need."""
    empty = combination.lower().startswith(NOTHING) and combination not in labels and JOINED_BY not in combination
    return () if empty else tuple(dict.fromkeys(combination.split(JOINED_BY)))


def _by_people(table: ReleasedTable, parts: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the needs, the one that most people of the combinations shown have first."""
    people: dict[str, float] = {}
    for row, needs in parts.items():
        for need in needs:
            people[need] = people.get(need, 0.0) + table.cells[row].figures["count"]
    return tuple(sorted(people, key=lambda need: -people[need]))
